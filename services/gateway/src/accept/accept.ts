/**
 * The one durable write. Whoever answers *accepted* has it acknowledged by the stream; the same identity never counts
 * twice: the index knows it, or the stream's window does, and then the stored octets decide.
 */
import { randomUUID } from 'node:crypto';
import type { Published } from '@dienstweg/infra/bus/publish.ts';
import type { StoredMessage } from '@dienstweg/infra/bus/read.ts';
import type { AcceptedRecord } from '@dienstweg/schemas/accepted.ts';
import { HEADERS, keyOfMessage, subjectOfMessage } from '@dienstweg/schemas/bus/streams.ts';
import type { ReceiptClaims } from '@dienstweg/schemas/receipt/claims.ts';
import type { Refusal } from '../answer/refusal.ts';
import type { RoutedMessage } from '../resolve/resolve.ts';
import { acceptanceClaims, asHeaderValue, fitsIntoHeaders, type Promised, recordOf } from './record.ts';

/** An acceptance as it stands in the stream. */
export interface StoredAcceptance {
  readonly record: AcceptedRecord;
  readonly receipt: string;
}

export type Acceptance =
  | { readonly ok: true; readonly accepted: StoredAcceptance; readonly repeated: boolean }
  | { readonly ok: false; readonly refusal: Refusal };

/** Effects of accepting. */
export interface AcceptNeeds {
  readonly node: string;
  readonly sign: (claims: ReceiptClaims) => string;
  readonly promisedOf: (header: RoutedMessage['header'], at: Date) => Promised;
  readonly publish: (publication: {
    readonly subject: string;
    readonly data: Uint8Array;
    readonly headers: Readonly<Record<string, string>>;
    readonly messageId: string;
  }) => Promise<Published>;
  readonly readStored: (sequence: number) => Promise<StoredMessage | undefined>;
  /** Told of each acknowledged publication. */
  readonly onStored: (sequence: number) => void;
}

const REUSED: Refusal = { code: 'message-id-reused', say: { text: 'id-reused' } };

/** The stored acceptance for the same octets again, or the refusal for others. */
export const judgeKnown = (known: StoredAcceptance, octetsDigest: string): Acceptance =>
  known.record.octetsDigest === octetsDigest
    ? { ok: true, accepted: known, repeated: true }
    : { ok: false, refusal: REUSED };

const NOT_STORED: Readonly<Record<Extract<Published, { ok: false }>['reason'], Refusal>> = {
  unavailable: { code: 'broker-unavailable', say: { text: 'bus-away' }, retryAfterSeconds: 2 },
  full: { code: 'broker-unavailable', say: { text: 'bus-full' }, retryAfterSeconds: 60 },
  'outcome-unknown': { code: 'outcome-unknown', say: { text: 'bus-silent' }, retryAfterSeconds: 2 },
  // No expected sequence is ever sent with a message: an answer we do not understand.
  'wrong-sequence': { code: 'outcome-unknown', say: { text: 'bus-silent' }, retryAfterSeconds: 2 },
};

const acceptanceIn = (stored: StoredMessage | undefined): StoredAcceptance | undefined => {
  const record = stored?.headers[HEADERS.accepted];
  const receipt = stored?.headers[HEADERS.receipt];
  return record === undefined || receipt === undefined
    ? undefined
    : { record: JSON.parse(record) as AcceptedRecord, receipt };
};

/** Stores the octets with record and receipt. `octets` are those the message was verified from; the index was asked. */
export const acceptMessage =
  (needs: AcceptNeeds) =>
  async (message: RoutedMessage, octets: Uint8Array, at: Date, traceparent: string): Promise<Acceptance> => {
    const { author, messageId } = message.header;
    const record = recordOf(message, at, needs.promisedOf(message.header, at));
    const written = asHeaderValue(record);
    const receipt = needs.sign(acceptanceClaims(record, needs.node, randomUUID()));
    if (!fitsIntoHeaders(written, receipt)) return tooManyReaders(record);

    const published = await needs.publish({
      subject: subjectOfMessage(author),
      data: octets,
      headers: { [HEADERS.accepted]: written, [HEADERS.receipt]: receipt, [HEADERS.traceparent]: traceparent },
      messageId: keyOfMessage(author, messageId),
    });
    if (!published.ok) return { ok: false, refusal: NOT_STORED[published.reason] };
    needs.onStored(published.sequence);
    if (!published.duplicate) return { ok: true, accepted: { record, receipt }, repeated: false };

    // The server compares ids only: what it holds under this one may be something else.
    const first = acceptanceIn(await needs.readStored(published.sequence).catch(() => undefined));
    return first === undefined
      ? { ok: false, refusal: NOT_STORED['outcome-unknown'] }
      : judgeKnown(first, message.octetsDigest);
  };

const tooManyReaders = (record: AcceptedRecord): Acceptance => ({
  ok: false,
  refusal: {
    code: 'too-many-readers',
    say: { text: 'headers-too-large', values: { count: record.route.readers.length } },
  },
});
