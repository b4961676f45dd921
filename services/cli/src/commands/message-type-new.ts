import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { MANIFEST_FILE } from '@dienstweg/schemas/message-types/lint.ts';
import { messageType } from '@dienstweg/schemas/message-types/message-type.ts';
import { manifestReader } from '@dienstweg/schemas/message-types/read-manifest.ts';
import { runSamples } from '@dienstweg/schemas/message-types/samples.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';
import { SchemaError } from '@dienstweg/schemas/xml/schema.ts';
import { faultText, type SchemaFault, type SchemaNote } from '@dienstweg/schemas/xsd/fault.ts';
import { lintSchemas } from '@dienstweg/schemas/xsd/lint.ts';
import type { CommandSpec } from '../args/command.ts';
import { usageError } from '../args/parse.ts';
import { addBrokenSample } from '../message-type/broken-sample.ts';
import { collectionOf, type Root, rootsOf } from '../message-type/collection.ts';
import { fromCollection, type MadeSample } from '../message-type/from-collection.ts';
import { manifestText } from '../message-type/manifest-text.ts';
import { readmeText } from '../message-type/readme-text.ts';
import { refusal } from '../message-type/refusal.ts';
import { skeleton, type TypeFiles } from '../message-type/skeleton.ts';
import { readSource, within } from '../message-type/source.ts';
import { draftFolder, refuseOccupied } from '../message-type/write-type.ts';

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
const VERSION = /^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/;

interface Made extends TypeFiles {
  readonly candidates: readonly Root[];
  readonly notes: readonly SchemaNote[];
  readonly samples: readonly MadeSample[];
}

const named = ({ namespace, local }: Pick<Root, 'namespace' | 'local'>): string =>
  namespace === '' ? local : `{${namespace}}${local}`;

/** The roots that are asked for; all candidates where nothing is said. */
const chosenRoots = (asked: string | undefined, all: readonly Root[], candidates: readonly Root[]): readonly Root[] => {
  if (asked === undefined) return candidates;
  const fitting = all.filter((root) => named(root) === asked || root.local === asked);
  if (fitting.length === 1) return fitting;
  const known = (fitting.length > 0 ? fitting : candidates).slice(0, 20).map(named).join(', ');
  throw usageError(
    `--root ${asked}: ${fitting.length === 0 ? 'no such element' : 'several elements have that name'}. There are: ${known}`,
  );
};

/** Two renditions of the same schemas in one archive declare everything twice. */
const withHint = (faults: readonly SchemaFault[]): readonly SchemaFault[] =>
  faults.map((fault, index) =>
    index === 0 && /already (?:exists|defined)|does already exist|redefin/i.test(fault.text)
      ? {
          ...fault,
          text: `${fault.text} If the same schemas are there twice, name the folder of one rendition: --within DIR`,
        }
      : fault,
  );

const fromSource = async (
  from: string,
  asked: string | undefined,
  inside: string | undefined,
  about: { code: string; version: string; validFrom: string },
  language: Language,
): Promise<Made> => {
  const whole = await readSource(from, language);
  const source = inside === undefined ? whole : within(whole, inside);
  const collection = collectionOf(source);
  if (collection.faults.length > 0) throw refusal(collection.faults, language);
  if (collection.plan.entries.length === 0)
    throw refusal([{ file: from, text: 'there is no XML Schema in it' }], language);
  const linted = lintSchemas(collection.plan);
  if (linted.length > 0) throw refusal(linted, language);
  try {
    const { model, all, candidates } = rootsOf(collection);
    const roots = chosenRoots(asked, all, candidates);
    if (roots.length === 0) throw refusal([{ file: from, text: 'no schema declares a global element' }], language);
    return { ...fromCollection(collection, model, roots, about), candidates, notes: collection.notes };
  } catch (error) {
    if (error instanceof SchemaError) throw refusal(withHint(error.faults), language);
    throw error;
  }
};

