/** A message type at work: its schemas, rules and XPaths compiled before or at first use, and kept. */
import type { XmlDocument } from 'libxml2-wasm';
import { codeReader } from '../codelists/code-checks.ts';
import { codeListFolder } from '../codelists/list-folder.ts';
import { characterRules } from '../din91379/character-rules.ts';
import type { MessageTypeChecks } from '../examine/needs.ts';
import { type JsonRule, jsonRules } from '../json-view/json-rules.ts';
import type { MessageHeader, PartInfo } from '../message.ts';
import { type Violation, violation } from '../problems/problem.ts';
import { shorten } from '../problems/say.ts';
import type { Language } from '../problems/texts.ts';
import { typeRules } from '../rules/type-rules.ts';
import { PAYLOAD_LIMITS } from '../xml/limits.ts';
import { parseXml } from '../xml/parse.ts';
import { type BusinessKeyReader, businessKeyReader } from './business-keys.ts';
import { type ContentChecks, contentChecks, type DocumentRules } from './content-checks.ts';
import { contradictions, contradicts, distributionAgainstType, partsAgainstType } from './header-checks.ts';
import { type CompiledTypes, keepCompiled } from './keep-compiled.ts';
import type { MessageTypeManifest, PartRule, PinnedRoot } from './manifest.ts';
import { ruleOf } from './part-rule.ts';
import { namedIn, type PayloadReader, type PayloadValue, type PlacedValue, payloadReader } from './payload-values.ts';
import * as texts from './texts.ts';
import { schemasOf, typeModels } from './type-model.ts';

export { schemasOf } from './type-model.ts';

/** A message type of the catalog. Dispose of it when it is replaced. */
export interface MessageType extends MessageTypeChecks, Disposable {
  readonly checkContents: NonNullable<MessageTypeChecks['checkContents']>;
  readonly manifest: MessageTypeManifest;
  /** Folder of the type. */
  readonly folder: string;
  /** Compiles everything its messages need. Throws SchemaError, RulesError or Error where something does not compile. */
  prepare(): void;
}

/** Whether a part is announced as its rule says. */
const announcedRightly = (part: PartInfo, rule: PartRule, language: Language): readonly Violation[] => {
  const place = { language, part: part.id };
  const is = `${part.role} (${part.mediaType})`;
  const expected = `${rule.role} (${rule.mediaType})`;
  const { limitBytes } = rule;
  return [
    ...(is === expected
      ? []
      : [violation('schema-violation', texts.partOtherwise(part.id, is, expected)[language], { ...place, expected })]),
    ...(limitBytes === undefined || part.sizeBytes <= limitBytes
      ? []
      : [violation('too-large', texts.beyondLimit('Octets', part.sizeBytes, limitBytes)[language], place)]),
  ];
};

/** The roots a payload may have. */
const rootsOf = ({ root, collection }: PartRule): readonly PinnedRoot[] =>
  collection ?? (root === undefined ? [] : [root]);

/** The root is pinned: a schema alone takes any of its global elements. */
const rootFault = (document: XmlDocument, rule: PartRule, part: PartInfo, language: Language): readonly Violation[] => {
  const { root } = document;
  const is = `{${root.namespaceUri}}${root.name}`;
  const roots = rootsOf(rule);
  const expected = roots.map(({ namespace, local }) => `{${namespace}}${local}`);
  return expected.includes(is)
    ? []
    : [
        violation('schema-violation', texts.rootOtherwise(is, shorten(expected.join(', '), 300))[language], {
          language,
          part: part.id,
          line: root.line,
          xpath: `/${root.name}`,
          expected: shorten(expected.join(', '), 300),
        }),
      ];
};

/** What a type checks beyond schemas, by what its manifest and folder hold. */
const contentChecksOf = (manifest: MessageTypeManifest, folder: string): ContentChecks => {
  const { namespaces, codeLists = [], din91379 = [], schemaCodes = 'known' } = manifest;
  const rules: DocumentRules[] = [];
  if ((manifest.rules ?? []).length > 0 || (manifest.assertions ?? []).length > 0)
    rules.push(typeRules(manifest, folder));
  if (din91379.length > 0) rules.push(characterRules(din91379, namespaces));
  const modelOf = typeModels(manifest, folder);
  const jsonSchemas = manifest.parts.flatMap(({ id: part, jsonSchema: schema }): readonly JsonRule[] =>
    part === undefined || schema === undefined ? [] : [{ part, schema, model: () => modelOf(part) }],
  );
  if (jsonSchemas.length > 0) rules.push(jsonRules(jsonSchemas, folder, namespaces));
  const lists = codeListFolder(folder);
  const partsWithSchema = manifest.parts.flatMap((rule) =>
    rule.id === undefined || schemasOf(rule).length === 0 ? [] : [rule.id],
  );
  const hasCodes = codeLists.length > 0 || schemaCodes === 'all' || (schemaCodes !== 'off' && lists.heads.length > 0);
  return contentChecks(
    rules,
    hasCodes ? codeReader({ codeLists, schemaCodes, namespaces, modelOf }, lists, partsWithSchema) : undefined,
  );
};

