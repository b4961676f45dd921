/** Judges a history. Pure; modelled on Jepsen's total queue: what goes in must come out, and nothing else. */
import type { DienstwegEvent } from '@dienstweg/schemas/events.ts';
import { deliveriesOf } from './deliveries.ts';
import type { History, Submission } from './history.ts';
import { storyOf } from './story.ts';
import { judgeSubmission, type SubmissionFinding } from './submissions.ts';

/**
 * `lost`: accepted, and neither in effect at its reader nor ended with a reason; `doubled`: took effect or was stored
 * twice; `unexpected`: came out, never went in; `misdelivered`: to another authority, or other octets; `unverifiable`:
 * a receipt that does not hold; `contradiction`: two outcomes of one message; `unresolved`: no outcome; `unaudited`: a
 * refusal without record; `inconsistent`: the log says what cannot be; `rewritten`: the log says something else than
 * before; `disordered`: order was promised.
 */
export type ViolationKind =
  | 'lost'
  | 'doubled'
  | 'unexpected'
  | 'misdelivered'
  | 'unverifiable'
  | 'contradiction'
  | 'unresolved'
  | 'unaudited'
  | 'inconsistent'
  | 'rewritten'
  | 'disordered';

export interface Violation {
  readonly kind: ViolationKind;
  /** Message, delivery or place in a stream. */
  readonly of: string;
  readonly text: string;
}

/** What was counted, and everything that must not be. */
export interface Judgement {
  readonly accepted: number;
  readonly refused: number;
  readonly handedOver: number;
  readonly deadLetters: number;
  /** Pushes of what was known already: not a second effect. */
  readonly repeatedPushes: number;
  /** Submissions with at least one try of unknown outcome that came to one outcome in the end. */
  readonly unknownResolved: number;
  readonly violations: readonly Violation[];
}

const identityOf = ({ author, messageId }: { readonly author: string; readonly messageId: string }): string =>
  `${author} ${messageId}`;

const violation = (kind: ViolationKind, of: string, text: string): Violation => ({ kind, of, text });

/** Two messages of one identity in the stream, and messages that nobody handed in. */
const judgeStream = (history: History, submitted: ReadonlyMap<string, readonly Submission[]>): readonly Violation[] => {
  const seen = new Set<string>();
  return history.messages.flatMap((message) => {
    const identity = identityOf(message);
    const found: Violation[] = [];
    if (seen.has(identity)) found.push(violation('doubled', identity, `stored again at ${message.sequence}`));
    seen.add(identity);
    const mine = submitted.get(identity) ?? [];
    if (mine.length === 0) found.push(violation('unexpected', identity, 'stored, but nobody handed it in'));
    else if (!mine.some(({ octetsDigest }) => octetsDigest === message.octetsDigest))
      found.push(violation('unexpected', identity, 'stored with octets that nobody handed in'));
    return found;
  });
};

type Refused = Extract<DienstwegEvent, { type: 'message-refused' }>;

/** Every refusal stands in the log: by its octets, or, where they were not read, at least as often as it was given. */
const judgeAudit = (history: History): readonly Violation[] => {
  const audited = new Set<string>();
  const unread = new Map<string, number>();
  for (const event of history.events) {
    if (event.type !== 'message-refused') continue;
    const { code, octetsDigest }: Refused = event;
    if (octetsDigest === undefined) unread.set(code, (unread.get(code) ?? 0) + 1);
    else audited.add(`${code} ${octetsDigest}`);
  }
  return history.submissions.flatMap(({ tries, octetsDigest, ...submission }) =>
    tries.flatMap((one) => {
      if (one.end !== 'refused' || audited.has(`${one.code} ${octetsDigest}`)) return [];
      const left = unread.get(one.code) ?? 0;
      unread.set(one.code, left - 1);
      return left > 0
        ? []
        : [violation('unaudited', identityOf(submission), `refused with ${one.code}, and no record`)];
    }),
  );
};

/**
 * Where order was promised: of one conversation to one reader, what was accepted first takes effect first. What a reader
 * takes out of its mailbox itself comes in the order in which it asks: of two requests at once either may be answered first.
 */
const judgeOrder = (history: History): readonly Violation[] => {
  if (!history.ordered) return [];
  const effectAt = new Map(
    history.arrivals.filter(({ effect, by }) => effect && by === 'push').map((one) => [one.deliveryId, one.atMs]),
  );
  const lastOf = new Map<string, { readonly at: number; readonly of: string; readonly story: () => string }>();
  return history.messages
    .filter(({ conversationId }) => conversationId !== undefined)
    .toSorted((one, other) => one.sequence - other.sequence)
    .flatMap((message) =>
      message.readers.flatMap(({ authority, deliveryId }) => {
        const at = effectAt.get(deliveryId);
        if (at === undefined) return [];
        const line = `${message.conversationId} ${authority}`;
        const last = lastOf.get(line);
        const story = (): string => storyOf(history, message, deliveryId);
        lastOf.set(line, { at, of: identityOf(message), story });
        return last === undefined || last.at <= at
          ? []
          : [
              violation(
                'disordered',
                identityOf(message),
                `took effect before ${last.of}, which was accepted earlier (${story()} | ${last.story()})`,
              ),
            ];
      }),
    );
};

/** Judges everything. */
export const check = (history: History): Judgement => {
  const submitted = new Map<string, Submission[]>();
  for (const submission of history.submissions) {
    const mine = submitted.get(identityOf(submission));
    if (mine === undefined) submitted.set(identityOf(submission), [submission]);
    else mine.push(submission);
  }
  const stored = new Map(history.messages.map((message) => [identityOf(message), message]));
  const submissions: readonly SubmissionFinding[] = history.submissions.map((submission) =>
    judgeSubmission(submission, stored.get(identityOf(submission))),
  );
  const deliveries = deliveriesOf(history);
  // The same message handed in fifty times at once is one message.
  const count = (outcome: SubmissionFinding['outcome']): number =>
    new Set(history.submissions.filter((_, index) => submissions[index]?.outcome === outcome).map(identityOf)).size;
  return {
    accepted: count('accepted'),
    refused: count('refused'),
    handedOver: deliveries.handedOver,
    deadLetters: deliveries.deadLetters,
    repeatedPushes: history.arrivals.filter(({ effect }) => !effect).length,
    unknownResolved: submissions.filter(({ wasUnknown, outcome }) => wasUnknown && outcome !== 'none').length,
    violations: [
      ...submissions.flatMap(({ violations }) => violations),
      ...judgeStream(history, submitted),
      ...deliveries.violations,
      ...judgeAudit(history),
      ...judgeOrder(history),
      ...history.receipts
        .filter(({ ok }) => !ok)
        .map(({ of, why }) => violation('unverifiable', of, why ?? 'the receipt does not hold')),
      ...history.witnesses
        .filter(({ before, after }) => before !== after)
        .map(({ stream, sequence, after }) =>
          violation('rewritten', `${stream} ${sequence}`, after === undefined ? 'is gone' : 'reads differently now'),
        ),
      ...history.changes
        .filter(({ recorded }) => recorded !== 1)
        .map(({ id, recorded }) =>
          violation(recorded === 0 ? 'lost' : 'doubled', `change ${id}`, `acknowledged, and stands ${recorded} times`),
        ),
    ],
  };
};
