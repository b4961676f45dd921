import { hash } from 'node:crypto';
import type { AuthorityId, DeliveryId, MessageId } from '../identifiers.ts';

/** The id of the delivery of a message to a reader: the same for every node that computes it (UUID version 8, RFC 9562). */
export const deliveryIdOf = (author: AuthorityId, id: MessageId, reader: AuthorityId): DeliveryId => {
  const octets = hash('sha256', JSON.stringify([author, id, reader]), 'buffer').subarray(0, 16);
  octets.writeUInt8((octets.readUInt8(6) & 0x0f) | 0x80, 6);
  octets.writeUInt8((octets.readUInt8(8) & 0x3f) | 0x80, 8);
  return octets.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-') as DeliveryId;
};

/** The reader of what waits in clearing for a role's authority: no authority has an identifier of this form. */
export const clearingReaderOf = (role: string): AuthorityId => `clearing:${role}` as AuthorityId;

/** The id of what waits in clearing for a role's authority. */
export const clearingIdOf = (author: AuthorityId, id: MessageId, role: string): DeliveryId =>
  deliveryIdOf(author, id, clearingReaderOf(role));
