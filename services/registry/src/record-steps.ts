/** What every way of recording does: hold against what changed meanwhile, store behind what was checked, repeat. */
import type { RegistrarIdentity, RegistryChangeVerdict } from '@dienstweg/certs/jws/registry-change.ts';
import type { Published } from '@dienstweg/infra/bus/publish.ts';
import type { RecordedReply } from '@dienstweg/schemas/bus/requests.ts';
import type { RegistryChange, RegistryRecord } from '@dienstweg/schemas/directory/change/changes.ts';
import type { RecordRead } from '@dienstweg/schemas/directory/change/read-record.ts';
import type { Directory } from '@dienstweg/schemas/directory/directory.ts';
import { payloadSegment } from '@dienstweg/schemas/directory/fold/decode.ts';
import type { RegistryFold } from '@dienstweg/schemas/directory/fold/fold.ts';
import type { ProblemCode } from '@dienstweg/schemas/problems/codes.ts';
import { type ProblemDetails, ProblemError, problem, type Violation } from '@dienstweg/schemas/problems/problem.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';
import type { ContentNeeds } from './contents/hold-content.ts';
import { recordText } from './texts.ts';

/** What recording needs from outside. */
export interface RecordNeeds {
  readonly fold: RegistryFold;
  readonly verify: (jws: string, language: Language) => RegistryChangeVerdict;
  readonly read: (octets: Uint8Array, language: Language) => RecordRead;
  /** Everything that stands against a whole change. */
  readonly check: (directory: Directory, change: RegistryChange, language: Language) => Promise<readonly Violation[]>;
  /** Who may change the registry now. */
  readonly registrars: () => readonly RegistrarIdentity[];
  /** Stores the record if `after` is the last edition. */
  readonly store: (jws: string, messageId: string, after: number) => Promise<Published>;
  /** The compact JWS recorded as an edition; `undefined` where there is none. */
  readonly stored: (edition: number) => Promise<string | undefined>;
  /** The last edition in the stream, known here or not. */
  readonly lastEdition: () => Promise<number>;
  /** Resolves when the edition is known here, or after `timeoutMs` (default: some seconds). */
  readonly known: (edition: number, timeoutMs?: number) => Promise<unknown>;
  readonly newId: () => string;
  /** Contents of message types. */
  readonly contents: ContentNeeds;
}

/** Refuses with a problem. */
export const refuse = (code: ProblemCode, language: Language, details: ProblemDetails = {}): never => {
  throw new ProblemError(problem(code, { language, ...details }));
};

const MOST_ATTEMPTS = 20;
/** Times a record is stored again whose fate is not known. */
export const MOST_UNKNOWN = 3;

/** The last edition in the stream; `outcome-unknown` where it cannot be asked for. */
const lastKnown = ({ lastEdition }: RecordNeeds, language: Language): Promise<number> =>
  lastEdition().catch(() => refuse('outcome-unknown', language));

/** One try: an answer that is there already, or what to store behind the edition it was checked against. */
export type Try =
  | { readonly answer: RecordedReply }
  | { readonly jws: string; readonly messageId: string; readonly after: number };

/**
 * Tries again while somebody else is faster, and resolves once what was stored is known here. Throws ProblemError:
 * whatever a try throws, `registry-conflict` after too many of them, `broker-unavailable`, `outcome-unknown`.
 */
export const recordBehindLatest = async (
  needs: RecordNeeds,
  language: Language,
  next: () => Promise<Try>,
): Promise<RecordedReply> => {
  let unknown = 0;
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const tried = await next();
    if ('answer' in tried) return tried.answer;
    const published = await needs.store(tried.jws, tried.messageId, tried.after);
    if (published.ok) {
      await needs.known(published.sequence);
      // what was stored is there now: the next try finds it, and holds it against what was sent
      if (!published.duplicate) return standingReply(needs.fold, published.sequence);
    } else if (published.reason === 'wrong-sequence') await needs.known(await needs.lastEdition());
    else if (published.reason === 'outcome-unknown' && unknown < MOST_UNKNOWN) {
      // the next try finds it if it was stored after all, or stores it under the same id
      unknown += 1;
      await needs.known(await lastKnown(needs, language));
    } else return refuse(published.reason === 'outcome-unknown' ? 'outcome-unknown' : 'broker-unavailable', language);
  }
  const { edition } = needs.fold.directory;
  return refuse('registry-conflict', language, { detail: recordText('alwaysLater', language, { edition }) });
};

const standingReply = (fold: RegistryFold, edition: number): RecordedReply =>
  fold.directory.editions.of(edition)?.recorded === 'proposal' ? { edition, pending: true } : { edition };

/**
 * The answer to a record that is there already: the first one again, if it says the same (signed anew it differs, its
 * content does not); `undefined` where it is not there. Throws `registry-conflict` for another one under its id, and
 * for a change that was withdrawn.
 */
export const repeated = async (
  { fold, stored }: RecordNeeds,
  record: RegistryRecord,
  jws: string,
  language: Language,
): Promise<RecordedReply | undefined> => {
  const standing = fold.standingOf(record.id);
  if (standing === undefined || standing.state === 'incomplete') return undefined;
  const { edition, state } = standing;
  if (state === 'withdrawn')
    return refuse('registry-conflict', language, {
      detail: recordText('withdrawn', language, { edition, id: record.id }),
    });
  const first = await stored(recordedIn(fold, record, edition));
  if (first !== undefined && payloadSegment(first) === payloadSegment(jws))
    return state === 'pending' ? { edition, pending: true } : { edition };
  return refuse('registry-conflict', language, { detail: recordText('idUsed', language, { edition, id: record.id }) });
};

/** The edition whose record is to be compared: of what was approved that of the proposal, of a part that of the same part. */
const recordedIn = ({ directory }: RegistryFold, record: RegistryRecord, edition: number): number => {
  if ('decides' in record) return edition;
  const recorded = directory.editions.of(edition)?.proposedIn ?? edition;
  const { part } = record;
  if (part === undefined || part.n === part.of) return recorded;
  const same = directory.editions
    .all()
    .findLast((each) => each.changeId === record.id && each.part?.n === part.n && each.edition < recorded);
  return same?.edition ?? recorded;
};
