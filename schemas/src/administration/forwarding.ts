/** What a forwarding carries: the message as its first author signed it, and who has passed it on. */
import type { XmlNode } from 'libxml2-wasm';
import { readParts } from '../envelope/read-parts.ts';
import { parseAuthorityId } from '../identifiers.ts';
import { PAYLOAD_LIMITS } from '../xml/limits.ts';
import { parseXml } from '../xml/parse.ts';
import type { NamedAuthority } from './about.ts';

/** A body that has passed a message on. Times are RFC 3339 with zone. */
export interface PassedOn {
  readonly body: NamedAuthority;
  readonly receivedAt: string;
  readonly passedOnAt: string;
  readonly reason: string;
}

/** A forwarding, opened. */
export interface Forwarded {
  /** The first message, octet for octet: to be verified like any other. */
  readonly original: Uint8Array;
  readonly passedOn: readonly PassedOn[];
}

const NAMESPACES = { t: 'urn:dienstweg:weiterleitung:1', b: 'urn:dienstweg:basis:1' };

/** Opens a verified message of the type `weiterleitung`. Throws where a part is withheld or not readable. */
export const openForwarding = (octets: Uint8Array): Forwarded => {
  const parts = readParts(octets);
  const [core, original] = ['core', 'original'].map((id) => parts.find((part) => part.id === id)?.octets);
  if (core === undefined || original === undefined) throw new Error('the forwarding lacks its parts');
  const parsed = parseXml(core, { limits: PAYLOAD_LIMITS, language: 'en', part: 'core' });
  if (!parsed.ok) throw new Error(`the forwarding cannot be read: ${parsed.code}`);
  const { document } = parsed;
  try {
    const passedOn = document.find('/t:weiterleitung/t:weiterleitung', NAMESPACES).map(readPassedOn);
    return { original, passedOn };
  } finally {
    document.dispose();
  }
};

const readPassedOn = (node: XmlNode): PassedOn => {
  const said = (path: string): string => node.get(path, NAMESPACES)?.content.trim() ?? '';
  const id = parseAuthorityId(said('b:stelle/b:kennung'));
  if (id === undefined) throw new Error('the forwarding names a body that is none');
  return {
    body: { id, name: said('b:stelle/b:name') },
    receivedAt: said('b:erhalten'),
    passedOnAt: said('b:weitergeleitet'),
    reason: said('b:grund'),
  };
};
