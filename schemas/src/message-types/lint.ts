/** Everything that can be said against the folder of a message type before a message is sent with it. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { XmlXPath } from 'libxml2-wasm';
import { nearest } from '../problems/nearest.ts';
import { SchemaError, schemaOf } from '../xml/schema.ts';
import type { SchemaFault } from '../xsd/fault.ts';
import { lintSchemas } from '../xsd/lint.ts';
import { modelOf } from '../xsd/model/read-xsd.ts';
import type { SchemaPlan } from '../xsd/plan.ts';
import { setsOf } from '../xsd/sets.ts';
import { contentMistakes } from './content-mistakes.ts';
import type { MessageTypeManifest, PartRule } from './manifest.ts';
import { messageType } from './message-type.ts';
import { manifestReader } from './read-manifest.ts';
import { ruleFindings } from './rule-findings.ts';
import { runSamples } from './samples.ts';
import { schemasOf } from './type-model.ts';
import { planOfType, readTypeSchemas, type TypeSchemaFiles } from './type-schemas.ts';

/** A finding; errors keep a type from being registered. */
export interface LintFinding {
  readonly severity: 'error' | 'warning';
  /** What it is about, e.g. `missing`, `pattern`, `root`, `sample`. */
  readonly code: string;
  /** Path within the folder of the type. */
  readonly file: string;
  readonly line?: number;
  readonly text: string;
}

/** The outcome; `manifest` where it could be read. */
export interface LintResult {
  readonly folder: string;
  readonly manifest: MessageTypeManifest | undefined;
  readonly findings: readonly LintFinding[];
}

/** Name of the file that makes a folder a message type. */
export const MANIFEST_FILE = 'message-type.yaml';

const ofManifest = (severity: LintFinding['severity'], code: string, text: string, line?: number): LintFinding => ({
  severity,
  code,
  file: MANIFEST_FILE,
  ...(line === undefined ? {} : { line }),
  text,
});

const ofSchema = (
  severity: LintFinding['severity'],
  { code, file, line, text }: Omit<SchemaFault, 'code'> & { code: string },
): LintFinding => ({
  severity,
  code,
  file: code === 'catalog' ? file : file === '.' ? 'schema' : `schema/${file}`,
  ...(line === undefined ? {} : { line }),
  text,
});

const rootsOf = (rule: PartRule): readonly { readonly namespace: string; readonly local: string }[] =>
  rule.collection ?? (rule.root === undefined ? [] : [rule.root]);

/** Pinned roots that the schema does not declare, or that nothing may be. */
const rootFindings = (rule: PartRule, plan: SchemaPlan): readonly LintFinding[] => {
  const model = modelOf(plan);
  return rootsOf(rule).flatMap(({ namespace, local }) => {
    const element = model.element(namespace, local);
    if (element?.abstract === true)
      return [ofManifest('error', 'root', `the root element ${local} is abstract: no document can have it`)];
    if (element !== undefined) return [];
    const meant = nearest(
      local,
      model.elements().map(({ name }) => name.local),
    );
    const others = model.elements().filter(({ name }) => name.local === local || name.local === meant);
    const hint =
      others.length === 0
        ? ''
        : `; there is ${others.map(({ name }) => `{${name.namespace}}${name.local}`).join(', ')}`;
    return [ofManifest('error', 'root', `the schema declares no element {${namespace}}${local}${hint}`)];
  });
};

const isRead = (finding: readonly SchemaFault[]): boolean => finding.length === 0;

/** Findings of one part's schemas, and the files they use. */
const schemaFindings = (
  rule: PartRule,
  files: TypeSchemaFiles,
): { readonly findings: readonly LintFinding[]; readonly used: readonly string[] } => {
  const plan = planOfType(files, schemasOf(rule));
  const used = [...plan.documents.keys()];
  const notes = plan.notes.filter(({ code }) => code !== 'wrapped').map((note) => ofSchema('warning', note));
  if (!isRead(plan.faults))
    return { used, findings: [...notes, ...plan.faults.map((fault) => ofSchema('error', fault))] };
  try {
    schemaOf(plan)[Symbol.dispose]();
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    return {
      used,
      findings: [
        ...notes,
        ...error.faults.map((fault) => ofSchema('error', fault)),
        ...lintSchemas(plan).map((fault) => ofSchema('error', fault)),
      ],
    };
  }
  return {
    used,
    findings: [
      ...notes,
      ...lintSchemas(plan).map((fault) => ofSchema('error', fault)),
      ...togetherFindings(plan),
      ...rootFindings(rule, plan),
    ],
  };
};

