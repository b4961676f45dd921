import { hash } from 'node:crypto';
import type { DeliveryId } from '../identifiers.ts';

/** The id of an event that happens once in a delivery's life: the same whoever tells it, and however often (UUID version 8). */
export const eventIdOf = (delivery: DeliveryId, type: string): string => {
  const octets = hash('sha256', JSON.stringify([delivery, type]), 'buffer').subarray(0, 16);
  octets.writeUInt8((octets.readUInt8(6) & 0x0f) | 0x80, 6);
  octets.writeUInt8((octets.readUInt8(8) & 0x3f) | 0x80, 8);
  return octets.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
};
