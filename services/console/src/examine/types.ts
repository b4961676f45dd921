/** Message types as pages show them, from their folders. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { nameIn } from '@dienstweg/schemas/directory/parties.ts';
import type { MessageTypeCatalog } from '@dienstweg/schemas/message-types/catalog.ts';
import type { MessageType } from '@dienstweg/schemas/message-types/message-type.ts';
import { checkSample } from '@dienstweg/schemas/message-types/samples.ts';
import { countsOn, stateOn } from '@dienstweg/schemas/message-types/standing.ts';
import { nameOfRoot } from '@dienstweg/schemas/xml/root-name.ts';
import type { MessageTypeShown } from '../api/shapes/message-types.ts';
import type { Questions, TypeTold } from './protocol.ts';

const SAMPLE = /^[\w.-]{1,150}\.xml$/i;

const samplesIn = (folder: string): MessageTypeShown['samples'] =>
  (['valid', 'invalid'] as const).flatMap((kind) => {
    const at = join(folder, 'samples', kind);
    return existsSync(at)
      ? readdirSync(at)
          .filter((name) => SAMPLE.test(name))
          .sort()
          .map((name) => ({ name, valid: kind === 'valid', sizeBytes: statSync(join(at, name)).size }))
      : [];
  });

/** Every type there is. */
export const typesTold = (catalog: MessageTypeCatalog, { day, language }: Questions['types']['ask']): TypeTold[] => {
  const all = catalog.standings();
  return all.map(({ type: { manifest, folder }, standing }): TypeTold => {
    const { code, version, parts, limits, retry, retention, businessKeys } = manifest;
    const { validFrom, validUntil } = standing;
    return {
      code,
      version,
      name: nameIn(manifest.name, language),
      description: nameIn(manifest.description, language),
      state: stateOn(standing, day),
      inForce: countsOn(standing, day),
      validFrom,
      ...(validUntil === undefined ? {} : { validUntil }),
      publisher: manifest.publisher.name,
      parts: parts.map(({ id, idPattern, role, mediaType, required, schema, limitBytes }) => ({
        id: id ?? idPattern ?? '',
        role,
        mediaType,
        required,
        ...(schema === undefined ? {} : { schema }),
        ...(limitBytes === undefined ? {} : { limitBytes }),
      })),
      limits,
      retryDays: retry.maxDays,
      retentionDays: retention.contentDays,
      businessKeys: businessKeys.map(({ name }) => name),
      samples: samplesIn(folder),
      otherVersions: all.flatMap(({ type }) =>
        type.manifest.code === code && type.manifest.version !== version ? [type.manifest.version] : [],
      ),
    };
  });
};

const typeOf = (
  catalog: MessageTypeCatalog,
  { code, version }: { readonly code: string; readonly version: string },
): MessageType | undefined =>
  catalog.standings().find(({ type: { manifest } }) => manifest.code === code && manifest.version === version)?.type;

/** The octets of a sample; a name is looked up among those there are and never made a path of by itself. */
export const sampleOf = (catalog: MessageTypeCatalog, asked: Questions['sample']['ask']): Uint8Array | undefined => {
  const type = typeOf(catalog, asked);
  const sample = type && samplesIn(type.folder).find(({ name }) => name === asked.name);
  return type && sample && readFileSync(join(type.folder, 'samples', sample.valid ? 'valid' : 'invalid', sample.name));
};

/** Everything a type says against a payload. */
export const validated = (
  catalog: MessageTypeCatalog,
  asked: Questions['validate']['ask'],
): Questions['validate']['answer'] => {
  const type = typeOf(catalog, asked);
  if (type === undefined) return 'type-unknown';
  const { parts } = type.manifest;
  const root = nameOfRoot(asked.octets);
  const part =
    asked.part ??
    parts.find(({ root: one, collection = [] }) =>
      [...(one === undefined ? [] : [one]), ...collection].some(
        ({ namespace, local }) => `{${namespace}}${local}` === root,
      ),
    )?.id ??
    parts.find(({ role, id }) => role === 'payload' && id !== undefined)?.id;
  if (part === undefined) return 'part-unknown';
  const findings = checkSample(
    type,
    { part, octets: asked.octets },
    { at: new Date(asked.atMs), language: asked.language },
  );
  return { valid: findings.every(({ severity }) => severity !== undefined), part, findings };
};
