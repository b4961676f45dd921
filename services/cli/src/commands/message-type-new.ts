import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { MANIFEST_FILE } from '@dienstweg/schemas/message-types/lint.ts';
import { messageType } from '@dienstweg/schemas/message-types/message-type.ts';
import { manifestReader } from '@dienstweg/schemas/message-types/read-manifest.ts';
import { runSamples } from '@dienstweg/schemas/message-types/samples.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';
import { RulesError } from '@dienstweg/schemas/rules/schematron/mistakes.ts';
import { SchemaError } from '@dienstweg/schemas/xml/schema.ts';
import { faultText } from '@dienstweg/schemas/xsd/fault.ts';
import type { CommandSpec } from '../args/command.ts';
import { usageError } from '../args/parse.ts';
import { readInput } from '../client/read-input.ts';
import { addBrokenSample } from '../message-type/broken-sample.ts';
import { fromSource, type Made, named } from '../message-type/from-source.ts';
import { manifestText } from '../message-type/manifest-text.ts';
import { readmeText } from '../message-type/readme-text.ts';
import { refusal } from '../message-type/refusal.ts';
import { skeleton } from '../message-type/skeleton.ts';
import { takeRules } from '../message-type/take-along.ts';
import { draftFolder, refuseOccupied } from '../message-type/write-type.ts';

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
/** Notes shown to people. */
const MOST_NOTES = 20;
/** What is wrong with one sample is told up to so many faults. */
const MOST_FAULTS = 10;
/** Samples that are given. */
const SAMPLE_BYTES = 16 * 1024 * 1024;
const VERSION = /^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/;

/** All of them, or the first and how many more there are. */
const shortened = (faults: readonly string[]): readonly string[] =>
  faults.length <= MOST_FAULTS
    ? faults
    : [...faults.slice(0, MOST_FAULTS), `… and ${faults.length - MOST_FAULTS} more`];

/** Runs what was written, and adds an invalid sample where one can be made. Samples that fail are told, not hidden. */
const tryOut = (
  folder: string,
  at: Date,
): readonly { readonly file: string; readonly valid: boolean; readonly why?: string; readonly warning?: string }[] => {
  const reading = manifestReader()(readFileSync(join(folder, MANIFEST_FILE), 'utf8'));
  if (!reading.ok) throw new Error(reading.mistakes.join('\n'));
  using type = messageType(reading.manifest, folder);
  const results = runSamples(type, { at, language: 'en' });
  const good = results.filter(({ ok, expected }) => ok && expected === 'valid');
  good.some(({ file }) => addBrokenSample(type, file, at));
  return results.map(({ file, ok, faults, warned }) => ({
    file,
    valid: ok,
    ...(faults.length === 0 ? {} : { why: shortened(faults).join('\n') }),
    ...(warned[0] === undefined ? {} : { warning: warned[0] }),
  }));
};

/** Runs; rules and schemas that do not compile are told as every other fault of a new type. */
const tellingFaults = <T>(work: () => T, language: Language): T => {
  try {
    return work();
  } catch (error) {
    if (error instanceof SchemaError) throw refusal(error.faults, language);
    if (!(error instanceof RulesError)) throw error;
    throw refusal(
      error.mistakes.map((mistake) => ({ ...mistake, file: `rules/${mistake.file}` })),
      language,
    );
  }
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
    rules: { value: 'FILE', text: 'Schematron for its documents, taken with what it includes', multiple: true },
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
    const samplesGiven = input.all('sample').map((file) => readInput(resolve(file), SAMPLE_BYTES));
    const rules = tellingFaults(() => input.all('rules').map(takeRules), cli.language);
    const made: Made =
      from === undefined
        ? { ...skeleton(code, version, about.validFrom), candidates: [], notes: [], samples: [], leftOut: [] }
        : await fromSource(
            from,
            { root: input.text('root'), within: input.text('within'), allRoots: input.flag('roots'), samplesGiven },
            about,
            cli.language,
          );
    const given = samplesGiven.map((octets, index) => [`samples/valid/given-${index + 1}.xml`, octets] as const);
    using draft = draftFolder(
      folder,
      new Map<string, Uint8Array | string>([
        ...made.files,
        ...given,
        ...rules.flatMap(({ files }) => [...files]),
        [MANIFEST_FILE, manifestText({ ...made.type, rules: rules.map(({ main }) => main) })],
        ['README.md', readmeText(code, version)],
      ]),
    );
    const samples = tellingFaults(() => tryOut(draft.path, at), cli.language);
    draft.keep();
    const notMade = made.samples.filter(({ file }) => file === undefined);
    const leftOut = made.leftOut.map(({ schema, faults }) => ({ schema, faults: faults.map(faultText) }));
    const toMend = samples.filter(({ valid }) => !valid).map(({ file }) => file);
    const value = {
      folder,
      code,
      version,
      roots: made.type.roots,
      candidates: made.candidates.map(named),
      schemas: [...made.files.keys()].filter((path) => path.startsWith('schema/')).length,
      leftOut,
      notes: made.notes,
      rules: rules.flatMap(({ files }) => [...files.keys()]),
      codeLists: [...made.files.keys()].filter((path) => path.startsWith('codelists/')).length,
      samples,
      samplesToMend: toMend,
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
      ...(value.codeLists > 0 ? [`  ${value.codeLists} code lists in codelists/`] : []),
      ...rules.map(({ main, files }) => {
        const more = [...files.keys()].filter((path) => path !== main);
        return `  ${main}${more.length === 0 ? '' : `, which includes ${more.join(', ')}`}`;
      }),
      ...leftOut.flatMap(({ schema, faults }) =>
        faults.map((fault) => `  left out: ${fault.startsWith(`${schema}:`) ? '' : `${schema}, because of `}${fault}`),
      ),
      ...made.notes.slice(0, MOST_NOTES).map((note) => `  note: ${note}`),
      ...(made.notes.length > MOST_NOTES ? [`  … and ${made.notes.length - MOST_NOTES} more notes (--json)`] : []),
      ...samples.flatMap(({ file, valid, why, warning }) => [
        `  ${file}: ${valid ? 'as expected' : `NOT as expected: ${why?.replaceAll('\n', '\n      ')}`}`,
        ...(warning === undefined ? [] : [`    with a warning: ${warning}`]),
      ]),
      ...notMade.map(({ root, why }) => `  no sample of ${root}: ${why}`),
      ...(toMend.length === 0
        ? []
        : [
            `The folder can be used, its schemas are in order. By hand: mend or remove ${toMend.join(', ')}; lint and test fail until then.`,
          ]),
      `Next: fill in ${MANIFEST_FILE}, then dienstweg message-type lint ${folder}`,
    ];
    // a document said to be valid that is not: the folder is kept, what is in it shows why
    const isRefused = given.some(([path]) => samples.some(({ file, valid }) => file === path && !valid));
    return { value, text: text.join('\n'), ...(isRefused ? { exitCode: 1 } : {}) };
  },
};
