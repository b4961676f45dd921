/** Who may send what to whom, and for which legal basis; and for whom a message type is switched on. */
import type { MessageHeader } from '../../message.ts';
import type { ActivationEntry, AuthorityEntry, PartyPattern, PermissionEntry } from '../change/changes.ts';
import { isEmpty } from '../day.ts';
import type { Directory } from '../directory.ts';
import type { When } from '../fold/version.ts';
import { withSuperiors } from '../keys/whose-id.ts';

/** Whether an authority falls under a pattern: it is named, or its category is the named one or below it. */
export const matchesParty = (pattern: PartyPattern, entry: AuthorityEntry): boolean =>
  'authority' in pattern
    ? pattern.authority === entry.authority || entry.otherIds?.includes(pattern.authority) === true
    : entry.category === pattern.category || entry.category.startsWith(`${pattern.category}/`);

/** What a message states as its legal basis; absent: nothing. */
export type StatedBasis = MessageHeader['legalBasis'];

/** Permissions in force between two authorities, divided by whether the message states a basis that they ask for. */
export interface Permissions {
  readonly granting: readonly PermissionEntry[];
  /** These would permit it if the message stated one of their legal bases or purposes. */
  readonly wantingBasis: readonly PermissionEntry[];
}

/** Permissions for messages of a type from one authority to another, each of which is asked for itself. */
export const permissionsFor = (
  dir: Directory,
  messageTypeCode: string,
  from: AuthorityEntry,
  to: AuthorityEntry,
  when: When,
  basis?: StatedBasis,
): Permissions => {
  const between = dir.permissions
    .inForce(messageTypeCode, when)
    .filter((permission) => matchesParty(permission.from, from) && matchesParty(permission.to, to));
  return {
    granting: between.filter((permission) => satisfies(permission, basis)),
    wantingBasis: between.filter((permission) => !satisfies(permission, basis)),
  };
};

/** Whether `from` may send messages of a type to `to`; without a permission in force nobody may. */
export const maySend = (
  dir: Directory,
  messageTypeCode: string,
  from: AuthorityEntry,
  to: AuthorityEntry,
  when: When,
  basis?: StatedBasis,
): boolean => permissionsFor(dir, messageTypeCode, from, to, when, basis).granting.length > 0;

/** What a permission asks for; empty where it asks for nothing. */
export const basesAskedFor = ({ legalBases = [], purposes = [] }: PermissionEntry): readonly string[] => [
  ...legalBases,
  ...purposes,
];

const satisfies = (permission: PermissionEntry, basis: StatedBasis): boolean => {
  const { legalBases, purposes } = permission;
  if (legalBases === undefined && purposes === undefined) return true;
  return isAmong(basis?.text, legalBases) || isAmong(basis?.purpose, purposes);
};

/** The same words: however they are spaced, and whichever form of their characters is used. */
const isAmong = (stated: string | undefined, asked: readonly string[] | undefined): boolean =>
  stated !== undefined && asked?.some((each) => plain(each) === plain(stated)) === true;

const plain = (text: string): string => text.normalize('NFC').replace(/\s+/gu, ' ').trim();

/**
 * Whether a message type is switched on for an authority: while none of its activations has begun, for everybody;
 * from the first day of the first one on only where one in force covers the authority, or one of which it is a
 * department. An activation that was withdrawn never began.
 */
export const isSwitchedOn = (
  dir: Directory,
  messageTypeCode: string,
  entry: AuthorityEntry,
  direction: 'send' | 'take',
  when: When,
): boolean => {
  const registered = dir.activations.known(messageTypeCode, when.edition);
  const hasBegun = registered.some((each) => each.validFrom <= when.day && !isEmpty(each));
  return !hasBegun || activationFor(dir, messageTypeCode, entry, direction, when) !== undefined;
};

/** The activation in force that covers an authority; `undefined` where there is none. */
export const activationFor = (
  dir: Directory,
  messageTypeCode: string,
  entry: AuthorityEntry,
  direction: 'send' | 'take',
  when: When,
): ActivationEntry | undefined => {
  const inForce = dir.activations.inForce(messageTypeCode, when);
  if (inForce.length === 0) return undefined;
  const superiors = withSuperiors(dir, entry, when);
  return inForce.find(
    ({ who, direction: switched }) =>
      (switched === 'both' || switched === direction) &&
      ('category' in who ? matchesParty(who, entry) : superiors.some((each) => matchesParty(who, each))),
  );
};