/** Compiled as one, schemas that take a document as it is get what others redefine in it. */
const togetherFindings = (plan: SchemaPlan): readonly LintFinding[] => {
  const [first, ...others] = setsOf(plan);
  return others.map(({ entries: [file = ''] }) =>
    ofSchema('error', {
      code: 'not-compilable',
      file,
      text: `it does not go together with ${first?.entries[0]}: one of them redefines what the other takes as it is; make them two parts or two types`,
    }),
  );
};

const xpathFindings = (manifest: MessageTypeManifest): readonly LintFinding[] => {
  const places = [
    ...manifest.equations,
    ...manifest.businessKeys,
    ...(manifest.masked ?? []),
    ...(manifest.neverTo ?? []),
  ];
  return places.flatMap(({ xpath }) => {
    try {
      XmlXPath.compile(xpath, { ...manifest.namespaces }).dispose();
      return [];
    } catch {
      return [ofManifest('error', 'xpath', `${xpath} is no XPath 1.0`)];
    }
  });
};

/** Words that stand where somebody is to write something. */
const PLACEHOLDER = /^(?:\.\.\.|…|-|x+)?$|\bTO[ -]?DO\b|<[^>]*>|^(?:Bitte|Please|Graag) /i;

const textFindings = ({ code, name, description, publisher }: MessageTypeManifest): readonly LintFinding[] =>
  [
    ...(['de', 'en', 'nl'] as const).flatMap((language) => [
      { member: `name.${language}`, text: name[language] },
      { member: `description.${language}`, text: description[language] },
    ]),
    { member: 'publisher.name', text: publisher.name },
  ]
    .filter(({ text }) => text === code || PLACEHOLDER.test((text ?? '').trim()))
    .map(({ member }) =>
      ofManifest(
        'warning',
        'text',
        `${member} still is a placeholder; once it is no draft any more, this version keeps it`,
      ),
    );

/** Where folders are laid out as `<code>/<version>/`, they are what people go by; a copy for the next version tells another. */
const folderFindings = ({ code, version }: MessageTypeManifest, folder: string): readonly LintFinding[] => {
  const [own, above] = [basename(resolve(folder)), basename(dirname(resolve(folder)))];
  if (!/^\d+(\.\d+)+$/.test(own)) return [];
  const told = (what: string): LintFinding => ofManifest('warning', 'folder', `${what}: mend one of them`);
  return [
    ...(own === version ? [] : [told(`the folder is named ${own}, the version stated is ${version}`)]),
    ...(above === code || !/^[\w-]+(\.[\w-]+)+$/.test(above)
      ? []
      : [told(`the folder is below ${above}, the code stated is ${code}`)]),
  ];
};

const dayFindings = ({ state, validFrom, validUntil }: MessageTypeManifest, today: string): readonly LintFinding[] => [
  ...(state === 'active' && validUntil !== undefined && validUntil <= today
    ? [ofManifest('warning', 'validity', `the type is active, but is no longer in force since ${validUntil}`)]
    : []),
  ...(state === 'retired' && validUntil === undefined
    ? [ofManifest('warning', 'validity', 'a retired type has no validUntil')]
    : []),
  ...(validFrom < '2000-01-01'
    ? [ofManifest('warning', 'validity', `validFrom ${validFrom} lies far in the past`)]
    : []),
];

const lineOfSchema = (manifestText: string, entry: string): number | undefined => {
  const at = manifestText.split('\n').findIndex((line) => line.includes(entry));
  return at === -1 ? undefined : at + 1;
};

