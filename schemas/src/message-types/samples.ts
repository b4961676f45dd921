/** The samples of a type, run: valid ones must be taken, invalid ones refused for what is expected and where. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type AuthorityId, parseAuthorityId, parseMessageId } from '../identifiers.ts';
import type { MessageHeader, PartInfo } from '../message.ts';
import type { Violation } from '../problems/problem.ts';
import type { Language } from '../problems/texts.ts';
import { PAYLOAD_LIMITS } from '../xml/limits.ts';
import { parseXml } from '../xml/parse.ts';
import { nameOfRoot } from '../xml/root-name.ts';
import type { HeaderField, MessageTypeManifest, PartRule } from './manifest.ts';
import type { MessageType } from './message-type.ts';
import { payloadReader } from './payload-values.ts';

/** A violation that is expected: every member given must be that of the violation found. */
export type ExpectedViolation = Readonly<Record<string, string | number>>;

/** What came of one sample. */
export interface SampleResult {
  /** Path within the folder of the type. */
  readonly file: string;
  readonly expected: 'valid' | 'invalid';
  readonly ok: boolean;
  /** Part it was taken as. */
  readonly part?: string;
  readonly violations: readonly Violation[];
  /** Why it is not as expected, one sentence each. */
  readonly faults: readonly string[];
  /** What was found of which nobody said that it is expected, and which refuses nothing, one sentence each. */
  readonly warned: readonly string[];
}

/** An entry of `samples/invalid/expected.yaml`. */
interface Expectation {
  readonly part?: string;
  readonly author?: string;
  readonly reader?: string;
  readonly violations: readonly ExpectedViolation[];
}

const NOBODY = parseAuthorityId('dvdv:xxx:1');
const MESSAGE = parseMessageId('01234567-89ab-4def-8123-456789abcdef');

/** What a payload says of the header, where an equation looks; nothing of a payload that is no XML. */
const saidBy = (manifest: MessageTypeManifest, part: string, octets: Uint8Array): ReadonlyMap<HeaderField, string> => {
  if (manifest.equations.every((equation) => equation.part !== part)) return new Map();
  const parsed = parseXml(octets, { limits: PAYLOAD_LIMITS, language: 'en' });
  if (!parsed.ok) return new Map();
  using reader = payloadReader(manifest.equations, manifest.namespaces);
  try {
    return new Map(reader.read(part, parsed.document).map(({ equation, value }) => [equation.header, value]));
  } finally {
    parsed.document.dispose();
  }
};

/** Why a sample cannot be read at all. */
const notXml = (octets: Uint8Array): string => {
  const parsed = parseXml(octets, { limits: PAYLOAD_LIMITS, language: 'en' });
  if (!parsed.ok) return parsed.violations.map(placeOf).join('; ');
  parsed.document.dispose();
  return 'it is no XML';
};

const hasRoot = ({ root, collection }: PartRule, name: string | undefined): boolean =>
  [...(root === undefined ? [] : [root]), ...(collection ?? [])].some(
    ({ namespace, local }) => `{${namespace}}${local}` === name,
  );

