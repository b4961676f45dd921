/** The way of a message through the gateway, one step a line: the order is part of the contract. */
import { hash } from 'node:crypto';
import type { Directory } from '@dienstweg/schemas/directory/directory.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import type { VerifiedMessage } from '@dienstweg/schemas/message.ts';
import type { Violation } from '@dienstweg/schemas/problems/problem.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';
import type { Acceptance, StoredAcceptance } from './accept/accept.ts';
import { judgeKnown } from './accept/accept.ts';
import type { ByTheHour } from './answer/by-the-hour.ts';
import type { Refusal } from './answer/refusal.ts';
import type { ExaminePool } from './examine/pool.ts';
import type { NotDone } from './examine/thread.ts';
import { goingOnFrom } from './know/clock.ts';
import { judgeSender, type RoutedMessage, resolveReaders } from './resolve/resolve.ts';

/** Octets nobody believes, from a peer that TLS and the registry know. */
export interface Submission {
  readonly octets: Uint8Array;
  readonly peer: AuthorityId;
  readonly language: Language;
  readonly dryRun: boolean;
  readonly traceparent: string;
}

export type Outcome =
  | {
      readonly is: 'accepted';
      readonly accepted: StoredAcceptance;
      readonly repeated: boolean;
      /** What the examination found that does not refuse; absent where nothing was examined. */
      readonly warnings?: readonly Violation[];
    }
  | { readonly is: 'would-be-accepted'; readonly routed: RoutedMessage; readonly warnings: readonly Violation[] }
  | { readonly is: 'refused'; readonly refusal: Refusal };

/** Everything the way needs. */
export interface SubmitNeeds {
  readonly now: () => Date;
  readonly directory: Directory;
  readonly index: {
    readonly byDigest: (octetsDigest: string) => StoredAcceptance | undefined;
    /** The same, with everything taken in that stands in the stream now. */
    readonly byDigestNow: (octetsDigest: string) => Promise<StoredAcceptance | undefined>;
    readonly byIdentity: (
      author: AuthorityId,
      id: VerifiedMessage['header']['messageId'],
    ) => StoredAcceptance | undefined;
    /** The same, with everything taken in that stands in the stream now. */
    readonly byIdentityNow: (
      author: AuthorityId,
      id: VerifiedMessage['header']['messageId'],
    ) => Promise<StoredAcceptance | undefined>;
    readonly isTooFar: () => boolean;
  };
  readonly examine: ExaminePool['examine'];
  readonly accept: (message: RoutedMessage, octets: Uint8Array, at: Date, traceparent: string) => Promise<Acceptance>;
  readonly byTheHour: ByTheHour;
  /** Too little room on the disk of the message store. */
  readonly isShortOfRoom: () => boolean;
  /** The author has too many messages on their way. */
  readonly hasTooManyOpen: (author: AuthorityId) => boolean;
  /** Whether the bus can be reached, as far as is known: without it nothing is examined in vain. */
  readonly isConnected: () => boolean;
  readonly examineLimitMs: number;
}

const refused = (refusal: Refusal): Outcome => ({ is: 'refused', refusal });

/** Takes a submission from its octets to its outcome. */
export const submitMessage =
  (needs: SubmitNeeds) =>
  async (submission: Submission): Promise<Outcome> => {
    const { octets, peer, language } = submission;
    const at = needs.now();
    const ours = goingOnFrom(at);
    const octetsDigest = hash('sha256', octets);

    const first = submission.dryRun ? undefined : needs.index.byDigest(octetsDigest);
    if (first?.record.sender === peer) return { is: 'accepted', accepted: first, repeated: true };

    if (!submission.dryRun && needs.index.isTooFar())
      return refused({ code: 'broker-unavailable', say: { text: 'index-behind' }, retryAfterSeconds: 5 });

    if (!submission.dryRun && !needs.isConnected())
      return refused({ code: 'broker-unavailable', say: { text: 'bus-away' }, retryAfterSeconds: 2 });

    if (!submission.dryRun && needs.isShortOfRoom())
      return refused({ code: 'broker-unavailable', say: { text: 'bus-full' }, retryAfterSeconds: 60 });

    const asItStandsNow = async (refusal: Refusal): Promise<Outcome> => {
      // accepted so shortly before, by another gateway, that the index did not know it yet; now it is no good any more
      const meanwhile = submission.dryRun ? undefined : await needs.index.byDigestNow(octetsDigest);
      if (meanwhile?.record.sender === peer) return { is: 'accepted', accepted: meanwhile, repeated: true };
      return refused(await needs.byTheHour(refusal, ours));
    };
    const examined = await needs.examine(octets, at.getTime(), language, peer);
    if (!examined.ok) return refused({ ...notExamined(examined.reason, needs.examineLimitMs), octetsDigest });
    if (!examined.value.ok) return await asItStandsNow(examined.value);
    const { message, warnings = [] } = examined.value;

    const about = (refusal: Refusal): Outcome => refused({ ...refusal, claimed: claimedBy(message), octetsDigest });
    const sender = judgeSender(needs.directory, message.header, peer, at);
    if (!sender.ok) return await asItStandsNow({ ...sender.refusal, claimed: claimedBy(message), octetsDigest });

    const known = needs.index.byIdentity(message.header.author, message.header.messageId);
    if (known !== undefined && !submission.dryRun) return outcomeOf(judgeKnown(known, octetsDigest), about);
    if (known !== undefined && known.record.octetsDigest !== octetsDigest)
      return about({ code: 'message-id-reused', say: { text: 'id-reused' } });

    const resolved = resolveReaders(needs.directory, message, peer, at, language);
    if (!resolved.ok) return about(resolved.refusal);

    if (submission.dryRun) return { is: 'would-be-accepted', routed: resolved.routed, warnings };
    if (needs.hasTooManyOpen(message.header.author)) {
      // it may be one of them, accepted so shortly before that the index did not know it yet
      const meanwhile = await needs.index.byIdentityNow(message.header.author, message.header.messageId);
      if (meanwhile !== undefined) return outcomeOf(judgeKnown(meanwhile, octetsDigest), about);
      return about({ code: 'quota-exceeded', say: { text: 'too-many-open' }, retryAfterSeconds: 60 });
    }
    const outcome = outcomeOf(await needs.accept(resolved.routed, octets, at, submission.traceparent), about);
    return outcome.is === 'accepted' && !outcome.repeated && warnings.length > 0 ? { ...outcome, warnings } : outcome;
  };

const outcomeOf = (acceptance: Acceptance, about: (refusal: Refusal) => Outcome): Outcome =>
  acceptance.ok
    ? { is: 'accepted', accepted: acceptance.accepted, repeated: acceptance.repeated }
    : about(acceptance.refusal);

const claimedBy = ({
  header: { author, messageId, messageType, testMessage },
}: VerifiedMessage): NonNullable<Refusal['claimed']> => ({
  author,
  messageId,
  messageType,
  testMessage,
});

/** Why there is no examination, as a refusal. */
export const notExamined = (reason: NotDone, limitMs: number): Refusal => {
  switch (reason) {
    case 'busy':
      return { code: 'broker-unavailable', say: { text: 'busy' }, retryAfterSeconds: 1 };
    case 'time-limit':
      return { code: 'limit-exceeded', say: { text: 'examination-time', values: { limitMs } } };
    case 'memory-limit':
      return { code: 'limit-exceeded', say: { text: 'examination-memory' } };
    case 'died':
    case 'failed':
      return { code: 'examination-failed' };
    default:
      return reason satisfies never;
  }
};
