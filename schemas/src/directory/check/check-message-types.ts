/** A version of a message type goes one way only: draft, active, deprecated, retired; its content is fixed with its first day as no draft. */
import type { ChangedEntry } from '../change/after-change.ts';
import type { MessageTypeEntry } from '../change/changes.ts';
import type { ChangeFinding } from './check-texts.ts';

/** The id of a version's entry: there is one. */
export const messageTypeEntryId = (code: string, version: string): string => `message-type/${code}/${version}`;

/** What is wrong with the entry of a version, alone and against what was known of it. Days before `today` are not touched. */
export const checkMessageTypeEntry = (
  entry: MessageTypeEntry,
  { at, before, closed }: Pick<ChangedEntry, 'at' | 'before' | 'closed'>,
  today: string,
): readonly ChangeFinding[] => {
  const { id, messageTypeCode, version, validFrom, validUntil, deprecatedFrom } = entry;
  const expected = messageTypeEntryId(messageTypeCode, version);
  const outside =
    deprecatedFrom !== undefined &&
    !closed &&
    (deprecatedFrom < validFrom || (validUntil !== undefined && deprecatedFrom >= validUntil));
  return [
    ...(id === expected ? [] : [{ text: 'type-id' as const, at, values: { id }, expected }]),
    ...(outside ? [{ text: 'type-deprecated-outside' as const, at, values: { id, day: deprecatedFrom } }] : []),
    ...(entry.draft === true && entry.digest === undefined
      ? [{ text: 'type-draft-shipped' as const, at, values: { id } }]
      : []),
    ...(before?.kind === 'message-type' ? backwards(before, entry, at, today) : []),
  ];
};

const hasCome = (day: string | undefined, today: string): boolean => day !== undefined && today !== '' && day <= today;

const backwards = (
  before: MessageTypeEntry,
  entry: MessageTypeEntry,
  at: string,
  today: string,
): readonly ChangeFinding[] => {
  const { id } = entry;
  const told = (text: ChangeFinding['text'], day = ''): readonly ChangeFinding[] => [{ text, at, values: { id, day } }];
  if (hasCome(before.validUntil, today))
    return entry.validUntil === before.validUntil ? [] : told('type-retired', before.validUntil);
  const wasDraft = before.draft === true;
  const moved = <K extends 'validFrom' | 'deprecatedFrom'>(member: K): boolean =>
    hasCome(before[member], today) && before[member] !== entry[member];
  return [
    ...(!wasDraft && before.digest !== entry.digest ? told('type-content-fixed') : []),
    ...(!wasDraft && entry.draft === true ? told('type-draft-again') : []),
    ...(!wasDraft && moved('validFrom') ? told('type-day-passed', before.validFrom) : []),
    ...(moved('deprecatedFrom') ? told('type-day-passed', before.deprecatedFrom) : []),
    ...(entry.validUntil !== before.validUntil && entry.validUntil !== undefined && entry.validUntil < today
      ? told('type-ends-in-past', entry.validUntil)
      : []),
  ];
};
