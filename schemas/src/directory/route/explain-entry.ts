/** What is told of a responsibility that decides: its days, who recorded it, successors, limits, permissions. */
import type { RouteQuestion } from '../../bus/requests.ts';
import type { AuthorityId } from '../../identifiers.ts';
import type { MessageTypeRef } from '../../message.ts';
import type { Language } from '../../problems/texts.ts';
import type { ResponsibilityEntry } from '../change/changes.ts';
import type { Directory } from '../directory.ts';
import type { When } from '../fold/version.ts';
import { authorityOn, endpointsOn, takesOn } from '../parties.ts';
import { basesAskedFor, isSwitchedOn, permissionsFor } from './permitted.ts';
import type { Say } from './route-texts.ts';
import { standingFor } from './successors.ts';

/** What sentences are made of. */
export interface Telling {
  readonly dir: Directory;
  readonly when: When;
  readonly say: Say;
  readonly named: (authority: AuthorityId) => string;
  readonly language: Language;
  readonly question: RouteQuestion;
}

/** An entry that makes somebody responsible for an area (in words), and what follows from it. */
export const explainEntry = (
  telling: Telling,
  role: string,
  { id, authority, validFrom, validUntil, disclosure }: ResponsibilityEntry,
  area: string,
): readonly string[] => {
  const { dir, when, say, named } = telling;
  const until = validUntil === undefined ? '' : say('explain-until', { until: validUntil });
  const { authority: reader, successions } = standingFor(dir, authority, when);
  return [
    say('explain-area-found', { role, area, entry: id, authority: named(authority), from: validFrom, until }),
    ...explainEdition(telling, role, id),
    ...successions.map((succession) =>
      say('explain-succession', {
        role,
        entry: succession.id,
        from: succession.validFrom,
        predecessor: named(succession.predecessor),
        successor: named(succession.successor),
      }),
    ),
    ...(authorityOn(dir, reader, when) === undefined
      ? [say('reader-unknown', { reader: named(reader), day: when.day })]
      : explainPermission(telling, role, reader)),
    ...(disclosure === undefined ? [] : [say('explain-disclosure', { role, parts: disclosure.join(', ') })]),
  ];
};

/** Who recorded it, when and why; silent where what was known then has been recorded anew since. */
const explainEdition = ({ dir, when, say }: Telling, role: string, id: string): readonly string[] => {
  const edition = dir.editionOfEntry(id);
  if (edition === undefined || edition > (when.edition ?? edition)) return [];
  const recorded = dir.editions.of(edition);
  if (recorded === undefined) return [];
  const { by, reason, recordedAt, decided } = recorded;
  return [
    say('explain-recorded', { role, entry: id, edition, at: recordedAt.toISOString(), by, reason }),
    ...(decided === undefined ? [] : [say('explain-decided', { role, by: decided.by, reason: decided.reason })]),
  ];
};

/** Whether the author that was asked about may send its message there: only with both in the question. */
const explainPermission = (
  { dir, when, say, named, question: { author, messageType, messageTypeVersion: version } }: Telling,
  role: string,
  reader: AuthorityId,
): readonly string[] => {
  if (author === undefined || messageType === undefined) return [];
  const [from, to] = [authorityOn(dir, author, when), authorityOn(dir, reader, when)];
  if (from === undefined) return [say('author-not-in-force', { author, day: when.day })];
  if (to === undefined) return [];
  const { granting, wantingBasis } = permissionsFor(dir, messageType, from, to, when);
  const values = { role, type: messageType, author: named(author), reader: named(reader), day: when.day };
  const [granted] = granting;
  const permission =
    granted !== undefined
      ? say('explain-permitted', { ...values, entry: granted.id })
      : wantingBasis.length > 0
        ? say('explain-permitted-if', { ...values, bases: wantingBasis.flatMap(basesAskedFor).join(' | ') })
        : say('not-permitted', values);
  return [
    permission,
    ...(isSwitchedOn(dir, messageType, from, 'send', when) ? [] : [say('not-sent-here', values)]),
    ...(isSwitchedOn(dir, messageType, to, 'take', when) ? [] : [say('not-taken-here', values)]),
    ...(version === undefined || isTaken(dir, reader, { code: messageType, version }, when)
      ? []
      : [say('reader-version', { ...values, version })]),
  ];
};

const isTaken = (dir: Directory, reader: AuthorityId, type: MessageTypeRef, when: When): boolean =>
  endpointsOn(dir, reader, when).some((endpoint) => takesOn(endpoint, type, when.day));
