/** Reading and checking a manifest: all mistakes at once, each with its place in the file. */
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import { nearest } from '../problems/nearest.ts';
import { mayExplode } from './explosive.ts';
import { isOfFamily } from './header-checks.ts';
import type { MessageTypeManifest } from './manifest.ts';
import { MANIFEST_SCHEMA } from './manifest-schema.ts';

/** Whether a text is a manifest; where not, one sentence a mistake. */
export type ManifestReading =
  | { readonly ok: true; readonly manifest: MessageTypeManifest }
  | { readonly ok: false; readonly mistakes: readonly string[]; readonly places: readonly ManifestMistake[] };

/** A mistake with its line in the file, where it has one. */
export interface ManifestMistake {
  readonly line?: number;
  readonly text: string;
}

const ajv = (): Ajv2020 => {
  const instance = new Ajv2020({
    allErrors: true,
    useDefaults: true,
    strict: true,
    strictRequired: false,
    verbose: true,
  });
  addFormats.default(instance);
  return instance;
};

/** Names a schema knows at one place. */
const knownMembers = (schema: unknown): readonly string[] =>
  typeof schema === 'object' && schema !== null && 'properties' in schema && typeof schema.properties === 'object'
    ? Object.keys(schema.properties ?? {})
    : [];

/** What a mistake says beyond ajv's words: the member nobody knows and the one that was meant, the values there are. */
const detailOf = ({ keyword, params, parentSchema, data }: ErrorObject): string => {
  if (keyword === 'additionalProperties') {
    const name = String(params.additionalProperty);
    const known = knownMembers(parentSchema);
    const meant = nearest(name, known);
    return `: ${name}${meant === undefined ? ` (known are ${known.join(', ')})` : `; did you mean ${meant}?`}`;
  }
  if (keyword === 'enum') {
    const values: readonly unknown[] = Array.isArray(params.allowedValues) ? params.allowedValues : [];
    const meant = typeof data === 'string' ? nearest(data, values.map(String)) : undefined;
    return `: ${values.join(', ')}${meant === undefined ? '' : `; did you mean ${meant}?`}`;
  }
  return '';
};

/** Line of what a JSON pointer leads to, or of the nearest thing around it; a member that is not known counts itself. */
const lineOf = ({ instancePath, keyword, params }: ErrorObject, document: Document, lines: LineCounter) => {
  const path = instancePath.split('/').slice(1);
  if (keyword === 'additionalProperties') path.push(String(params.additionalProperty));
  for (; path.length > 0; path.pop()) {
    const node = document.getIn(
      path.map((step) => (/^\d+$/.test(step) ? Number(step) : step)),
      true,
    );
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
};

const sentence = (error: ErrorObject): string => {
  const { instancePath, message } = error;
  const place = instancePath === '' ? 'the manifest' : instancePath.slice(1).replaceAll('/', '.');
  return `${place} ${message ?? 'is wrong'}${detailOf(error)}`;
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
    if (idPattern !== undefined && mayExplode(idPattern))
      mistakes.push(`parts: idPattern ${idPattern} repeats a group with a choice or a repetition in it`);
  }
  const schemaless = (part: string): boolean => {
    const rule = manifest.parts.find(({ id }) => id === part);
    return rule?.schema === undefined && rule?.collection === undefined;
  };
  const placed = [...manifest.equations, ...(manifest.neverTo ?? []), ...manifest.businessKeys];
  const coded = (manifest.codeLists ?? []).map(({ part, xpath, type = '' }) => ({ part, xpath: xpath ?? type }));
  const checked = [...coded, ...(manifest.din91379 ?? [])];
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
    const lines = new LineCounter();
    const document = parseDocument(yamlText, { schema: 'core', lineCounter: lines });
    const refused = (places: readonly ManifestMistake[]): ManifestReading => ({
      ok: false,
      places,
      mistakes: places.map(({ line, text }) => (line === undefined ? text : `line ${line}: ${text}`)),
    });
    if (document.errors.length > 0)
      return refused(
        document.errors.map(({ message, linePos }) => ({
          ...(linePos ? { line: linePos[0].line } : {}),
          text: message,
        })),
      );
    let data: unknown;
    try {
      data = document.toJS({ maxAliasCount: 100 });
    } catch (cause) {
      return refused([{ text: cause instanceof Error ? cause.message : String(cause) }]);
    }
    if (!validate(data))
      return refused(
        (validate.errors ?? []).map((error) => ({ line: lineOf(error, document, lines), text: sentence(error) })),
      );
    const manifest: MessageTypeManifest = {
      ...data,
      namespaces: data.namespaces ?? {},
      equations: data.equations ?? [],
      businessKeys: data.businessKeys ?? [],
    };
    const mistakes = mistakesOf(manifest);
    return mistakes.length === 0 ? { ok: true, manifest } : refused(mistakes.map((text) => ({ text })));
  };
};
