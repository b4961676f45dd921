/** The message types of a running broker: those of the product and those published, as they stand today. */

import type { Names } from '@dienstweg/schemas/directory/change/changes.ts';
import { dayOf, isEmpty } from '@dienstweg/schemas/directory/day.ts';
import type { RegistryFold } from '@dienstweg/schemas/directory/fold/fold.ts';
import type { MessageTypeManifest, MessageTypeState } from '@dienstweg/schemas/message-types/manifest.ts';
import { standingOfManifest, stateOn, type TypeStanding } from '@dienstweg/schemas/message-types/standing.ts';

/** One version. */
export interface ListedType {
  readonly code: string;
  readonly version: string;
  readonly name: Names;
  readonly state: MessageTypeState;
  readonly validFrom: string;
  readonly validUntil?: string;
  readonly deprecatedFrom?: string;
  readonly origin: 'product' | 'published';
  /** Who said so last, why, and in which edition; absent where the registry says nothing of it. */
  readonly edition?: number;
  readonly by?: string;
  readonly reason?: string;
  readonly digest?: string;
}

/** A version that waits for a second registrar. */
export interface PendingType {
  readonly change: string;
  readonly code: string;
  readonly version: string;
  readonly by: string;
}

const listed = (
  about: Pick<ListedType, 'code' | 'version' | 'name' | 'origin'>,
  standing: TypeStanding,
  day: string,
): ListedType => {
  const { validFrom, validUntil, deprecatedFrom } = standing;
  return {
    ...about,
    state: stateOn(standing, day),
    validFrom,
    ...(validUntil === undefined ? {} : { validUntil }),
    ...(deprecatedFrom === undefined ? {} : { deprecatedFrom }),
  };
};

/** Types of the product alone, as their manifests say. */
export const typesOfProduct = (manifests: readonly MessageTypeManifest[], at: Date): readonly ListedType[] =>
  manifests.map((manifest) => {
    const { code, version, name } = manifest;
    return listed({ code, version, name, origin: 'product' }, standingOfManifest(manifest), dayOf(at));
  });

/** By code and version; what the registry says takes the place of what a manifest says. */
export const typesOfBroker = (
  { directory }: Pick<RegistryFold, 'directory'>,
  manifests: readonly MessageTypeManifest[],
  at: Date,
): readonly ListedType[] => {
  const types = new Map(typesOfProduct(manifests, at).map((type) => [`${type.code}/${type.version}`, type]));
  for (const key of directory.messageTypes.keys())
    for (const entry of directory.messageTypes.known(key)) {
      // taken back before its first day it says nothing of a type that comes with the product
      if (entry.digest === undefined && isEmpty(entry)) continue;
      const { messageTypeCode: code, version, names: name, digest, draft = false } = entry;
      const edition = directory.editionOfEntry(entry.id) ?? 0;
      const { by, reason } = directory.editions.of(edition) ?? {};
      types.set(`${code}/${version}`, {
        ...listed(
          { code, version, name, origin: digest === undefined ? 'product' : 'published' },
          { ...entry, draft },
          dayOf(at),
        ),
        edition,
        ...(by === undefined ? {} : { by }),
        ...(reason === undefined ? {} : { reason }),
        ...(digest === undefined ? {} : { digest }),
      });
    }
  return [...types].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, type]) => type);
};

/** What waits for a second registrar. */
export const pendingTypes = (fold: Pick<RegistryFold, 'pending'>): readonly PendingType[] =>
  fold
    .pending()
    .flatMap(({ change: { id, by, puts } }) =>
      puts.flatMap((entry) =>
        entry.kind === 'message-type' ? [{ change: id, code: entry.messageTypeCode, version: entry.version, by }] : [],
      ),
    );
