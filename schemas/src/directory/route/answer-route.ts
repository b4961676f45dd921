/** Who is responsible for a service in a region on a day, as known at a moment, and why. */
import type { RouteAnswer, RouteQuestion } from '../../bus/requests.ts';
import type { RegionId, ServiceId } from '../../identifiers.ts';
import type { Language } from '../../problems/texts.ts';
import type { ResponsibilityEntry } from '../change/changes.ts';
import { dayOf } from '../day.ts';
import type { Directory } from '../directory.ts';
import type { When } from '../fold/version.ts';
import { regionMeant } from '../keys/regions.ts';
import { authorityName, rolesOf } from '../parties.ts';
import { explainRoute } from './explain-route.ts';
import { everResponsible, firstDayAfter } from './later.ts';
import { findResponsible } from './responsible.ts';
import { standingFor } from './successors.ts';

/**
 * Answers a question about responsibility. Without a role: for every role of the service, so that `several` means
 * several roles (recording lets no role have two authorities in one area). An authority with a successor on that day is
 * answered with the successor. A region by AGS means the region of the table that has it. Nobody on that day but somebody later is
 * `later`, with the first day; the readers are then still empty. `edition` is the one the answer rests on.
 */
export const answerRoute = (
  dir: Directory,
  question: RouteQuestion,
  now: Date,
  { language = question.language ?? 'en' }: { readonly language?: Language } = {},
): RouteAnswer => {
  const known = question.asKnownAt === undefined ? undefined : dir.editionKnownAt(new Date(question.asKnownAt));
  const when: When = {
    day: question.at ?? dayOf(now),
    ...(known === undefined || known === dir.edition ? {} : { edition: known }),
  };
  const roles = rolesAsked(dir, question, when);
  const region = regionMeant(dir, question.region, when);
  const found = region === undefined ? [] : roles.flatMap((role) => holders(dir, question.service, role, region, when));
  const validFrom =
    region === undefined || found.length > 0
      ? undefined
      : firstDayAfter(
          roles.flatMap((role) => everResponsible(dir, question.service, role, region, when)),
          when.day,
        );
  return {
    answer: found.length === 0 ? (validFrom === undefined ? 'none' : 'later') : found.length === 1 ? 'one' : 'several',
    readers: found.map((entry) => asReader(dir, entry, when, language, now)),
    edition: known ?? dir.edition,
    ...(validFrom === undefined ? {} : { validFrom }),
    ...(question.explain === true
      ? {
          explanation: explainRoute(dir, question, roles, when, known ?? dir.edition, language, now),
        }
      : {}),
  };
};

const rolesAsked = (dir: Directory, { service, role }: RouteQuestion, when: When): readonly string[] => {
  if (role !== undefined) return [role];
  const declared = rolesOf(dir, service, when) ?? [];
  return [...new Set([...declared, ...dir.responsibilities.rolesOf(service)])];
};

/** Two areas may give a region to the same authority: that is one answer, not several. */
const holders = (
  dir: Directory,
  service: ServiceId,
  role: string,
  region: RegionId,
  when: When,
): readonly ResponsibilityEntry[] =>
  findResponsible(dir, service, role, region, when).filter(
    (entry, n, all) =>
      !entry.region.startsWith('area:') || all.findIndex(({ authority }) => authority === entry.authority) === n,
  );

const asReader = (
  dir: Directory,
  { authority: named, role, id, disclosure }: ResponsibilityEntry,
  when: When,
  language: Language,
  now: Date,
): RouteAnswer['readers'][number] => {
  const { authority, successions } = standingFor(dir, named, when);
  const name = authorityName(dir, authority, language, now);
  return {
    authority,
    ...(name === undefined ? {} : { name }),
    role,
    entry: id,
    ...(successions.length === 0 ? {} : { insteadOf: named, successions: successions.map((each) => each.id) }),
    ...(disclosure === undefined ? {} : { disclosure }),
  };
};
