/**
 * Tells in a moment whether a document may have a reference that leads nowhere. libxml2 notes the ids of attributes
 * while it validates, and its `id()` finds them; what is to be looked for is told by the octets, since an XPath costs as
 * much for a name that is not there.
 */
import { Buffer } from 'node:buffer';
import { type XmlDocument, XmlXPath } from 'libxml2-wasm';
import type { ReferenceNames } from './reference-names.ts';

/** Asks any number of documents; dispose of it with the schema. */
export interface ReferenceSearch extends Disposable {
  /** False: every reference of a validated document finds its id. True: it has to be looked at. */
  mayDangle(document: XmlDocument, octets: Uint8Array | undefined): boolean;
}

const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
/** Expressions kept, by what they look for. */
const MOST_KEPT = 50;

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|-]/g, '\\$&');
/** A name as its octets look when each is taken as a letter. */
const octetsOf = (name: string): string => Buffer.from(name).toString('latin1');

/** Finds names where they begin an element or an attribute, or are named by `xsi:type`. */
const namesIn = ({ elements, attributes, types }: ReferenceNames): ((text: string) => ReadonlySet<string>) => {
  const names = [...new Set([...elements.keys(), ...attributes.keys(), ...types])];
  const byOctets = new Map(names.map((name) => [octetsOf(name), name]));
  const longestFirst = [...byOctets.keys()].sort((a, b) => b.length - a.length).map(escaped);
  const pattern = new RegExp(`[<:\\s"'](${longestFirst.join('|')})(?=[\\s/>="'])`, 'g');
  return (text) => {
    const found = new Set<string>();
    for (const match of text.matchAll(pattern)) found.add(byOctets.get(match[1] ?? '') ?? '');
    return found;
  };
};

const DANGLING = "[not(id(.)) or contains(normalize-space(.), ' ')]";

/** Makes a search for the names of a schema. */
export const referenceSearch = (names: ReferenceNames): ReferenceSearch => {
  const { elements, attributes, types } = names;
  const all = new Set([...elements.keys(), ...attributes.keys(), ...types]);
  const find = namesIn(names);
  const kept = new Map<string, XmlXPath>();

  const compile = (present: ReadonlySet<string>, isThere: (namespace: string) => boolean): XmlXPath | undefined => {
    const prefixes = new Map<string, string>();
    const prefixed = (name: string, namespace: string): string => {
      if (namespace === '') return name;
      const prefix = prefixes.get(namespace) ?? `n${prefixes.size}`;
      prefixes.set(namespace, prefix);
      return `${prefix}:${name}`;
    };
    const steps = (of: ReferenceNames['elements'], axis: string): readonly string[] =>
      [...of]
        .filter(([name]) => present.has(name))
        .flatMap(([name, namespaces]) =>
          [...namespaces].filter(isThere).map((namespace) => `//${axis}${prefixed(name, namespace)}${DANGLING}`),
        );
    const named = [...types].filter((type) => present.has(type));
    const list = `'|${named.join('|')}|'`;
    const paths = [
      ...steps(elements, ''),
      ...steps(attributes, '@'),
      ...(named.length === 0
        ? []
        : [
            `//@xsi:type[contains(${list}, concat('|', ., '|')) or contains(${list}, concat('|', substring-after(., ':'), '|'))]`,
          ]),
    ];
    if (paths.length === 0) return undefined;
    const byPrefix = Object.fromEntries([...prefixes].map(([namespace, prefix]) => [prefix, namespace]));
    return XmlXPath.compile(paths.map((path) => `boolean(${path})`).join(' or '), { ...byPrefix, xsi: XSI });
  };

  const expressionFor = (present: ReadonlySet<string>, text: string | undefined): XmlXPath | undefined => {
    const namespaces = new Set([...elements, ...attributes].flatMap(([, each]) => [...each]));
    // a namespace may be written with references to characters
    const isThere = (namespace: string): boolean =>
      namespace === '' || text === undefined || text.includes('&') || text.includes(octetsOf(namespace));
    const there = [...namespaces].filter(isThere);
    const key = [...[...present].sort(), '', ...there].join('\n');
    const known = kept.get(key);
    if (known !== undefined) return known;
    const made = compile(present, (namespace) => there.includes(namespace));
    if (made === undefined) return undefined;
    const [oldest] = kept;
    if (kept.size >= MOST_KEPT && oldest !== undefined) {
      oldest[1].dispose();
      kept.delete(oldest[0]);
    }
    kept.set(key, made);
    return made;
  };

  return {
    mayDangle: (document, octets) => {
      const text =
        octets === undefined
          ? undefined
          : Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('latin1');
      const present = text === undefined ? all : find(text);
      const expression = present.size === 0 ? undefined : expressionFor(present, text);
      return expression !== undefined && document.eval(expression) === true;
    },
    [Symbol.dispose]: () => {
      for (const expression of kept.values()) expression.dispose();
      kept.clear();
    },
  };
};
