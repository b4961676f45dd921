/** Readers to whom an operator has nothing pushed: kept in a stream, so that a restart, or another node, knows of it. */
import { randomUUID } from 'node:crypto';
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import type { EventWriter } from '@dienstweg/infra/bus/events.ts';
import { publishDurably } from '@dienstweg/infra/bus/publish.ts';
import type { PausedReader } from '@dienstweg/schemas/alarms/alarm.ts';
import type { RequestContract } from '@dienstweg/schemas/bus/requests.ts';
import { subjectOfPause } from '@dienstweg/schemas/bus/streams.ts';
import type { StoredPause } from '@dienstweg/schemas/delivery/pause.ts';
import { dayOf } from '@dienstweg/schemas/directory/day.ts';
import type { Directory } from '@dienstweg/schemas/directory/directory.ts';
import { authorityMeant } from '@dienstweg/schemas/directory/keys/whose-id.ts';
import { type AuthorityId, parseAuthorityId } from '@dienstweg/schemas/identifiers.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';

/** A pause without an end is looked at again after this. */
const OPEN_END_MS = 60 * 60 * 1000;

interface Kept {
  readonly stored: StoredPause;
  readonly sequence: number;
}

/** Filled by following the stream and by this process's own writes; an older entry never replaces a newer one. */
export class Pauses {
  readonly #of = new Map<AuthorityId, Kept>();
  readonly #passedOver = new Map<string, number>();

  /** Something unreadable was written over what stood on a subject: what is known stays, and comes behind it. */
  passOver(subject: string, sequence: number): void {
    this.#passedOver.set(subject, sequence);
  }

  /** Takes an entry in. Returns the reader where it is not paused any more by it. */
  take(stored: StoredPause, sequence: number): AuthorityId | undefined {
    const before = this.#of.get(stored.reader);
    if ((before?.sequence ?? 0) >= sequence) return undefined;
    this.#of.set(stored.reader, { stored, sequence });
    return before?.stored.state === 'paused' && stored.state === 'resumed' ? stored.reader : undefined;
  }

  /** The sequence of what stands there of a reader; 0: nothing. */
  sequenceOf(reader: AuthorityId): number {
    return Math.max(this.#of.get(reader)?.sequence ?? 0, this.#passedOver.get(subjectOfPause(reader)) ?? 0);
  }

  /** The pause of a reader that holds now. */
  find(reader: AuthorityId, now: Date): PausedReader | undefined {
    const kept = this.#of.get(reader);
    if (kept === undefined || kept.stored.state === 'resumed') return undefined;
    const { state: _paused, ...pause } = kept.stored;
    return pause.until !== undefined && Date.parse(pause.until) <= now.getTime() ? undefined : pause;
  }

  /** Until when nothing is pushed, milliseconds since 1970; `undefined`: nothing stands in the way. */
  untilOf(reader: AuthorityId, now: Date): number | undefined {
    const pause = this.find(reader, now);
    if (pause === undefined) return undefined;
    return pause.until === undefined ? now.getTime() + OPEN_END_MS : Date.parse(pause.until);
  }

  /** When the last pause of a reader ended, milliseconds since 1970; `undefined`: none has, or one holds now. */
  endedAt(reader: AuthorityId, now: Date): number | undefined {
    const stored = this.#of.get(reader)?.stored;
    if (stored === undefined || this.find(reader, now) !== undefined) return undefined;
    return Date.parse(stored.state === 'resumed' ? stored.since : (stored.until ?? stored.since));
  }

  /** All that hold now, the oldest first. */
  all(now: Date): readonly PausedReader[] {
    return [...this.#of.keys()]
      .flatMap((reader) => this.find(reader, now) ?? [])
      .toSorted((a, b) => a.since.localeCompare(b.since));
  }
}

/** What pausing needs. */
export interface PauseNeeds {
  readonly bus: Bus;
  readonly pauses: Pauses;
  readonly events: Pick<EventWriter, 'record'>;
  readonly directory: Directory;
  readonly now: () => Date;
}

/** Name of the node in the events it tells. */
const NODE = 'delivery';

const changed = (detail: string): ProblemError => new ProblemError(problem('changed-meanwhile', { detail }));

const checked = (reader: string, by: string, reason: string): void => {
  if (parseAuthorityId(reader) === undefined || by.trim() === '' || reason.trim() === '')
    throw new ProblemError(problem('request-invalid', { detail: 'A reader, a name and a reason are needed.' }));
};

/** Also one that is over counts: what is for it may still wait. Throws ProblemError `not-found`. */
const checkKnown = ({ directory }: PauseNeeds, reader: AuthorityId, now: Date): void => {
  const meant = authorityMeant(directory, reader, { day: dayOf(now) });
  if (directory.authorities.known(meant).length + directory.endpoints.known(meant).length > 0) return;
  const remedy = 'Check the identifier: dienstweg registry export --kind authority';
  throw new ProblemError({
    ...problem('not-found', { detail: `The directory knows no authority ${reader}.` }),
    remedy,
  });
};

/** Event before entry, as with every order: it may be told twice, but never be done without being told. */
const write = async (needs: PauseNeeds, stored: StoredPause, action: string): Promise<void> => {
  const { bus, pauses, events } = needs;
  const { reader, since, by, reason, until } = stored;
  await events.record([
    {
      type: 'operator-acted',
      id: randomUUID(),
      at: since,
      node: NODE,
      by,
      action,
      reason,
      outcome: 'done',
      reader,
      ...(until === undefined ? {} : { about: `until ${until}` }),
    },
  ]);
  const written = await publishDurably(bus, {
    subject: subjectOfPause(reader),
    data: JSON.stringify(stored),
    expectedLastSubjectSequence: pauses.sequenceOf(reader),
  });
  if (written.ok) pauses.take(stored, written.sequence);
  else if (written.reason === 'wrong-sequence') throw changed('Somebody else was faster.');
  else throw new ProblemError(problem('broker-unavailable', { detail: 'It could not be recorded.' }));
};

/** Has nothing pushed to a reader any more. Throws ProblemError: `changed-meanwhile` where that is so already, `not-found`. */
export const pauseReader = async (
  needs: PauseNeeds,
  { reader, until, by, reason }: RequestContract['pauseReader']['request'],
): Promise<PausedReader> => {
  checked(reader, by, reason);
  const now = needs.now();
  if (until !== undefined && !(Date.parse(until) > now.getTime()))
    throw new ProblemError(problem('request-invalid', { detail: 'The pause would be over already.' }));
  checkKnown(needs, reader, now);
  const there = needs.pauses.find(reader, now);
  if (there !== undefined) throw changed(`It is paused already, since ${there.since} by ${there.by}.`);
  const paused: PausedReader = {
    reader,
    since: now.toISOString(),
    by,
    reason,
    ...(until === undefined ? {} : { until: new Date(until).toISOString() }),
  };
  await write(needs, { state: 'paused', ...paused }, 'recipient-paused');
  return paused;
};

/** Has it pushed to again. Throws ProblemError where it is not paused: `changed-meanwhile`, or `not-found`. */
export const resumeReader = async (
  needs: PauseNeeds,
  { reader, by, reason }: RequestContract['resumeReader']['request'],
): Promise<void> => {
  checked(reader, by, reason);
  const now = needs.now();
  if (needs.pauses.find(reader, now) === undefined) {
    checkKnown(needs, reader, now);
    throw changed('It is not paused any more.');
  }
  await write(needs, { state: 'resumed', reader, since: now.toISOString(), by, reason }, 'recipient-resumed');
};
