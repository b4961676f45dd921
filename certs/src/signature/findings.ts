/** Gathers what is wrong with a signature, with the place of each finding. */
import type { ProblemCode } from '@dienstweg/schemas/problems/codes.ts';
import { type Violation, violation } from '@dienstweg/schemas/problems/problem.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';
import type { TreeElement } from '@dienstweg/schemas/xml/tree.ts';
import { XmlElement, type XmlNode } from 'libxml2-wasm';
import { NAMES } from './algorithms.ts';
import { type SignatureText, signatureText } from './texts.ts';

/** Where something was found, for nodes that may be gone by the time it is told. */
export interface Place {
  readonly line: number;
  readonly xpath: string;
}

/** A list of violations in the making. */
export interface Findings {
  readonly list: readonly Violation[];
  add(
    code: ProblemCode,
    key: SignatureText,
    where: XmlNode | TreeElement | Place | undefined,
    details?: { readonly values?: readonly string[]; readonly expected?: string; readonly step?: string },
  ): void;
}

const PREFIXES = new Map<string, string>([
  [NAMES.message, 'm:'],
  [NAMES.ds, 'ds:'],
  [NAMES.xades, 'xades:'],
]);

/** Name of an element or attribute as the texts write it, with the profile's prefixes. */
export const qualified = (node: { readonly name: string; readonly namespaceUri: string }): string => {
  const namespace = node.namespaceUri;
  return namespace === '' ? node.name : `${PREFIXES.get(namespace) ?? `{${namespace}}`}${node.name}`;
};

const pathOf = (element: XmlElement): string => {
  const steps: string[] = [];
  for (let current: XmlElement | null = element; current !== null; current = current.parent) {
    let position = 1;
    for (let other = current.prev; other !== null; other = other.prev) {
      if (other instanceof XmlElement && other.name === current.name && other.namespaceUri === current.namespaceUri)
        position += 1;
    }
    steps.unshift(`${qualified(current)}[${position}]`);
  }
  return `/${steps.join('/')}`;
};

const placeOf = (where: XmlNode | TreeElement | Place, step: string | undefined) => {
  if ('xpath' in where) return where;
  const node = 'node' in where ? where.node : where;
  const element = node instanceof XmlElement ? node : node.parent;
  if (element === null) return {};
  const line = element.line;
  return { ...(line > 0 ? { line } : {}), xpath: step === undefined ? pathOf(element) : `${pathOf(element)}/${step}` };
};

/** An empty list. `step` in `add` names an attribute (`@URI`) of the element given. */
export const findings = (language: Language): Findings => {
  const list: Violation[] = [];
  return {
    list,
    add: (code, key, where, { values, expected, step } = {}) => {
      list.push(
        violation(code, signatureText(key, language, values), {
          language,
          ...(where === undefined ? {} : placeOf(where, step)),
          ...(expected === undefined ? {} : { expected }),
        }),
      );
    },
  };
};
