/** Message types that entries name and nobody has published: legitimate ahead of the publication, mistyped more often. Pure. */
import type { RegistryEntry } from '@dienstweg/schemas/directory/change/changes.ts';
import { nearest } from '@dienstweg/schemas/problems/nearest.ts';
import type { ListedType } from '../message-type/broker-types.ts';

type KnownType = Pick<ListedType, 'code' | 'version'>;

const namedIn = (entry: RegistryEntry): readonly { readonly code: string; readonly version?: string }[] => {
  if (entry.kind === 'endpoint') return entry.takes;
  return entry.kind === 'permission' || entry.kind === 'activation' ? [{ code: entry.messageTypeCode }] : [];
};

/** Whether an entry names message types. */
export const namesTypes = (entry: RegistryEntry): boolean => namedIn(entry).length > 0;

/** A sentence for each one, once. */
export const unknownTypes = (entries: readonly RegistryEntry[], known: readonly KnownType[]): readonly string[] => {
  const codes = [...new Set(known.map(({ code }) => code))];
  const sentences = entries.flatMap(namedIn).flatMap(({ code, version }) => {
    const versions = known.filter((each) => each.code === code).map((each) => each.version);
    if (versions.length === 0) {
      const meant = nearest(code, codes);
      return [`No message type ${code} is known here.${meant === undefined ? '' : ` Did you mean ${meant}?`}`];
    }
    return version === undefined || versions.includes(version)
      ? []
      : [`No version ${version} of ${code} is known here; there is ${versions.join(', ')}.`];
  });
  return [...new Set(sentences)];
};
