/** Whether a delivery on its way is still for its reader: asked before an attempt, on the directory of that moment. */
import type { AcceptedRecord, RoutedReader } from '../../accepted.ts';
import type { AuthorityId } from '../../identifiers.ts';
import type { AuthorityEntry, ResponsibilityEntry } from '../change/changes.ts';
import { dayOf } from '../day.ts';
import type { Directory } from '../directory.ts';
import type { When } from '../fold/version.ts';
import { regionMeant } from '../keys/regions.ts';
import { authorityMeant } from '../keys/whose-id.ts';
import { authorityOn, environmentOfMessage } from '../parties.ts';
import { isSwitchedOn, permissionsFor } from './permitted.ts';
import { NAMED_READER } from './resolve-readers.ts';
import { serviceOn } from './responsibility-day.ts';
import { findResponsible } from './responsible.ts';
import { standingFor } from './successors.ts';

/** The delivery as it stands; `parts` those it still may disclose. */
export type DeliveryOnItsWay = Pick<RoutedReader, 'authority' | 'role' | 'roles' | 'parts'>;

/** What the record of the message must say. */
export type AcceptedForRerouting = Pick<
  AcceptedRecord,
  'author' | 'messageType' | 'testMessage' | 'service' | 'region'
>;

/** Who is to get the delivery now. The delivery keeps its id. */
export type Rerouting =
  | { readonly to: 'same' }
  | {
      readonly to: 'other';
      readonly reader: AuthorityId;
      /** Never more than it had: the new responsibility's disclosure limit may withhold some. */
      readonly parts: readonly string[];
      readonly because: 'responsibility' | 'succession';
      /** The responsibility; absent where the author named the reader, or only a succession changed. */
      readonly entry?: string;
      readonly successions: readonly string[];
      readonly edition: number;
    }
  | {
      readonly to: 'nobody';
      /**
       * `nobody`: the role has no holder; `several`: more than one; `divided`: the roles of this one delivery have
       * different holders now; `not-permitted`: its new reader may not get it; `withheld`: a limit leaves no part.
       */
      readonly reason: 'nobody' | 'several' | 'divided' | 'not-permitted' | 'withheld';
      readonly edition: number;
    };

/**
 * Who gets a delivery on the day of `at`. A reader with a successor is replaced by it, whatever the service prescribes.
 * A reader by role is looked for anew where the service prescribes the day of delivery. Whoever gets it instead must be
 * permitted to; which legal basis the message states is not asked again. Records without service and region keep the
 * reader they have, but for successions.
 */
export const rerouteOnDelivery = (
  dir: Directory,
  accepted: AcceptedForRerouting,
  delivery: DeliveryOnItsWay,
  at: Date,
): Rerouting => {
  const when: When = { day: dayOf(at) };
  const { edition } = dir;
  const entries = entriesNow(dir, accepted, delivery, when);
  if (entries === undefined) {
    const { authority, successions } = standingFor(dir, delivery.authority, when);
    return judge(dir, accepted, delivery, when, {
      reader: authority,
      parts: delivery.parts,
      because: 'succession',
      successions: successions.map(({ id }) => id),
      edition,
    });
  }
  if (typeof entries === 'string') return { to: 'nobody', reason: entries, edition };
  const standings = entries.map((entry) => standingFor(dir, entry.authority, when));
  const [entry] = entries;
  const [standing] = standings;
  if (entry === undefined || standing === undefined) return { to: 'nobody', reason: 'nobody', edition };
  if (standings.some(({ authority }) => authority !== standing.authority)) {
    return { to: 'nobody', reason: 'divided', edition };
  }
  return judge(dir, accepted, delivery, when, {
    reader: standing.authority,
    parts: delivery.parts.filter((part) => entries.some((each) => each.disclosure?.includes(part) ?? true)),
    because: 'responsibility',
    entry: entry.id,
    successions: standing.successions.map(({ id }) => id),
    edition,
  });
};

/** The entry of each role today; `undefined` where the reader is not looked for anew. */
const entriesNow = (
  dir: Directory,
  { service, region }: AcceptedForRerouting,
  { role, roles }: DeliveryOnItsWay,
  when: When,
): readonly ResponsibilityEntry[] | 'nobody' | 'several' | undefined => {
  if (service === undefined || region === undefined) return undefined;
  if (role === NAMED_READER || roles.includes(NAMED_READER)) return undefined;
  if (serviceOn(dir, service, when)?.responsibilityOn !== 'delivery') return undefined;
  const meant = regionMeant(dir, region, when);
  if (meant === undefined) return 'nobody';
  const found = roles.map((each) => findResponsible(dir, service, each, meant, when));
  if (found.some((entries) => entries.length === 0)) return 'nobody';
  if (found.some((entries) => new Set(entries.map(({ authority }) => authority)).size > 1)) return 'several';
  return found.flatMap(([entry]) => (entry === undefined ? [] : [entry]));
};

const judge = (
  dir: Directory,
  accepted: AcceptedForRerouting,
  { authority }: DeliveryOnItsWay,
  when: When,
  other: Omit<Rerouting & { readonly to: 'other' }, 'to'>,
): Rerouting => {
  if (other.reader === authority) return { to: 'same' };
  const { edition } = other;
  if (other.parts.length === 0) return { to: 'nobody', reason: 'withheld', edition };
  const author = lastKnown(dir, accepted.author, when);
  const reader = authorityOn(dir, other.reader, when);
  return author !== undefined && reader !== undefined && mayGet(dir, accepted, author, reader, when)
    ? { to: 'other', ...other }
    : { to: 'nobody', reason: 'not-permitted', edition };
};

/** The author may have ended since. */
const lastKnown = (dir: Directory, author: AuthorityId, when: When): AuthorityEntry | undefined =>
  authorityOn(dir, author, when) ?? dir.authorities.known(authorityMeant(dir, author, when)).at(-1);

const mayGet = (
  dir: Directory,
  { messageType: { code }, testMessage }: AcceptedForRerouting,
  author: AuthorityEntry,
  reader: AuthorityEntry,
  when: When,
): boolean => {
  const { granting, wantingBasis } = permissionsFor(dir, code, author, reader, when);
  return (
    reader.environment === environmentOfMessage(testMessage) &&
    granting.length + wantingBasis.length > 0 &&
    isSwitchedOn(dir, code, reader, 'take', when)
  );
};
