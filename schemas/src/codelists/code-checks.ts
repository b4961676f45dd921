/**
 * Codes of payloads against the lists of their message type. A list is asked while the document is open for its
 * schema; what it has without limit of time is done with then, and only the rest is kept until the day is known.
 */
import { type XmlDocument, XmlElement, type XmlNode, XmlXPath } from 'libxml2-wasm';
import type { CodeListRule } from '../message-types/manifest.ts';
import { type Violation, violation } from '../problems/problem.ts';
import { type Said, shorten } from '../problems/say.ts';
import type { Language } from '../problems/texts.ts';
import { readablePath } from '../xml/node-path.ts';
import { type CodeDays, type CodeIndex, countsOn } from './code-index.ts';
import type { CodeListFolder } from './list-folder.ts';
import * as texts from './texts.ts';

/** A code that its list does not have, or has only on some days. */
export interface CodeSuspect {
  readonly code: string;
  readonly list: string;
  readonly version: string;
  readonly line?: number;
  readonly xpath: string;
  readonly validAt: 'today' | 'creation';
  readonly severity: 'error' | 'warning';
  readonly why:
    | { readonly is: 'unknown'; readonly near: readonly string[] }
    | { readonly is: 'dated'; readonly days: readonly CodeDays[] }
    | { readonly is: 'version'; readonly known: string }
    | { readonly is: 'list' };
}

/** What a message type says about codes. */
export interface CodeRules {
  readonly codeLists: readonly CodeListRule[];
  /** What becomes of codes that name their list themselves (`listURI`, XÖV): see the manifest. */
  readonly schemaCodes: 'known' | 'all' | 'off';
  readonly namespaces: Readonly<Record<string, string>>;
}

/** Finds suspects in open documents. Dispose of it with the type. */
export interface CodeReader extends Disposable {
  /** Suspects of a part whose document satisfies its schema. Throws where a list of the manifest is not there. */
  read(part: string, document: XmlDocument): readonly CodeSuspect[];
}

/** So many are found in one document; whoever gets that many has enough to do. */
const MOST_SUSPECTS = 200;
/** Looking for what was meant goes through the whole list. */
const MOST_GUESSES = 5;

const pathOf = (node: XmlNode): string => {
  if (node instanceof XmlElement) return readablePath(node);
  const { parent } = node;
  return `${parent instanceof XmlElement ? readablePath(parent) : ''}/@${'name' in node ? String(node.name) : ''}`;
};

const lineOf = (node: XmlNode): { readonly line?: number } => {
  const line = node instanceof XmlElement ? node.line : (node.parent?.line ?? 0);
  return line > 0 ? { line } : {};
};

interface How {
  readonly validAt: CodeSuspect['validAt'];
  readonly severity: CodeSuspect['severity'];
}

/** The suspects of one document, no more than anybody reads. */
class Suspects {
  readonly found: CodeSuspect[] = [];
  #guesses = 0;

  get isFull(): boolean {
    return this.found.length >= MOST_SUSPECTS;
  }

  add(
    node: XmlNode,
    code: string,
    { list, version }: { list: string; version: string },
    why: CodeSuspect['why'],
    how: How,
  ): void {
    if (!this.isFull) this.found.push({ code, list, version, ...lineOf(node), xpath: pathOf(node), why, ...how });
  }

