/**
 * From the stream `REGISTRY` to the directory: which records take effect, and in which edition. A whole change does in
 * its own; a change in parts in that of its last part; one that needs approval in that of the approval. Everything is
 * decided from the stream alone, so that whoever folds it comes to the same directory. Only the registry process can
 * publish there, and it has verified and checked: neither is repeated here.
 */
import type { CertificateFingerprint } from '../../identifiers.ts';
import { kindsToApprove } from '../change/approval.ts';
import type { EntryKind, RegistryChange, RegistryDecision, RegistryRecord } from '../change/changes.ts';
import { dayOf } from '../day.ts';
import { Directory } from '../directory.ts';
import type { Edition, Word } from './editions.ts';

/** A change that took effect, whole, whatever way it was recorded. */
export interface Effect {
  readonly change: RegistryChange;
  readonly edition: number;
  readonly recordedAt: Date;
}

/** A change that waits for a second registrar. */
export interface PendingChange {
  /** Whole, also if it came in parts. */
  readonly change: RegistryChange;
  /** The edition that proposed it. */
  readonly edition: number;
  readonly recordedAt: Date;
  readonly registrar?: CertificateFingerprint;
  /** Kinds of entries because of which it waits. */
  readonly kinds: readonly EntryKind[];
}

/** A change of which not all parts are there. */
export interface IncompleteChange {
  readonly changeId: string;
  readonly of: number;
  /** Editions of the parts there are, the first of them part 1. */
  readonly editions: readonly number[];
  /** Of the last part there is. */
  readonly recordedAt: Date;
}

/** What became of a change or a decision: in which edition it took effect, was proposed or was withdrawn. */
export interface Standing {
  readonly state: 'in-effect' | 'pending' | 'withdrawn' | 'incomplete';
  readonly edition: number;
}

/** What a fold knows besides its directory, as JSON can hold it. */
export interface FoldState {
  readonly pending: readonly (Omit<PendingChange, 'recordedAt'> & { readonly recordedAt: string })[];
  readonly incomplete: readonly (Omit<IncompleteChange, 'recordedAt'> & {
    readonly recordedAt: string;
    readonly parts: readonly RegistryChange[];
  })[];
  /** Change id → edition of the withdrawal. */
  readonly withdrawn: readonly (readonly [string, number])[];
  /** Decision id → edition. */
  readonly decisions: readonly (readonly [string, number])[];
}

interface PartSet {
  readonly of: number;
  readonly parts: RegistryChange[];
  readonly editions: number[];
  recordedAt: Date;
}

/** A set of parts that got no further for so long is given up: it never takes effect. */
export const PARTS_LAPSE_MS = 60 * 60_000;

const isDecision = (record: RegistryRecord): record is RegistryDecision => 'decides' in record;

const wordOf = ({ by, reason }: Word, registrar: CertificateFingerprint | undefined): Word => ({
  by,
  reason,
  ...(registrar === undefined ? {} : { registrar }),
});

/** Folds records in the order of the stream into a directory, which nobody else may change. */
export class RegistryFold {
  readonly directory: Directory;
  readonly #pending = new Map<string, PendingChange>();
  readonly #incomplete = new Map<string, PartSet>();
  readonly #withdrawn: Map<string, number>;
  readonly #decisions: Map<string, number>;

