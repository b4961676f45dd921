/** Values by which people know a message, as its type declares where they stand in the payloads. */
import { hash } from 'node:crypto';
import { type XmlDocument, XmlXPath } from 'libxml2-wasm';
import type { MessageTypeManifest } from './manifest.ts';

/** A key's name and its value, bounded. */
export interface FoundKey {
  readonly name: string;
  readonly value: string;
}

/** Reads them while a payload is open for its schema. XPaths are compiled once; dispose of it with the type. */
export interface BusinessKeyReader extends Disposable {
  /** Keeps what stands in a payload, as long as its octets are. */
  look(part: string, octets: Uint8Array, document: XmlDocument): void;
  /** Of all payloads that were looked at, in the order of the manifest; a value that stands several times, once. */
  of(payloads: ReadonlyMap<string, Uint8Array>): readonly FoundKey[];
}

/** Longer values are cut: nobody searches for more, and a payload must not get into the view in the name of a key. */
export const LONGEST_KEY_VALUE = 120;
/** Of one key, where it stands often. */
const MOST_OF_A_KEY = 4;
/** Of a message. */
const MOST_KEYS = 16;

/**
 * The value of a key that is declared `hashed`: it can be looked for by whoever knows it, and not be read. Whoever can
 * guess it can confirm the guess: it hides a value from view, it is no encryption.
 */
export const hashedKeyValue = (value: string): string =>
  `sha256:${hash('sha256', `dienstweg business key\0${value}`, 'base64url').slice(0, 32)}`;

const boundedValue = (text: string): string => text.trim().replaceAll(/\s+/gu, ' ').slice(0, LONGEST_KEY_VALUE);

/** Throws where an XPath does not compile. */
export const businessKeyReader = ({
  businessKeys,
  namespaces,
}: Pick<MessageTypeManifest, 'businessKeys' | 'namespaces'>): BusinessKeyReader => {
  const compiled = businessKeys.map((key, place) => ({
    ...key,
    place,
    compiled: XmlXPath.compile(key.xpath, { ...namespaces }),
  }));
  const found = new WeakMap<Uint8Array, readonly (FoundKey & { readonly place: number })[]>();
  return {
    look: (part, octets, document) => {
      const here = compiled.filter((key) => key.part === part);
      if (here.length === 0) return;
      found.set(
        octets,
        here.flatMap(({ name, place, hashed, compiled: xpath }) => {
          const values = document
            .find(xpath)
            .slice(0, MOST_OF_A_KEY)
            .map((node) => boundedValue(node.content));
          return [...new Set(values)]
            .filter((value) => value !== '')
            .map((value) => ({ name, place, value: hashed === true ? hashedKeyValue(value) : value }));
        }),
      );
    },
    of: (payloads) =>
      [...payloads.values()]
        .flatMap((octets) => found.get(octets) ?? [])
        .sort((a, b) => a.place - b.place)
        .slice(0, MOST_KEYS)
        .map(({ name, value }) => ({ name, value })),
    [Symbol.dispose]: () => {
      for (const key of compiled) key.compiled.dispose();
    },
  };
};