/** Samples are run only where everything else can be used. */
const sampleFindings = (manifest: MessageTypeManifest, folder: string, at: Date): readonly LintFinding[] => {
  using type = messageType(manifest, folder);
  const results = runSamples(type, { at, language: 'en' });
  const of = (expected: 'valid' | 'invalid') => results.filter((each) => each.expected === expected);
  const parts = manifest.parts.filter((rule) => schemasOf(rule).length > 0 && rule.id !== undefined);
  const without = parts.filter(({ id }) => !of('valid').some(({ part }) => part === id));
  return [
    ...results.flatMap(({ file, faults, warned }): readonly LintFinding[] => [
      ...faults.map((text) => ({ severity: 'error', code: 'sample', file, text }) as const),
      ...warned.map((text) => ({ severity: 'warning', code: 'sample', file, text }) as const),
    ]),
    ...without.map(({ id }) =>
      ofManifest('warning', 'sample', `there is no valid sample of part ${id} in samples/valid`),
    ),
    ...(of('invalid').length === 0 && parts.length > 0
      ? [ofManifest('warning', 'sample', 'there is no invalid sample in samples/invalid')]
      : []),
  ];
};

/** Checks a folder: manifest, schemas, roots, XPaths, rules, texts, days, samples. Writes nothing. */
export const lintMessageType = (folder: string, at: Date): LintResult => {
  const path = join(folder, MANIFEST_FILE);
  if (!existsSync(path))
    return {
      folder,
      manifest: undefined,
      findings: [ofManifest('error', 'manifest', 'there is no message-type.yaml')],
    };
  const text = readFileSync(path, 'utf8');
  const reading = manifestReader()(text);
  if (!reading.ok)
    return {
      folder,
      manifest: undefined,
      findings: reading.places.map(({ line, text: told }) => ofManifest('error', 'manifest', told, line)),
    };
  const { manifest } = reading;
  const findings: LintFinding[] = [
    ...xpathFindings(manifest),
    ...textFindings(manifest),
    ...folderFindings(manifest, folder),
    ...dayFindings(manifest, at.toISOString().slice(0, 10)),
  ];
  const rules = manifest.parts.filter((rule) => schemasOf(rule).length > 0);
  let files: TypeSchemaFiles | undefined;
  try {
    files =
      rules.length === 0
        ? undefined
        : existsSync(join(folder, 'schema'))
          ? readTypeSchemas(folder)
          : { files: new Map() };
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    findings.push(...error.faults.map((fault) => ofSchema('error', fault)));
  }
  if (files !== undefined) {
    const used = new Set<string>();
    for (const rule of rules) {
      const absent = schemasOf(rule).filter((entry) => files.files.has(entry.slice('schema/'.length)) === false);
      for (const entry of absent)
        findings.push(ofManifest('error', 'missing', `there is no file ${entry}`, lineOfSchema(text, entry)));
      if (absent.length > 0) continue;
      const found = schemaFindings(rule, files);
      for (const each of found.used) used.add(each);
      findings.push(...found.findings);
    }
    for (const path of files.files.keys())
      if (/\.xsd$/i.test(path) && !used.has(path))
        findings.push({
          severity: 'warning',
          code: 'unused',
          file: `schema/${path}`,
          text: 'no part uses this schema',
        });
  }
  const isUsable = !findings.some(({ severity }) => severity === 'error');
  if (isUsable) {
    const contents = contentFindings(manifest, folder);
    findings.push(...contents);
    // samples of a type whose lists or rules cannot be read would only say the same again
    if (!contents.some(({ severity }) => severity === 'error')) findings.push(...sampleFindings(manifest, folder, at));
  }
  return { folder, manifest, findings: distinct(findings) };
};

/** Rules and code lists are read when they are first needed: here. What they throw is what is wrong with them. */
const contentFindings = (manifest: MessageTypeManifest, folder: string): readonly LintFinding[] => {
  const { mistakes, warnings } = contentMistakes(manifest, folder);
  const told =
    (severity: 'error' | 'warning') =>
    (text: string): LintFinding => ({ severity, code: 'contents', file: 'message-type.yaml', text });
  if (mistakes.length > 0) return mistakes.map(told('error'));
  return [...warnings.map(told('warning')), ...ruleFindings(manifest, folder)];
};
const distinct = (findings: readonly LintFinding[]): readonly LintFinding[] => [
  ...new Map(findings.map((each) => [`${each.severity}${each.file}:${each.line}:${each.text}`, each])).values(),
];
