/** From a delivery that is due back to its message. */
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import { readMessage } from '@dienstweg/infra/bus/read.ts';
import { STREAMS } from '@dienstweg/schemas/bus/streams.ts';
import type { DueDelivery } from '../attempt/attempt.ts';
import type { Standing } from '../hold/standings.ts';
import { readTaken } from './taken-message.ts';

/** The message of a delivery, as it was stored. Throws where it is no longer in the stream. */
export const messageOf = async (bus: Bus, { entry, sequence }: Standing): Promise<DueDelivery> => {
  const stored = await readMessage(bus, STREAMS.messages, entry.messageSequence);
  if (stored === undefined) throw new Error(`message ${entry.messageSequence} of an open delivery is missing`);
  const headers = (name: string): string | undefined => stored.headers[name];
  const { accepted, submissionReceipt, octets } = readTaken(headers, stored.sequence, stored.data);
  return { accepted, submissionReceipt, octets, entry, sequence };
};
