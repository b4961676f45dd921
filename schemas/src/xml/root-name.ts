/** The name of a document's root, read from its first octets, before anybody knows whether the rest is of any use. */
import { type Attribute, tokensOf } from '../xsd/tokens.ts';

/** In the first so many octets the root mostly begins. */
const MOSTLY_WITHIN = 4_096;

const namespaceOf = (prefix: string, attributes: readonly Attribute[]): string =>
  attributes.find(({ name }) => name === (prefix === '' ? 'xmlns' : `xmlns:${prefix}`))?.value ?? '';

const within = (octets: Uint8Array): string | undefined => {
  for (const token of tokensOf(new TextDecoder().decode(octets))) {
    if (token.kind !== 'start') continue;
    const [local = '', prefix = ''] = token.name.split(':').reverse();
    return `{${namespaceOf(prefix, token.attributes)}}${local}`;
  }
  return undefined;
};

/** `{namespace}name` of the root; `undefined` where no element begins. */
export const nameOfRoot = (octets: Uint8Array): string | undefined =>
  within(octets.subarray(0, MOSTLY_WITHIN)) ?? (octets.length > MOSTLY_WITHIN ? within(octets) : undefined);
