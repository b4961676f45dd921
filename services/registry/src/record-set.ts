/** A change in parts, now that all are here: checked whole, then recorded part by part; the last puts it into effect. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { RecordedReply } from '@dienstweg/schemas/bus/requests.ts';
import type { RegistryChange } from '@dienstweg/schemas/directory/change/changes.ts';
import type { Directory } from '@dienstweg/schemas/directory/directory.ts';
import { decodeStored } from '@dienstweg/schemas/directory/fold/decode.ts';
import { wholeOf } from '@dienstweg/schemas/directory/fold/fold.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';
import { holdContent } from './contents/hold-content.ts';
import { holdFit } from './hold-fit.ts';
import type { CompleteSet } from './record-parts.ts';
import { MOST_UNKNOWN, type RecordNeeds, recordBehindLatest, refuse, repeated } from './record-steps.ts';
import { recordText } from './texts.ts';

/** A million entries are some seconds of work for whoever takes them in. */
const KNOWN_WITHIN_MS = 120_000;

/**
 * Records a complete set. Stopped at any place before the last part it has no effect, and recorded again it begins
 * anew with part 1. Throws as the recorder does.
 */
export const recordSet = async (
  needs: RecordNeeds,
  { jws, last, basis: received }: CompleteSet,
  language: Language,
): Promise<RecordedReply> => {
  const { fold } = needs;
  const { id } = last;
  const lastJws = jws.at(-1);
  if (lastJws === undefined) throw new TypeError('a set has at least one part');
  /** Read anew each time it is looked at: kept, its entries would be in memory twice while the stream brings them. */
  const holdWhole = async (): Promise<void> => {
    const whole = await wholeIn(jws);
    await holdFit(needs, whole, whole.basedOn ?? received, language);
    await holdContent(needs.contents, whole, undefined, language);
  };
  let checked = fold.directory.edition;
  await holdWhole();
  const editions = await storeAllButLast(needs, id, jws.slice(0, -1), language);
  const patient = { ...needs, known: (edition: number) => needs.known(edition, KNOWN_WITHIN_MS) };
  await patient.known(editions.at(-1) ?? 0);
  return await recordBehindLatest(patient, language, async () => {
    const there = await repeated(needs, last, lastJws, language);
    if (there !== undefined) return { answer: there };
    holdOurs(needs, id, editions, language);
    const after = fold.directory.edition;
    if (anyEffectSince(fold.directory, checked)) await holdWhole();
    checked = after;
    return { jws: lastJws, messageId: id, after };
  });
};

/** The change of which these are the parts, verified and read before. Others have their turn between two parts. */
const wholeIn = async (jws: readonly string[]): Promise<RegistryChange> => {
  const parts: RegistryChange[] = [];
  for (const each of jws) {
    const { record } = decodeStored(each);
    if ('puts' in record) parts.push(record);
    await nextTurn();
  }
  return wholeOf(parts);
};

/** Stores the parts before the last, whatever others record between them; resolves with their editions. */
const storeAllButLast = async (
  needs: RecordNeeds,
  id: string,
  parts: readonly string[],
  language: Language,
): Promise<readonly number[]> => {
  const editions: number[] = [];
  const attempt = needs.newId();
  let after = needs.fold.directory.edition;
  let unknown = 0;
  while (editions.length < parts.length) {
    const n = editions.length;
    // an id of this attempt: the same part stored by an earlier one, which was stopped, is not this one
    const published = await needs.store(parts[n] ?? '', `${id}.${n + 1}.${attempt}`, after);
    if (published.ok) {
      editions.push(published.sequence);
      after = published.sequence;
    } else if (published.reason === 'wrong-sequence') {
      after = await needs.lastEdition();
      await needs.known(after, KNOWN_WITHIN_MS);
      holdOurs(needs, id, editions, language);
    } else if (published.reason === 'outcome-unknown' && unknown < MOST_UNKNOWN) unknown += 1;
    else return refuse(published.reason === 'outcome-unknown' ? 'outcome-unknown' : 'broker-unavailable', language);
  }
  return editions;
};

/** Refuses where another process began to record the same set. */
const holdOurs = ({ fold }: RecordNeeds, id: string, editions: readonly number[], language: Language): void => {
  const there = fold.incomplete().find(({ changeId }) => changeId === id)?.editions ?? [];
  if (there.length !== editions.length || there.some((edition, n) => edition !== editions[n]))
    refuse('registry-conflict', language, { detail: recordText('setReplaced', language, { id }) });
};

const anyEffectSince = ({ editions }: Directory, checked: number): boolean => {
  const all = editions.all();
  for (let n = all.length - 1; n >= 0; n -= 1) {
    const each = all[n];
    if (each === undefined || each.edition <= checked) return false;
    if (each.recorded === 'change' || each.recorded === 'approval') return true;
  }
  return false;
};