/**
 * The type of a folder, its manifest read and checked. Nothing is compiled yet; what is then is kept in `kept`, of
 * which many types may have one.
 */
export const messageType = (
  manifest: MessageTypeManifest,
  folder: string,
  kept: CompiledTypes = keepCompiled(),
): MessageType => {
  let reader: PayloadReader | undefined;
  let keyReader: BusinessKeyReader | undefined;
  /** Values read while a part's document was open for its schema; kept as long as the octets are. */
  const valuesOf = new WeakMap<Uint8Array, readonly PayloadValue[]>();

  const checks = (): ContentChecks =>
    kept.contentsOf(folder, () => {
      const made = contentChecksOf(manifest, folder);
      made.prepare();
      return made;
    });
  const values = (): PayloadReader => {
    reader ??= payloadReader(manifest.equations, manifest.namespaces);
    return reader;
  };
  const keys = (): BusinessKeyReader => {
    keyReader ??= businessKeyReader(manifest);
    return keyReader;
  };

  const checkContent = (part: PartInfo, rule: PartRule, octets: Uint8Array, language: Language) => {
    const entries = schemasOf(rule);
    if (entries.length === 0) return [];
    const parsed = parseXml(octets, { limits: PAYLOAD_LIMITS, language, part: part.id });
    if (!parsed.ok) return parsed.violations;
    const { document } = parsed;
    try {
      const fault = rootFault(document, rule, part, language);
      if (fault.length > 0) return fault;
      const found = kept
        .schemaOf(folder, entries)
        .validate(document, { code: 'schema-violation', language, part: part.id, octets });
      if (found.length > 0) return found;
      valuesOf.set(octets, values().read(part.id, document));
      keys().look(part.id, octets, document);
      checks().look(part.id, octets, document, language);
      return found;
    } finally {
      document.dispose();
    }
  };

  const locate = (part: string, octets: Uint8Array, language: Language): readonly PlacedValue[] => {
    const parsed = parseXml(octets, { limits: PAYLOAD_LIMITS, language, part });
    if (!parsed.ok) return [];
    try {
      return values().locate(part, parsed.document);
    } finally {
      parsed.document.dispose();
    }
  };
  const valuesIn = (part: string, octets: Uint8Array, language: Language): readonly PayloadValue[] =>
    valuesOf.get(octets) ?? locate(part, octets, language);

  return {
    manifest,
    folder,
    prepare: () => {
      for (const rule of manifest.parts) {
        const entries = schemasOf(rule);
        if (entries.length > 0) kept.schemaOf(folder, entries);
      }
      values();
      keys();
      checks();
    },
    checkPart: (part, octets, language) => {
      const rule = ruleOf(manifest, part.id);
      if (rule === undefined) {
        const known = manifest.parts.map(({ id, idPattern }) => id ?? `/${idPattern}/`).join(', ');
        return [
          violation('schema-violation', texts.partUnknown(part.id, known)[language], {
            language,
            part: part.id,
            expected: known,
          }),
        ];
      }
      const wrongly = announcedRightly(part, rule, language);
      return wrongly.length > 0 ? wrongly : checkContent(part, rule, octets, language);
    },
    checkHeader: (header: MessageHeader, payloads, language) => {
      const compared = new Set(manifest.equations.map(({ part }) => part));
      const read = [...payloads].filter(([part]) => compared.has(part));
      const isContradicted = read.some(([part, octets]) =>
        valuesIn(part, octets, language).some((value) => contradicts(header, value)),
      );
      const placed = isContradicted ? read.flatMap(([part, octets]) => locate(part, octets, language)) : [];
      return [
        ...partsAgainstType(header, manifest, language),
        ...contradictions(header, placed, language),
        ...distributionAgainstType(header, manifest, language),
      ];
    },
    checkContents: (header, payloads, how) => checks().violations(header, payloads, how),
    ...(manifest.businessKeys.length === 0 ? {} : { businessKeys: (payloads) => keys().of(payloads) }),
    ...(manifest.neverTo === undefined ? {} : { neverTo: namedIn(manifest.neverTo, manifest.namespaces) }),
    [Symbol.dispose]: () => {
      kept.forget(folder);
      reader?.[Symbol.dispose]();
      reader = undefined;
      keyReader?.[Symbol.dispose]();
      keyReader = undefined;
    },
  };
};
