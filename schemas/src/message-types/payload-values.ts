import { type XmlDocument, XmlElement, XmlXPath } from 'libxml2-wasm';
import { readablePath } from '../xml/node-path.ts';
import type { Equation } from './manifest.ts';

/** What a payload says where an equation looks. */
export interface PayloadValue {
  readonly equation: Equation;
  /** White space at both ends taken off. */
  readonly value: string;
  readonly line?: number;
  readonly xpath: string;
}

/** Reads what equations compare from an open document. XPaths are compiled once; dispose of it with the type. */
export interface PayloadReader extends Disposable {
  /** One value for each equation of the part whose XPath finds something, in the order of the manifest. */
  read(part: string, document: XmlDocument): readonly PayloadValue[];
}

/** Throws where an XPath does not compile. */
export const payloadReader = (
  equations: readonly Equation[],
  namespaces: Readonly<Record<string, string>>,
): PayloadReader => {
  const compiled = equations.map((equation) => ({
    equation,
    xpath: XmlXPath.compile(equation.xpath, { ...namespaces }),
  }));
  return {
    read: (part, document) =>
      compiled
        .filter(({ equation }) => equation.part === part)
        .flatMap(({ equation, xpath }) => {
          const node = document.get(xpath);
          if (node === null) return [];
          const place = node instanceof XmlElement ? readablePath(node) : equation.xpath;
          return [
            {
              equation,
              value: node.content.trim(),
              xpath: place,
              ...(node.line > 0 ? { line: node.line } : {}),
            },
          ];
        }),
    [Symbol.dispose]: () => {
      for (const { xpath } of compiled) xpath.dispose();
    },
  };
};
