/** A draft as a signed message. */
import { signMessage } from '@dienstweg/certs/signature/sign.ts';
import type { Home } from '@dienstweg/infra/home.ts';
import { buildMessage } from '@dienstweg/schemas/envelope/build.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import { keyOf } from '../client/keys.ts';
import type { Draft } from './draft.ts';

/** Builds the message and signs it with an authority's key of this home; normally the author's. */
export const signedMessage = (
  home: Home,
  { header, parts }: Draft,
  now: Date,
  signer: AuthorityId = header.author,
): Uint8Array => {
  const { privateKeyPem, der } = keyOf(home, signer, 'signing');
  const xml = signMessage(buildMessage(header, parts), { privateKeyPem, certificateDer: der, signingTime: now });
  return Buffer.from(xml, 'utf8');
};
