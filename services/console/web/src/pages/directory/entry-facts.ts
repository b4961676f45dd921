/** Entries of the registry as lines of name and value, and what differs between two of them. */
import type { RegistryEntry } from '@dienstweg/schemas/directory/change/changes.ts';
import type { EditionShown } from '../../../../src/api/shapes.ts';

type Difference = EditionShown['differences'][number];

/** A value as it stands in an entry, e.g. `channel.url`. */
export interface Fact {
  readonly name: string;
  readonly value: string;
}

const LEFT_OUT: ReadonlySet<string> = new Set(['kind', 'id', 'der']);

const flatten = (name: string, value: unknown): readonly Fact[] => {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) {
    if (value.every((one) => typeof one !== 'object')) return [{ name, value: value.join(', ') }];
    return value.flatMap((one, index) => flatten(`${name}[${index + 1}]`, one));
  }
  if (typeof value === 'object')
    return Object.entries(value).flatMap(([key, one]) => flatten(name === '' ? key : `${name}.${key}`, one));
  return [{ name, value: String(value) }];
};

const textOfValue = (value: unknown): string =>
  flatten('', value)
    .map(({ name, value: text }) => (name === '' ? text : `${name}: ${text}`))
    .join('; ');

/** What an entry says, besides its kind, its id and octets of certificates. */
export const factsOf = (entry: RegistryEntry): readonly Fact[] =>
  flatten('', Object.fromEntries(Object.entries(entry).filter(([key]) => !LEFT_OUT.has(key))));

/** What differs, field by field; of an entry that is new or gone all it says. */
export const changedFacts = ({
  is,
  before,
  after,
  fields,
}: Difference): readonly { readonly name: string; readonly before?: string; readonly after?: string }[] => {
  if (is === 'added' && after !== undefined) return factsOf(after).map(({ name, value }) => ({ name, after: value }));
  return fields
    .filter(({ field }) => !LEFT_OUT.has(field))
    .map((one) => ({
      name: one.field,
      ...(one.before === undefined ? {} : { before: textOfValue(one.before) }),
      ...(one.after === undefined ? {} : { after: textOfValue(one.after) }),
    }))
    .concat(
      is === 'closed' && fields.length === 0 && before !== undefined ? [{ name: before.kind, before: before.id }] : [],
    );
};
