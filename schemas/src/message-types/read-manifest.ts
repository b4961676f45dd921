/** Reading and checking a manifest: all mistakes at once, each with its place in the file. */
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { isOfFamily } from './header-checks.ts';
import type { MessageTypeManifest } from './manifest.ts';
import { MANIFEST_SCHEMA } from './manifest-schema.ts';

/** Whether a text is a manifest; where not, one sentence a mistake. */
export type ManifestReading =
  | { readonly ok: true; readonly manifest: MessageTypeManifest }
  | { readonly ok: false; readonly mistakes: readonly string[] };

const ajv = (): Ajv2020 => {
  const instance = new Ajv2020({ allErrors: true, useDefaults: true, strict: true, strictRequired: false });
  addFormats.default(instance);
  return instance;
};

const sentence = ({ instancePath, message, params, keyword }: ErrorObject): string => {
  const place = instancePath === '' ? 'the manifest' : instancePath.slice(1).replaceAll('/', '.');
  const detail: unknown =
    keyword === 'additionalProperties'
      ? params.additionalProperty
      : keyword === 'enum'
        ? params.allowedValues
        : undefined;
  return `${place} ${message ?? 'is wrong'}${detail === undefined ? '' : `: ${[detail].flat().join(', ')}`}`;
};

/** What the schema cannot say: parts that equations, keys and distribution refer to, prefixes, patterns, days. */
const mistakesOf = (manifest: MessageTypeManifest): string[] => {
  const mistakes: string[] = [];
  const ids = new Set(manifest.parts.flatMap(({ id }) => (id === undefined ? [] : [id])));
  if (ids.size < manifest.parts.filter(({ id }) => id !== undefined).length) mistakes.push('parts: an id stands twice');
  for (const { idPattern } of manifest.parts) {
    try {
      if (idPattern !== undefined) new RegExp(idPattern, 'u');
    } catch {
      mistakes.push(`parts: idPattern ${idPattern} is not a regular expression`);
    }
  }
  const schemaless = (part: string): boolean => {
    const rule = manifest.parts.find(({ id }) => id === part);
    return rule?.schema === undefined && rule?.collection === undefined;
  };
  const placed = [...manifest.equations, ...(manifest.neverTo ?? []), ...manifest.businessKeys];
  const checked = [...(manifest.codeLists ?? []), ...(manifest.din91379 ?? [])];
  for (const { part, xpath } of [...placed, ...(manifest.masked ?? []), ...checked]) {
    if (schemaless(part)) mistakes.push(`${xpath}: there is no part ${part} with a schema`);
    for (const [, prefix = ''] of xpath.matchAll(/([\w-]+):(?!:)/g))
      if (manifest.namespaces[prefix] === undefined) mistakes.push(`${xpath}: prefix ${prefix} is not declared`);
  }
  for (const { part } of [...(manifest.rules ?? []), ...(manifest.assertions ?? [])])
    if (schemaless(part)) mistakes.push(`rules: there is no part ${part} with a schema`);
  for (const { role, parts } of manifest.distribution ?? [])
    for (const part of parts)
      if (!ids.has(part) && !isOfFamily(manifest.parts, part))
        mistakes.push(`distribution: role ${role} is to get part ${part}, which does not exist`);
  if (manifest.validUntil !== undefined && manifest.validUntil <= manifest.validFrom)
    mistakes.push('validUntil must come after validFrom');
  return mistakes;
};

/** Reads `message-type.yaml`. Never throws for what the file says. */
export const manifestReader = (): ((yamlText: string) => ManifestReading) => {
  const validate = ajv().compile<MessageTypeManifest>(MANIFEST_SCHEMA);
  return (yamlText) => {
    let data: unknown;
    try {
      data = parse(yamlText, { schema: 'core' });
    } catch (cause) {
      return { ok: false, mistakes: [cause instanceof Error ? cause.message : String(cause)] };
    }
    if (!validate(data)) return { ok: false, mistakes: (validate.errors ?? []).map(sentence) };
    const manifest: MessageTypeManifest = {
      ...data,
      namespaces: data.namespaces ?? {},
      equations: data.equations ?? [],
      businessKeys: data.businessKeys ?? [],
    };
    const mistakes = mistakesOf(manifest);
    return mistakes.length === 0 ? { ok: true, manifest } : { ok: false, mistakes };
  };
};
