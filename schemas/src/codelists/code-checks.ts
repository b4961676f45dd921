/**
 * Codes of payloads against the lists of their message type. A list is asked while the document is open for its
 * schema; what it has without limit of time is done with then, and only the rest is kept until the day is known.
 */
import { type XmlDocument, XmlElement, XmlXPath } from 'libxml2-wasm';
import type { CodeListRule } from '../message-types/manifest.ts';
import { shorten } from '../problems/say.ts';
import { type TreeElement, treeOf } from '../xml/tree.ts';
import type { XsdType } from '../xsd/model/components.ts';
import type { XsdModel } from '../xsd/model/read-xsd.ts';
import type { CodeIndex } from './code-index.ts';
import type { CodeListFolder } from './list-folder.ts';
import { hasStatedLists, isOfType, type StatedList, statedList, typedElements } from './schema-codes.ts';
import { type CodeHow, type CodeSuspect, Suspects } from './suspects.ts';
import { type DatedIndex, indexOfVersions } from './versions.ts';

/** What a message type says about codes. */
export interface CodeRules {
  readonly codeLists: readonly CodeListRule[];
  /** What becomes of codes that name their list themselves (`listURI`, XÖV): see the manifest. */
  readonly schemaCodes: 'known' | 'all' | 'warn' | 'off';
  readonly namespaces: Readonly<Record<string, string>>;
  /** Model of a part's schema, where it has one: code types that name their list, and bindings by type. */
  readonly modelOf?: (part: string) => XsdModel | undefined;
}

/** Finds suspects in open documents. Dispose of it with the type. */
export interface CodeReader extends Disposable {
  /** Compiles and reads what the parts of the type need. Throws as `read`. */
  prepare(): void;
  /** Suspects of a part whose document satisfies its schema. Throws where a list of the manifest is not there. */
  read(part: string, document: XmlDocument): readonly CodeSuspect[];
}

/** What codes that name their list are held against. */
const byUri = (lists: CodeListFolder): ReadonlyMap<string, ReadonlyMap<string, string>> => {
  const files = new Map<string, Map<string, string>>();
  for (const { uri, version, file } of lists.heads) {
    if (uri === '') continue;
    const versions = files.get(uri) ?? new Map<string, string>();
    files.set(uri, versions.set(version, file));
  }
  return files;
};

/** `warn`: publishers' own samples are not always in their lists. */
const selfNamedHow = (schemaCodes: CodeRules['schemaCodes']): CodeHow => ({
  validAt: 'today',
  severity: schemaCodes === 'warn' ? 'warning' : 'error',
});

/**
 * One element with `listURI`: its child `code`, or its own text, against that list. An empty `listURI` says nothing;
 * neither does a list that the type does not have, unless the manifest wants all.
 */
const checkSelfNamed = (
  { node, attributes, elements }: TreeElement,
  suspects: Suspects,
  lists: CodeListFolder,
  files: ReadonlyMap<string, ReadonlyMap<string, string>>,
  schemaCodes: CodeRules['schemaCodes'],
  stated: StatedList = { uri: '', version: '' },
): void => {
  const how = selfNamedHow(schemaCodes);
  const said = (name: string): string => attributes.find((each) => each.name === name)?.value.trim() ?? '';
  const uri = said('listURI') || stated.uri;
  if (uri === '') return;
  const version = said('listVersionID') || (uri === stated.uri ? stated.version : '');
  const list = { list: uri, version };
  const code = elements.find(({ name }) => name === 'code')?.node ?? node;
  const versions = files.get(uri);
  if (versions === undefined) {
    if (schemaCodes === 'all') suspects.add(node, code.content.trim(), list, { is: 'list' }, how);
    return;
  }
  const [only] = versions.values();
  const file = version === '' && versions.size === 1 ? only : versions.get(version);
  const index = file === undefined ? undefined : lists.index(file);
  if (index === undefined) {
    suspects.add(node, code.content.trim(), list, { is: 'version', known: [...versions.keys()].join(', ') }, how);
    return;
  }
  suspects.check(code, index, how);
};

/** Every version of a list that is not pinned, by the days they say; `undefined` where it is one, or they do not say. */
const byDay = (rule: CodeListRule, lists: CodeListFolder): CodeIndex | undefined => {
  const heads = rule.version === undefined ? lists.heads.filter(({ uri }) => uri === rule.list) : [];
  if (heads.length < 2) return undefined;
  const dated = heads.flatMap(({ file }): readonly DatedIndex[] => {
    const list = lists.read(file);
    const index = lists.index(file, rule.column);
    return 'mistake' in list || list.validFrom === undefined || index === undefined
      ? []
      : [{ index, from: list.validFrom }];
  });
  const isClear = dated.length === heads.length && new Set(dated.map(({ from }) => from)).size === dated.length;
  return isClear ? indexOfVersions(dated) : undefined;
};

const indexFor = (rule: CodeListRule, lists: CodeListFolder): CodeIndex => {
  const versions = byDay(rule, lists);
  if (versions !== undefined) return versions;
  const head = lists.find(rule.list, rule.version);
  if ('mistake' in head) throw new Error(head.mistake);
  const index = lists.index(head.file, rule.column);
  if (index !== undefined) return index;
  const read = lists.read(head.file);
  throw new Error('mistake' in read ? read.mistake : `${head.file} has no column ${rule.column ?? 'for codes'}`);
};

const typeFor = (rule: CodeListRule, { namespaces, modelOf }: CodeRules): XsdType => {
  const [local = '', prefix = ''] = (rule.type ?? '').split(':').reverse();
  const type = modelOf?.(rule.part)?.type(prefix === '' ? '' : (namespaces[prefix] ?? ''), local);
  if (type === undefined) throw new Error(`the schema of part ${rule.part} has no type ${rule.type}`);
  return type;
};

