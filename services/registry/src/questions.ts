/** Questions that come over the bus: checked, then answered from the directory in memory. */
import type { RequestContract, RouteAnswer, RouteQuestion } from '@dienstweg/schemas/bus/requests.ts';
import { isDay } from '@dienstweg/schemas/directory/change/change-formats.ts';
import type { RegistryEntry } from '@dienstweg/schemas/directory/change/changes.ts';
import { holdsOn } from '@dienstweg/schemas/directory/day.ts';
import type { Directory } from '@dienstweg/schemas/directory/directory.ts';
import type { EntryPlace } from '@dienstweg/schemas/directory/fold/directory-state.ts';
import { answerRoute } from '@dienstweg/schemas/directory/route/answer-route.ts';
import { parseRegionId, parseServiceId } from '@dienstweg/schemas/identifiers.ts';
import { ProblemError, problem, type Violation, violation } from '@dienstweg/schemas/problems/problem.ts';

/** Answers who is responsible. Throws ProblemError `request-invalid` with every member that is wrong. */
export const answerQuestion = (directory: Directory, question: RouteQuestion, now: Date): RouteAnswer => {
  const wrong = (name: string, value: unknown, expected: string): Violation =>
    violation('request-invalid', `${name}: ${String(value)}`, {
      expected,
      ...(question.language === undefined ? {} : { language: question.language }),
    });
  const violations = [
    ...(parseServiceId(String(question.service)) === undefined
      ? [wrong('service', question.service, 'leika:… (14 digits)')]
      : []),
    ...(parseRegionId(String(question.region)) === undefined
      ? [wrong('region', question.region, 'ars:… (12 digits), nl-gemeente:… (4 digits)')]
      : []),
    ...checkDay(question.at, (value) => wrong('at', value, 'YYYY-MM-DD')),
    ...(question.asKnownAt === undefined || !Number.isNaN(Date.parse(question.asKnownAt))
      ? []
      : [wrong('asKnownAt', question.asKnownAt, 'RFC 3339')]),
  ];
  if (violations.length > 0) throw new ProblemError(problem('request-invalid', { violations }));
  return answerRoute(directory, question, now);
};

const checkDay = (value: unknown, wrong: (value: unknown) => Violation): readonly Violation[] =>
  value === undefined || (typeof value === 'string' && isDay(value)) ? [] : [wrong(value)];

type Export = RequestContract['registryExport'];

const invalid = (name: string, value: unknown, expected: string): never => {
  const violations = [violation('request-invalid', `${name}: ${String(value)}`, { expected })];
  throw new ProblemError(problem('request-invalid', { violations }));
};

/**
 * The directory as it is known now, by kind and id: the same entries in the same order give the same text. With a day
 * the entries in force on it; without one all of them, past and coming ones too, so that it can be imported elsewhere.
 * Asked for a page, some thousand entries as they are stored. Throws ProblemError `request-invalid`, and `too-large`
 * where it does not go into one reply.
 */
export const exportDirectory = (directory: Directory, { at, page }: Export['request']): Export['reply'] => {
  if (checkDay(at, () => violation('request-invalid', '')).length > 0) invalid('at', at, 'YYYY-MM-DD');
  const isWanted = (entry: RegistryEntry): boolean => at === undefined || holdsOn(entry, at);
  if (page !== undefined) return pageOf(directory, page, isWanted);
  const whole = pageOf(directory, {}, isWanted);
  if (whole.next !== undefined) {
    const detail = 'The directory does not go into one reply; ask for it in pages.';
    throw new ProblemError(problem('too-large', { detail }));
  }
  return { ...whole, entries: whole.entries.toSorted(byKindAndId) };
};

/** Octets of the entries of a page: half of what a message of the bus may have. */
const PAGE_BYTES = 4 * 1024 * 1024;
/** So much of the storage is looked at for one page at most, whatever is found in it. */
const PAGE_LOOKED_AT = 100_000;

const placeOf = (after: string | undefined): EntryPlace => {
  if (after === undefined) return { list: 'responsibilities', from: 0 };
  const [, list, from] = /^(responsibilities|others)-(\d{1,10})$/.exec(after) ?? [];
  return list === undefined
    ? invalid('page.after', after, 'next')
    : { list: list as EntryPlace['list'], from: Number(from) };
};

const pageOf = (
  directory: Directory,
  { after, edition = directory.edition }: NonNullable<Export['request']['page']>,
  isWanted: (entry: RegistryEntry) => boolean,
): Omit<Export['reply'], 'entries'> & { readonly entries: RegistryEntry[] } => {
  if (!Number.isSafeInteger(edition) || edition < 0 || edition > directory.edition)
    return invalid('page.edition', edition, `0 … ${directory.edition}`);
  const entries: RegistryEntry[] = [];
  let octets = 0;
  let lookedAt = 0;
  for (const { entry, next } of directory.entriesFrom(placeOf(after), edition)) {
    lookedAt += 1;
    if (isWanted(entry)) {
      entries.push(entry);
      octets += Buffer.byteLength(JSON.stringify(entry));
    }
    if (octets >= PAGE_BYTES || lookedAt >= PAGE_LOOKED_AT)
      return { edition, entries, next: `${next.list}-${next.from}` };
  }
  return { edition, entries };
};

const ORDER: Readonly<Record<RegistryEntry['kind'], number>> = {
  category: 0,
  region: 1,
  service: 2,
  authority: 3,
  succession: 4,
  certificate: 5,
  endpoint: 6,
  responsibility: 7,
  permission: 8,
  activation: 9,
  mandate: 10,
  'approval-rule': 11,
  holiday: 12,
  'message-type': 13,
};

const byKindAndId = (a: RegistryEntry, b: RegistryEntry): number =>
  ORDER[a.kind] - ORDER[b.kind] || (a.id < b.id ? -1 : 1);