  check(node: XmlNode, index: CodeIndex, how: How): void {
    const code = node.content.trim();
    const days = index.daysOf(code);
    if (days === 'always') return;
    if (days !== undefined) this.add(node, code, index, { is: 'dated', days }, how);
    else
      this.add(node, code, index, { is: 'unknown', near: this.#guesses++ < MOST_GUESSES ? index.near(code) : [] }, how);
  }
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

const SELF_NAMED: How = { validAt: 'today', severity: 'error' };

/**
 * One element with `listURI`: its child `code`, or its own text, against that list. An empty `listURI` says nothing;
 * neither does a list that the type does not have, unless the manifest wants all.
 */
const checkSelfNamed = (
  element: XmlElement,
  suspects: Suspects,
  lists: CodeListFolder,
  files: ReadonlyMap<string, ReadonlyMap<string, string>>,
  wantsAll: boolean,
): void => {
  const said = (name: string): string => element.attrs.find((each) => each.name === name)?.value.trim() ?? '';
  const uri = said('listURI');
  if (uri === '') return;
  const version = said('listVersionID');
  const list = { list: uri, version };
  const code = element.find('*[local-name() = "code"]')[0] ?? element;
  const versions = files.get(uri);
  if (versions === undefined) {
    if (wantsAll) suspects.add(element, code.content.trim(), list, { is: 'list' }, SELF_NAMED);
    return;
  }
  const [only] = versions.values();
  const file = version === '' && versions.size === 1 ? only : versions.get(version);
  const index = file === undefined ? undefined : lists.index(file);
  if (index === undefined) {
    suspects.add(
      element,
      code.content.trim(),
      list,
      { is: 'version', known: [...versions.keys()].join(', ') },
      SELF_NAMED,
    );
    return;
  }
  suspects.check(code, index, SELF_NAMED);
};

const indexFor = (rule: CodeListRule, lists: CodeListFolder): CodeIndex => {
  const head = lists.find(rule.list, rule.version);
  if ('mistake' in head) throw new Error(head.mistake);
  const index = lists.index(head.file, rule.column);
  if (index !== undefined) return index;
  const read = lists.read(head.file);
  throw new Error('mistake' in read ? read.mistake : `${head.file} has no column ${rule.column ?? 'for codes'}`);
};

/** What is wrong with the bindings and lists of a type: sentences, none if all is well. Compiles XPaths and reads lists. */
export const mistakesOfCodeRules = (rules: CodeRules, lists: CodeListFolder): readonly string[] =>
  rules.codeLists.flatMap((rule) => {
    try {
      indexFor(rule, lists);
      XmlXPath.compile(rule.xpath, { ...rules.namespaces }).dispose();
      return [];
    } catch (cause) {
      return [`codeLists ${rule.part} ${rule.xpath}: ${cause instanceof Error ? cause.message : String(cause)}`];
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

/** A reader for the parts of a type. Lists and XPaths are compiled when a part first needs them. */
export const codeReader = (rules: CodeRules, lists: CodeListFolder): CodeReader => {
  const compiled = new Map<CodeListRule, { readonly xpath: XmlXPath; readonly index: CodeIndex }>();
  let selfNamed: { readonly xpath: XmlXPath; readonly files: ReturnType<typeof byUri> } | undefined;
  const bindingOf = (rule: CodeListRule) => {
    const known = compiled.get(rule);
    if (known !== undefined) return known;
    const index = indexFor(rule, lists);
    const made = { index, xpath: XmlXPath.compile(rule.xpath, { ...rules.namespaces }) };
    compiled.set(rule, made);
    return made;
  };
  const named = () => {
    selfNamed ??= { xpath: XmlXPath.compile('//*[@listURI]'), files: byUri(lists) };
    return selfNamed;
  };
  return {
    read: (part, document) => {
      const suspects = new Suspects();
      for (const rule of rules.codeLists) {
        if (rule.part !== part) continue;
        const { xpath, index } = bindingOf(rule);
        const how: How = { validAt: rule.validAt ?? 'today', severity: rule.severity ?? 'error' };
        for (const node of document.find(xpath)) {
          if (suspects.isFull) break;
          suspects.check(node, index, how);
        }
      }
      const wantsAll = rules.schemaCodes === 'all';
      if (rules.schemaCodes === 'off' || !(wantsAll || lists.heads.some(({ uri }) => uri !== '')))
        return suspects.found;
      const { xpath, files } = named();
      for (const node of document.find(xpath)) {
        if (suspects.isFull) break;
        if (node instanceof XmlElement) checkSelfNamed(node, suspects, lists, files, wantsAll);
      }
      return suspects.found;
    },
    [Symbol.dispose]: () => {
      for (const { xpath } of compiled.values()) xpath.dispose();
      selfNamed?.xpath.dispose();
      compiled.clear();
      selfNamed = undefined;
    },
  };
};

const daysText = (days: readonly CodeDays[]): string =>
  days.map(({ from, to }) => `${from ?? '…'} – ${to ?? '…'}`).join(', ');

const saidOf = ({ code, list, version, why }: CodeSuspect, day: string): Said => {
  switch (why.is) {
    case 'unknown':
      return texts.codeUnknown(code, list, version, why.near);
    case 'dated':
      return texts.codeNotInForce(code, list, version, day, daysText(why.days));
    case 'version':
      return texts.versionUnknown(list, version, why.known);
    case 'list':
      return texts.listUnknown(list);
  }
};

/** Suspects that are wrong on their day, as violations of the part. Days are `YYYY-MM-DD`. */
export const violationsOfCodes = (
  suspects: readonly CodeSuspect[],
  how: { readonly part: string; readonly today: string; readonly creation: string; readonly language: Language },
): readonly Violation[] =>
  suspects.flatMap((suspect) => {
    const { why, line, xpath, list, version } = suspect;
    const day = how[suspect.validAt];
    if (suspect.severity === 'warning' || (why.is === 'dated' && countsOn(why.days, day))) return [];
    return [
      violation('code-list-violation', saidOf(suspect, day)[how.language], {
        language: how.language,
        part: how.part,
        ...(line === undefined ? {} : { line }),
        xpath,
        expected: `${list} ${why.is === 'version' ? why.known : version}`,
      }),
    ];
  });
