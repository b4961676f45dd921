import { type XmlDocument, XmlElement, type XmlNode, XmlXPath } from 'libxml2-wasm';
import { PAYLOAD_LIMITS } from '../xml/limits.ts';
import { readablePath } from '../xml/node-path.ts';
import { parseXml } from '../xml/parse.ts';
import type { Equation } from './manifest.ts';

/** What a payload says where an equation looks. */
export interface PayloadValue {
  readonly equation: Equation;
  /** White space at both ends taken off. */
  readonly value: string;
}

/** A value with the place it stands at: costly, and only a refusal tells it. */
export interface PlacedValue extends PayloadValue {
  readonly line?: number;
  readonly xpath: string;
}

/** Reads what equations compare from an open document. XPaths are compiled once; dispose of it with the type. */
export interface PayloadReader extends Disposable {
  /** One value for each equation of the part whose XPath finds something, in the order of the manifest. */
  read(part: string, document: XmlDocument): readonly PayloadValue[];
  /** The same values with their places. */
  locate(part: string, document: XmlDocument): readonly PlacedValue[];
}

const placeOf = (node: XmlNode, { xpath }: Equation) => ({
  xpath: node instanceof XmlElement ? readablePath(node) : xpath,
  ...(node.line > 0 ? { line: node.line } : {}),
});

/** Throws where an XPath does not compile. */
export const payloadReader = (
  equations: readonly Equation[],
  namespaces: Readonly<Record<string, string>>,
): PayloadReader => {
  const compiled = equations.map((equation) => ({
    equation,
    xpath: XmlXPath.compile(equation.xpath, { ...namespaces }),
  }));
  const read = <T>(part: string, document: XmlDocument, take: (node: XmlNode, equation: Equation) => T): readonly T[] =>
    compiled
      .filter(({ equation }) => equation.part === part)
      .flatMap(({ equation, xpath }) => {
        const node = document.get(xpath);
        return node === null ? [] : [take(node, equation)];
      });
  const valueAt = (node: XmlNode, equation: Equation): PayloadValue => ({ equation, value: node.content.trim() });
  return {
    read: (part, document) => read(part, document, valueAt),
    locate: (part, document) =>
      read(part, document, (node, equation) => ({ ...valueAt(node, equation), ...placeOf(node, equation) })),
    [Symbol.dispose]: () => {
      for (const { xpath } of compiled) xpath.dispose();
    },
  };
};

/**
 * Everything that payloads say at some places, which may be many. Reads the octets once more: only few types ask.
 * The payloads are schema-valid.
 */
export const namedIn =
  (places: readonly Pick<Equation, 'part' | 'xpath'>[], namespaces: Readonly<Record<string, string>>) =>
  (payloads: ReadonlyMap<string, Uint8Array>): readonly string[] => [
    ...new Set(
      [...payloads].flatMap(([part, octets]) => {
        const parsed = parseXml(octets, { limits: PAYLOAD_LIMITS, language: 'en', part });
        if (!parsed.ok) return [];
        const { document } = parsed;
        try {
          return places
            .filter((place) => place.part === part)
            .flatMap(({ xpath }) => document.find(xpath, { ...namespaces }).map((node) => node.content.trim()));
        } finally {
          document.dispose();
        }
      }),
    ),
  ];
