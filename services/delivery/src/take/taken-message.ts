/** A message off the stream, with what the gateway stored beside it. */
import type { AcceptedRecord } from '@dienstweg/schemas/accepted.ts';
import { UnreadableEntry } from '@dienstweg/schemas/bus/stored.ts';
import { HEADERS } from '@dienstweg/schemas/bus/streams.ts';

/** A message as it was accepted. Verified by the gateway before it was stored. */
export interface TakenMessage {
  readonly sequence: number;
  readonly accepted: AcceptedRecord;
  readonly submissionReceipt: string;
  readonly traceparent?: string;
  readonly octets: Uint8Array;
}

const recordIn = (accepted: string, sequence: number): AcceptedRecord => {
  try {
    return JSON.parse(accepted) as AcceptedRecord;
  } catch (cause) {
    throw new UnreadableEntry(`the record of message ${sequence} is no JSON`, { cause });
  }
};

/** The message behind the headers the gateway stored with it. Throws UnreadableEntry where they are missing. */
export const readTaken = (
  headers: (name: string) => string | undefined,
  sequence: number,
  octets: Uint8Array,
): TakenMessage => {
  const accepted = headers(HEADERS.accepted);
  const submissionReceipt = headers(HEADERS.receipt);
  if (!accepted || !submissionReceipt) throw new UnreadableEntry(`message ${sequence} has no record`);
  const traceparent = headers(HEADERS.traceparent);
  return {
    sequence,
    accepted: recordIn(accepted, sequence),
    submissionReceipt,
    octets,
    ...(traceparent ? { traceparent } : {}),
  };
};
