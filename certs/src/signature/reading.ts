/** Strict reading of single elements of a signature: what is not expected is reported, never passed over. */
import type { TreeElement } from '@dienstweg/schemas/xml/tree.ts';
import { XmlText } from 'libxml2-wasm';
import { DIGESTS, type Hash, NAMES, octetsOfHash } from './algorithms.ts';
import { type Findings, qualified } from './findings.ts';

/** How often a child may stand: exactly once, at most once, or once and more. */
export type Often = 'one' | 'optional' | 'some';
/** A child in its place of the sequence. */
export type Child = readonly [namespace: keyof typeof NAMES & ('ds' | 'xades'), name: string, often: Often];

const WHITE = /^[ \t\r\n]*$/;
const CODE = 'signature-profile';

/** The element children; white space between them is fine, any other node is reported. */
export const childElements = (parent: TreeElement, found: Findings): readonly TreeElement[] => {
  for (const node of parent.others)
    if (!(node instanceof XmlText && WHITE.test(node.content))) found.add(CODE, 'node', parent);
  return parent.elements;
};

/** Reads children as a sequence; answers them by name. Wrong order counts as an unexpected child. */
export const readSequence = (
  parent: TreeElement,
  sequence: readonly Child[],
  found: Findings,
): ReadonlyMap<string, readonly TreeElement[]> => {
  const children = childElements(parent, found);
  const read = new Map<string, readonly TreeElement[]>();
  let next = 0;
  for (const [namespace, name, often] of sequence) {
    const first = next;
    const isNext = () => children[next]?.name === name && children[next]?.namespaceUri === NAMES[namespace];
    while (isNext() && (often === 'some' || next === first)) next += 1;
    if (next === first && often !== 'optional')
      found.add(CODE, 'childMissing', parent, { values: [`${namespace}:${name}`] });
    read.set(name, children.slice(first, next));
  }
  for (const element of children.slice(next)) {
    found.add(CODE, 'child', element, {
      values: [qualified(element)],
      expected: sequence.map(([namespace, name]) => `${namespace}:${name}`).join(', '),
    });
  }
  return read;
};

/** Reads attributes: those allowed, by name; every other one is reported. Namespace declarations are no attributes. */
export const readAttributes = (
  element: TreeElement,
  allowed: readonly string[],
  found: Findings,
): ReadonlyMap<string, string> => {
  const read = new Map<string, string>();
  for (const attribute of element.attributes) {
    if (attribute.namespaceUri === '' && allowed.includes(attribute.name)) read.set(attribute.name, attribute.value);
    else {
      found.add(CODE, 'attribute', element, {
        values: [qualified(attribute)],
        ...(allowed.length === 0 ? {} : { expected: allowed.join(', ') }),
      });
    }
  }
  return read;
};

/** An attribute that has to have one value, e.g. `Algorithm`. */
export const expectValue = (
  element: TreeElement,
  attribute: string,
  actual: string | undefined,
  expected: string,
  found: Findings,
): void => {
  if (actual === expected) return;
  if (actual === undefined) found.add(CODE, 'childMissing', element, { values: [`@${attribute}`], expected });
  else found.add(CODE, 'value', element, { values: [actual], expected, step: `@${attribute}` });
};

/** An element with the attribute `Algorithm` and nothing else; answers the algorithm. */
export const readAlgorithm = (element: TreeElement, found: Findings): string | undefined => {
  const algorithm = readAttributes(element, ['Algorithm'], found).get('Algorithm');
  if (algorithm === undefined) found.add(CODE, 'childMissing', element, { values: ['@Algorithm'] });
  readSequence(element, [], found);
  return algorithm;
};

/** The text of an element that holds a single text node and nothing else, white space at both ends removed. */
export const readText = (element: TreeElement, found: Findings): string | undefined => {
  const [only, ...more] = element.others;
  if (element.elements.length > 0 || more.length > 0 || !(only instanceof XmlText)) {
    found.add(CODE, 'node', element);
    return undefined;
  }
  return only.content.trim();
};

/** Strict base64 (white space between the characters allowed, unused bits zero, at least one octet). */
export const decodeBase64 = (text: string): Buffer | undefined => {
  const compact = text.replace(/[ \t\r\n]+/g, '');
  if (compact === '') return undefined;
  const octets = Buffer.from(compact, 'base64');
  // Node reads much as base64; only the strict form comes out again as it went in.
  return octets.toString('base64') === compact ? octets : undefined;
};

/** The octets of an element whose text is base64. */
export const readBase64 = (element: TreeElement | undefined, found: Findings): Buffer | undefined => {
  if (element === undefined) return undefined;
  const text = readText(element, found);
  if (text === undefined) return undefined;
  const octets = decodeBase64(text);
  if (octets === undefined) found.add(CODE, 'base64', element);
  return octets;
};

/** A hash with its value. */
export interface StatedDigest {
  readonly hash: Hash;
  readonly value: Buffer;
}

/** `ds:DigestMethod` and `ds:DigestValue`: an accepted hash and a value of its length. */
export const readDigest = (
  method: TreeElement | undefined,
  valueElement: TreeElement | undefined,
  found: Findings,
): StatedDigest | undefined => {
  if (method === undefined || valueElement === undefined) return undefined;
  const uri = readAlgorithm(method, found);
  const hash = uri === undefined ? undefined : DIGESTS.get(uri);
  if (uri !== undefined && hash === undefined)
    found.add(CODE, 'algorithm', method, { values: [uri], expected: [...DIGESTS.keys()].join(', ') });
  readAttributes(valueElement, [], found);
  const value = readBase64(valueElement, found);
  if (hash === undefined || value === undefined) return undefined;
  if (value.length !== octetsOfHash(hash)) {
    found.add(CODE, 'length', valueElement, { values: [String(value.length), String(octetsOfHash(hash))] });
    return undefined;
  }
  return { hash, value };
};
