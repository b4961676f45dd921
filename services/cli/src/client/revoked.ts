/** Whether a certificate of this home is revoked, by the lists that the services of this home read. */
import { checkCertificate, type Trust } from '@dienstweg/certs/trust/trust.ts';
import type { KeyPurpose } from './keys.ts';

/** By the lists as they are now. */
export const isRevoked = (trust: Trust, der: Uint8Array, purpose: KeyPurpose, at: Date): boolean => {
  const verdict = checkCertificate(trust, der, { at, purpose: purpose === 'tls' ? 'tls-client' : 'signing' });
  return !verdict.ok && verdict.code === 'certificate-revoked';
};