  /** Begins empty, or goes on from the directory and the state of a fold that was laid aside at the same edition. */
  constructor(directory = new Directory(), state?: FoldState) {
    this.directory = directory;
    this.#withdrawn = new Map(state?.withdrawn);
    this.#decisions = new Map(state?.decisions);
    for (const each of state?.pending ?? [])
      this.#pending.set(each.change.id, { ...each, recordedAt: new Date(each.recordedAt) });
    for (const { changeId, of, parts, editions, recordedAt } of state?.incomplete ?? [])
      this.#incomplete.set(changeId, {
        of,
        parts: [...parts],
        editions: [...editions],
        recordedAt: new Date(recordedAt),
      });
  }

  /**
   * Takes in a record and says what took effect with it. One of an edition already taken in changes nothing; a change
   * or decision recorded twice counts once.
   */
  take(
    record: RegistryRecord,
    edition: number,
    recordedAt: Date,
    registrar?: CertificateFingerprint,
  ): Effect | undefined {
    const steps = this.takeInSteps(record, edition, recordedAt, registrar);
    for (;;) {
      const { done, value } = steps.next();
      if (done === true) return value;
    }
  }

  /** {@link take} in steps, as `Directory.applyInSteps`; nothing else may be taken in between. */
  *takeInSteps(
    record: RegistryRecord,
    edition: number,
    recordedAt: Date,
    registrar?: CertificateFingerprint,
  ): Generator<void, Effect | undefined> {
    if (edition <= this.directory.edition) return undefined;
    for (const [id, set] of this.#incomplete)
      if (recordedAt.getTime() - set.recordedAt.getTime() > PARTS_LAPSE_MS) this.#incomplete.delete(id);
    const at = { edition, recordedAt };
    if (isDecision(record)) return yield* this.#decide(record, at, wordOf(record, registrar));
    const known = this.standingOf(record.id);
    if (known !== undefined && known.state !== 'incomplete') {
      this.#pass(record.id, 'nothing', at, wordOf(record, registrar));
      return undefined;
    }
    const whole = record.part === undefined ? record : this.#gather(record, record.part, at, registrar);
    return whole && (yield* this.#propose(whole, at, registrar, record.part));
  }

  /** Takes in that an edition exists which holds nothing readable. */
  skip(edition: number, recordedAt: Date): void {
    this.#pass('', 'nothing', { edition, recordedAt }, { by: '', reason: '' });
  }

  /** Changes that wait for approval, the oldest first. */
  pending(): readonly PendingChange[] {
    return [...this.#pending.values()];
  }

  /** Changes of which parts are missing. */
  incomplete(): readonly IncompleteChange[] {
    return [...this.#incomplete].map(([changeId, { of, editions, recordedAt }]) => ({
      changeId,
      of,
      editions: [...editions],
      recordedAt,
    }));
  }

  /** What became of a change, or of a decision, by its id; `undefined` for one that was never recorded. */
  standingOf(id: string): Standing | undefined {
    const inEffect = this.directory.editionOfChange(id) ?? this.#decisions.get(id);
    if (inEffect !== undefined) return { state: 'in-effect', edition: inEffect };
    const pending = this.#pending.get(id)?.edition;
    if (pending !== undefined) return { state: 'pending', edition: pending };
    const withdrawn = this.#withdrawn.get(id);
    if (withdrawn !== undefined) return { state: 'withdrawn', edition: withdrawn };
    const incomplete = this.#incomplete.get(id)?.editions.at(-1);
    return incomplete === undefined ? undefined : { state: 'incomplete', edition: incomplete };
  }

  /** What is to be kept beside the directory so that another fold can go on from here. */
  state(): FoldState {
    return {
      pending: this.pending().map((each) => ({ ...each, recordedAt: each.recordedAt.toISOString() })),
      incomplete: [...this.#incomplete].map(([changeId, { of, parts, editions, recordedAt }]) => ({
        changeId,
        of,
        parts: [...parts],
        editions: [...editions],
        recordedAt: recordedAt.toISOString(),
      })),
      withdrawn: [...this.#withdrawn],
      decisions: [...this.#decisions],
    };
  }

  /** The whole change with its last part; part 1 begins anew, a part out of its turn does not count. */
  #gather(
    part: RegistryChange,
    { n, of }: NonNullable<RegistryChange['part']>,
    at: Pick<Edition, 'edition' | 'recordedAt'>,
    registrar: CertificateFingerprint | undefined,
  ): RegistryChange | undefined {
    const before = n === 1 ? undefined : this.#incomplete.get(part.id);
    const inTurn = n === 1 || (before?.of === of && before.parts.length === n - 1);
    if (!inTurn) {
      this.#pass(part.id, 'nothing', at, wordOf(part, registrar), { n, of });
      return undefined;
    }
    const set = before ?? { of, parts: [], editions: [], recordedAt: at.recordedAt };
    set.parts.push(part);
    if (n === of) {
      this.#incomplete.delete(part.id);
      return wholeOf(set.parts);
    }
    set.editions.push(at.edition);
    set.recordedAt = at.recordedAt;
    this.#incomplete.set(part.id, set);
    this.#pass(part.id, 'part', at, wordOf(part, registrar), { n, of });
    return undefined;
  }

  *#propose(
    change: RegistryChange,
    at: Pick<Edition, 'edition' | 'recordedAt'>,
    registrar: CertificateFingerprint | undefined,
    part: RegistryChange['part'],
  ): Generator<void, Effect | undefined> {
    const kinds = kindsToApprove(this.directory, change, dayOf(at.recordedAt));
    if (kinds.length === 0) {
      yield* this.#apply(change, at, { ...wordOf(change, registrar), ...(part === undefined ? {} : { part }) });
      return { change, ...at };
    }
    this.#pass(change.id, 'proposal', at, wordOf(change, registrar), part);
    this.#pending.set(change.id, { change, ...at, ...(registrar === undefined ? {} : { registrar }), kinds });
    return undefined;
  }

  *#decide(
    { id, decides, decision }: RegistryDecision,
    at: Pick<Edition, 'edition' | 'recordedAt'>,
    decided: Word,
  ): Generator<void, Effect | undefined> {
    const proposed = this.#decisions.has(id) ? undefined : this.#pending.get(decides);
    if (proposed === undefined) {
      this.#pass(decides, 'nothing', at, decided);
      return undefined;
    }
    this.#decisions.set(id, at.edition);
    this.#pending.delete(decides);
    const { change, edition: proposedIn, registrar } = proposed;
    const facts = { ...wordOf(change, registrar), proposedIn, decided };
    if (decision === 'withdraw') {
      this.#withdrawn.set(decides, at.edition);
      this.directory.pass({ ...facts, ...at, recorded: 'withdrawal', changeId: decides });
      return undefined;
    }
    yield* this.#apply(change, at, { ...facts, recorded: 'approval' });
    return { change, ...at };
  }

  #apply(
    change: RegistryChange,
    at: Pick<Edition, 'edition' | 'recordedAt'>,
    facts: Partial<Edition>,
  ): Generator<void, void> {
    return this.directory.applyInSteps(change, at.edition, at.recordedAt, facts);
  }

  #pass(
    changeId: string,
    recorded: Edition['recorded'],
    at: Pick<Edition, 'edition' | 'recordedAt'>,
    word: Word,
    part?: RegistryChange['part'],
  ): void {
    this.directory.pass({ ...word, ...at, changeId, recorded, ...(part === undefined ? {} : { part }) });
  }
}

/** One change of all its parts. What the first says of the whole counts for it. */
export const wholeOf = (parts: readonly RegistryChange[]): RegistryChange => {
  const [first] = parts;
  if (first === undefined) throw new TypeError('a change has at least one part');
  const { part: _, ...rest } = first;
  return { ...rest, puts: parts.flatMap(({ puts }) => puts), closes: parts.flatMap(({ closes }) => closes) };
};
