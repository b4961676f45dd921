/** Message types that were published to the broker of a home, as its gateway unpacked them: there also when nothing runs. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Home, publishedTypesOf } from '@dienstweg/infra/home.ts';
import { isThere } from '@dienstweg/infra/is-there.ts';
import type { PublishedType } from '@dienstweg/schemas/message-types/catalog.ts';
import { MANIFEST_FILE } from '@dienstweg/schemas/message-types/lint.ts';
import type { MessageTypeManifest } from '@dienstweg/schemas/message-types/manifest.ts';
import { manifestReader } from '@dienstweg/schemas/message-types/read-manifest.ts';
import { standingOfManifest } from '@dienstweg/schemas/message-types/standing.ts';

interface Unpacked {
  readonly folder: string;
  readonly manifest: MessageTypeManifest;
}

/** The oldest first, so that of a draft the last content counts. What cannot be read is passed over. */
const unpackedIn = (home: Home): readonly Unpacked[] => {
  const root = publishedTypesOf(home);
  if (!isThere(root)) return [];
  const read = manifestReader();
  return readdirSync(root)
    .filter((name) => /^[0-9a-f]{64}$/.test(name))
    .map((name) => join(root, name))
    .filter((folder) => isThere(join(folder, MANIFEST_FILE)))
    .sort((a, b) => statSync(a).mtimeMs - statSync(b).mtimeMs)
    .flatMap((folder) => {
      const reading = read(readFileSync(join(folder, MANIFEST_FILE), 'utf8'));
      return reading.ok ? [{ folder, manifest: reading.manifest }] : [];
    });
};

/** When they count, their manifests say: what the registry says later is not known here. */
export const publishedTo = (home: Home): readonly PublishedType[] =>
  unpackedIn(home).map(({ folder, manifest }) => {
    const { code, version } = manifest;
    return { code, version, folder, standing: standingOfManifest(manifest) };
  });

/** Their manifests; of a draft that was published again and again the last. */
export const manifestsPublishedTo = (home: Home): readonly MessageTypeManifest[] =>
  unpackedIn(home)
    .map(({ manifest }) => manifest)
    .reverse();