/** What is wrong with the bindings and lists of a type: sentences, none if all is well. Compiles XPaths and reads lists. */
export const mistakesOfCodeRules = (rules: CodeRules, lists: CodeListFolder): readonly string[] =>
  rules.codeLists.flatMap((rule) => {
    try {
      indexFor(rule, lists);
      if (rule.xpath === undefined) typeFor(rule, rules);
      else XmlXPath.compile(rule.xpath, { ...rules.namespaces }).dispose();
      return [];
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      return [`codeLists ${rule.part} ${rule.xpath ?? rule.type}: ${why}`];
    }
  });

/** What is odd about the lists of a type, but no mistake: codes that stand in several rows. */
export const warningsOfLists = (lists: CodeListFolder): readonly string[] =>
  lists.heads.flatMap(({ file }) => {
    const duplicates = lists.index(file)?.duplicates ?? [];
    return duplicates.length === 0
      ? []
      : [`${file}: ${duplicates.length} codes stand more than once: ${shorten(duplicates.slice(0, 5).join(', '))}`];
  });

const howOf = ({ validAt = 'today', severity = 'error' }: CodeListRule): CodeHow => ({ validAt, severity });

/** What the bindings of one part come to. */
interface PartBindings {
  readonly byXPath: readonly { readonly xpath: XmlXPath; readonly index: CodeIndex; readonly how: CodeHow }[];
  readonly byType: readonly { readonly type: XsdType; readonly index: CodeIndex; readonly how: CodeHow }[];
  /** For codes that name their list: all there is in the document, or what the schema states as well. */
  readonly selfNamed: { readonly xpath: XmlXPath } | 'by-schema' | undefined;
  readonly model: XsdModel | undefined;
}

const bindingsOf = (part: string, rules: CodeRules, lists: CodeListFolder): PartBindings => {
  const own = rules.codeLists.filter((rule) => rule.part === part);
  const { schemaCodes, namespaces, modelOf } = rules;
  const wantsSelfNamed = schemaCodes === 'all' || (schemaCodes !== 'off' && lists.heads.some(({ uri }) => uri !== ''));
  const model = wantsSelfNamed || own.some(({ type }) => type !== undefined) ? modelOf?.(part) : undefined;
  const isBySchema = model !== undefined && hasStatedLists(model);
  return {
    byXPath: own.flatMap((rule) =>
      rule.xpath === undefined
        ? []
        : [{ xpath: XmlXPath.compile(rule.xpath, { ...namespaces }), index: indexFor(rule, lists), how: howOf(rule) }],
    ),
    byType: own.flatMap((rule) =>
      rule.type === undefined ? [] : [{ type: typeFor(rule, rules), index: indexFor(rule, lists), how: howOf(rule) }],
    ),
    selfNamed: !wantsSelfNamed ? undefined : isBySchema ? 'by-schema' : { xpath: XmlXPath.compile('//*[@listURI]') },
    model,
  };
};

/** A reader for the parts of a type. Lists and XPaths are compiled when a part first needs them; `parts` are those known before. */
export const codeReader = (rules: CodeRules, lists: CodeListFolder, parts: readonly string[] = []): CodeReader => {
  const made = new Map<string, PartBindings>();
  let files: ReturnType<typeof byUri> | undefined;
  const selfNamed = (element: TreeElement, suspects: Suspects, stated?: StatedList): void => {
    files ??= byUri(lists);
    checkSelfNamed(element, suspects, lists, files, rules.schemaCodes, stated);
  };
  const bindings = (part: string): PartBindings => {
    const known = made.get(part) ?? bindingsOf(part, rules, lists);
    made.set(part, known);
    return known;
  };
  /** One walk for all that only the schema tells. */
  const readTyped = (model: XsdModel, root: TreeElement, of: PartBindings, suspects: Suspects): void => {
    for (const [element, { type }] of typedElements(model, root)) {
      if (suspects.isFull) return;
      for (const binding of of.byType) {
        if (isOfType(type, binding.type)) suspects.check(element.node, binding.index, binding.how);
        if (type.kind === 'simple') continue;
        for (const { attribute } of type.attributes) {
          if (!isOfType(attribute.type, binding.type)) continue;
          const node = element.node.attrs.find(({ name }) => name === attribute.name.local);
          if (node !== undefined) suspects.check(node, binding.index, binding.how);
        }
      }
      const stated = of.selfNamed === 'by-schema' ? statedList(type) : undefined;
      if (stated !== undefined) selfNamed(element, suspects, stated);
    }
  };
  return {
    prepare: () => {
      for (const part of parts) bindings(part);
    },
    read: (part, document) => {
      const suspects = new Suspects();
      const of = bindings(part);
      for (const { xpath, index, how } of of.byXPath)
        for (const node of document.find(xpath)) {
          if (suspects.isFull) break;
          suspects.check(node, index, how);
        }
      if (of.model !== undefined && (of.byType.length > 0 || of.selfNamed === 'by-schema'))
        readTyped(of.model, treeOf(document.root), of, suspects);
      if (typeof of.selfNamed === 'object')
        for (const node of document.find(of.selfNamed.xpath)) {
          if (suspects.isFull) break;
          if (node instanceof XmlElement) selfNamed(treeOf(node, 1), suspects);
        }
      return suspects.found;
    },
    [Symbol.dispose]: () => {
      for (const { byXPath, selfNamed: named } of made.values()) {
        for (const { xpath } of byXPath) xpath.dispose();
        if (typeof named === 'object') named.xpath.dispose();
      }
      made.clear();
    },
  };
};
