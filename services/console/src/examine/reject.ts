/** A rejection about a message, built and signed. */
import { signMessage } from '@dienstweg/certs/signature/sign.ts';
import { messageAbout } from '@dienstweg/schemas/administration/about.ts';
import { buildMessage } from '@dienstweg/schemas/envelope/build.ts';
import { headerOf } from '@dienstweg/schemas/envelope/header-of.ts';
import type { Questions } from './protocol.ts';

/** The octets to hand in. */
export const signedRejection = ({
  octets,
  headerDigest,
  reasonCode: reason,
  text,
  author,
  messageId,
  atMs,
  privateKeyPem,
  certificateDer,
}: Questions['reject']['ask']): Uint8Array => {
  const at = new Date(atMs);
  const { header, parts } = messageAbout(
    { header: headerOf(octets), headerDigest },
    { type: 'rueckweisung', examiner: 'vermittlung', reason, text },
    { author, messageId, at },
  );
  const signed = signMessage(buildMessage(header, parts), { privateKeyPem, certificateDer, signingTime: at });
  return Buffer.from(signed, 'utf8');
};