/** Runs what was written, and adds an invalid sample where one can be made. Samples that fail are told, not hidden. */
const tryOut = (
  folder: string,
  at: Date,
): readonly { readonly file: string; readonly valid: boolean; readonly why?: string }[] => {
  const reading = manifestReader()(readFileSync(join(folder, MANIFEST_FILE), 'utf8'));
  if (!reading.ok) throw new Error(reading.mistakes.join('\n'));
  using type = messageType(reading.manifest, folder);
  const results = runSamples(type, { at, language: 'en' });
  const [good] = results.filter(({ ok, expected }) => ok && expected === 'valid');
  if (good !== undefined) addBrokenSample(type, good.file, at);
  return results.map(({ file, ok, faults }) => ({
    file,
    valid: ok,
    ...(faults[0] === undefined ? {} : { why: faults[0] }),
  }));
};

/** `message-type new NAME`: a type that works at once, empty or from a published collection. */
export const messageTypeNew: CommandSpec = {
  arguments: [{ name: 'NAME', text: 'code of the type, e.g. notice.change' }],
  options: {
    from: { value: 'FOLDER|ZIP|XSD', text: 'schemas to make it from' },
    within: { value: 'DIR', text: 'only this folder of what --from names, e.g. of a ZIP' },
    root: { value: '{NAMESPACE}NAME', text: 'root element of its documents (default: all that may be)' },
    roots: { value: 'all', text: 'all elements that may be the root, as one collection', choices: ['all'] },
    sample: { value: 'FILE', text: 'a valid document, kept as sample', multiple: true },
    version: { value: 'V', text: 'version of the type (default 1.0)' },
    out: { value: 'DIR', text: 'folder that NAME/VERSION is made in (default: here)' },
  },
  examples: [
    'dienstweg message-type new notice.change --out my-types',
    'dienstweg message-type new invoice --from collection.zip --root "{urn:example}Invoice"',
  ],
  run: async (input, cli) => {
    const code = input.argument(0) ?? '';
    const version = input.text('version') ?? '1.0';
    if (!NAME.test(code))
      throw usageError(`"${code}" is no code of a message type: letters, digits, dot, hyphen and underscore.`);
    if (!VERSION.test(version)) throw usageError(`"${version}" is no version.`);
    if (input.text('root') !== undefined && input.text('roots') !== undefined)
      throw usageError('--root and --roots exclude each other.');
    const folder = join(resolve(input.text('out') ?? '.'), code, version);
    refuseOccupied(folder);
    const from = input.text('from');
    if (from !== undefined && !existsSync(from)) throw usageError(`There is no ${from}.`);
    const at = new Date();
    const about = { code, version, validFrom: at.toISOString().slice(0, 10) };
    const made: Made =
      from === undefined
        ? { ...skeleton(code, version, about.validFrom), candidates: [], notes: [], samples: [] }
        : await fromSource(from, input.text('root'), input.text('within'), about, cli.language);
    const given = input
      .all('sample')
      .map((file, index) => [`samples/valid/given-${index + 1}.xml`, readFileSync(resolve(file))] as const);
    using draft = draftFolder(
      folder,
      new Map<string, Uint8Array | string>([
        ...made.files,
        ...given,
        [MANIFEST_FILE, manifestText(made.type)],
        ['README.md', readmeText(code, version)],
      ]),
    );
    const samples = tryOut(draft.path, at);
    draft.keep();
    const notMade = made.samples.filter(({ file }) => file === undefined);
    const notes = made.notes.map(faultText);
    const value = {
      folder,
      code,
      version,
      roots: made.type.roots,
      candidates: made.candidates.map(named),
      schemas: [...made.files.keys()].filter((path) => path.startsWith('schema/')).length,
      notes,
      samples,
      samplesNotMade: notMade,
    };
    const text = [
      `${folder}: ${value.schemas} schemas, ${made.type.roots.length} root${made.type.roots.length === 1 ? '' : 's'}`,
      ...(made.type.roots.length > 1
        ? [
            `  roots: ${made.type.roots.slice(0, 8).map(named).join(', ')}${made.type.roots.length > 8 ? ', …' : ''}`,
            '  one of them alone: --root',
          ]
        : []),
      ...notes.map((note) => `  note: ${note}`),
      ...samples.map(({ file, valid, why }) => `  ${file}: ${valid ? 'as expected' : `NOT as expected: ${why}`}`),
      ...notMade.map(({ root, why }) => `  no sample of ${root}: ${why}`),
      `Next: fill in ${MANIFEST_FILE}, then dienstweg message-type lint ${folder}`,
    ];
    return { value, text: text.join('\n') };
  },
};