/** The part a payload is meant for: the one that is stated, else the one with its root; `undefined` where none has it. */
export const partFor = (
  manifest: MessageTypeManifest,
  octets: Uint8Array,
  stated: string | undefined,
): string | undefined => {
  if (stated !== undefined) return stated;
  const root = nameOfRoot(octets);
  const rule = manifest.parts.find((each) => hasRoot(each, root));
  return rule?.id ?? rule?.idPattern?.replace(/\(.*|\[.*|\\.*/s, '1');
};

/** A header of the type that says nothing else. */
export const anyHeader = ({ code, version }: MessageTypeManifest, at: Date): MessageHeader => {
  if (MESSAGE === undefined || NOBODY === undefined) throw new Error('identifiers are not of their form');
  return {
    messageId: MESSAGE,
    messageType: { code, version },
    author: NOBODY,
    addressee: { by: 'reader', reader: NOBODY },
    distribution: [],
    processReference: {},
    createdAt: at.toISOString(),
    testMessage: true,
    parts: [],
  };
};

/** Everything a type says against one payload, as far as it concerns that payload alone. */
export const checkSample = (
  type: MessageType,
  sample: { readonly part: string; readonly octets: Uint8Array; readonly author?: string; readonly reader?: string },
  how: { readonly at: Date; readonly language: Language },
): readonly Violation[] => {
  const { part: id, octets } = sample;
  const { manifest } = type;
  const rule =
    manifest.parts.find((each) => each.id === id) ?? manifest.parts.find(({ idPattern }) => idPattern !== undefined);
  const part: PartInfo = {
    id,
    role: rule?.role ?? 'payload',
    mediaType: rule?.mediaType ?? 'application/xml',
    sizeBytes: octets.length,
    digest: '',
    location: 'inline',
  };
  const found = type.checkPart(part, octets, how.language);
  if (found.length > 0) return found;
  const said = saidBy(manifest, id, octets);
  const nobody = anyHeader(manifest, how.at);
  const who = (field: 'author' | 'reader'): AuthorityId =>
    parseAuthorityId(sample[field] ?? said.get(field) ?? '') ?? nobody.author;
  const header: MessageHeader = {
    ...nobody,
    author: who('author'),
    addressee: { by: 'reader', reader: who('reader') },
    parts: [part],
  };
  const payloads = new Map([[id, octets]]);
  const against = type.checkHeader(header, payloads, how.language).filter(({ code }) => code !== 'part-missing');
  return against.length > 0 ? against : type.checkContents(header, payloads, how);
};

const shown = (values: object): string =>
  Object.entries(values)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
const placeOf = ({ code, line, xpath, text }: Violation): string =>
  `${code}${line === undefined ? '' : `, line ${line}`}${xpath === undefined ? '' : `, ${xpath}`}: ${text}`;

const refuses = ({ severity }: Violation): boolean => severity === undefined;

/**
 * What differs between what was expected and what was found; each finding answers one expectation. What refuses nothing
 * need not be expected: a valid sample is one that is taken.
 */
export const differences = (
  expected: readonly ExpectedViolation[],
  found: readonly Violation[],
): Pick<SampleResult, 'faults' | 'warned'> => {
  const left = [...found];
  const missing = expected.filter((each) => {
    const at = left.findIndex((violation) =>
      Object.entries(each).every(([name, value]) =>
        Object.entries(violation).some(([n, v]) => n === name && v === value),
      ),
    );
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
  return {
    faults: [
      ...missing.map((each) => `expected, but not found: ${shown(each)}`),
      ...left.filter(refuses).map((violation) => `found, but not expected: ${placeOf(violation)}`),
    ],
    warned: left.filter((violation) => !refuses(violation)).map(placeOf),
  };
};

const xmlIn = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => /\.xml$/i.test(name))
        .sort()
    : [];

const readExpectations = (
  folder: string,
): { readonly entries: ReadonlyMap<string, Expectation>; readonly fault?: string } => {
  const path = join(folder, 'expected.yaml');
  if (!existsSync(path)) return { entries: new Map() };
  let read: unknown;
  try {
    read = parse(readFileSync(path, 'utf8')) ?? {};
  } catch (cause) {
    return { entries: new Map(), fault: cause instanceof Error ? cause.message : String(cause) };
  }
  const isEntry = (entry: unknown): entry is Expectation =>
    typeof entry === 'object' && entry !== null && 'violations' in entry && Array.isArray(entry.violations);
  const entries = Object.entries(read as Record<string, unknown>);
  const wrong = entries.find(([, entry]) => !isEntry(entry));
  return {
    entries: new Map(entries.flatMap(([name, entry]) => (isEntry(entry) ? [[name, entry] as const] : []))),
    ...(wrong === undefined ? {} : { fault: `${wrong[0]}: a list of violations is missing` }),
  };
};

/** Runs every sample of `samples/valid` and `samples/invalid`. Throws SchemaError where the schemas do not compile. */
export const runSamples = (
  type: MessageType,
  how: { readonly at: Date; readonly language: Language },
): readonly SampleResult[] => {
  const run = (name: string, expectation?: Expectation): SampleResult => {
    const expected = expectation === undefined ? 'valid' : 'invalid';
    const file = `samples/${expected}/${name}`;
    const octets = readFileSync(join(type.folder, file));
    const part = partFor(type.manifest, octets, expectation?.part);
    if (part === undefined) {
      const name = nameOfRoot(octets);
      const faults = [name === undefined ? notXml(octets) : `no part of the type has the root element ${name}`];
      return { file, expected, ok: false, violations: [], faults, warned: [] };
    }
    const { author, reader, violations: wanted = [] } = expectation ?? {};
    const said = { ...(author === undefined ? {} : { author }), ...(reader === undefined ? {} : { reader }) };
    const violations = checkSample(type, { part, octets, ...said }, how);
    const isListed = expectation === undefined || wanted.length > 0;
    const { faults, warned } = isListed
      ? differences(wanted, violations)
      : { faults: ['expected.yaml lists no violation for it'], warned: [] };
    return { file, expected, ok: faults.length === 0, part, violations, faults, warned };
  };
  const invalid = join(type.folder, 'samples', 'invalid');
  const { entries, fault } = readExpectations(invalid);
  const files = new Set([...xmlIn(invalid), ...entries.keys()]);
  const broken = (file: string, text: string): SampleResult => ({
    file,
    expected: 'invalid',
    ok: false,
    violations: [],
    faults: [text],
    warned: [],
  });
  return [
    ...xmlIn(join(type.folder, 'samples', 'valid')).map((name) => run(name)),
    ...(fault === undefined ? [] : [broken('samples/invalid/expected.yaml', fault)]),
    ...[...files].sort().map((name) => {
      const entry = entries.get(name);
      const file = `samples/invalid/${name}`;
      if (entry === undefined) return broken(file, 'expected.yaml does not say what is wrong with it');
      return existsSync(join(invalid, name)) ? run(name, entry) : broken(file, 'it is in expected.yaml, but not there');
    }),
  ];
};
