/** Certificates are what they claim to be and have one holder; what is pushed to is known by its certificate. */
import { createHash, X509Certificate } from 'node:crypto';
import type { AfterChange } from './after-change.ts';
import type { CertificateEntry, EndpointEntry } from './changes.ts';
import type { ChangeFinding } from './check-texts.ts';
import { holdsOn, overlap } from './day.ts';

/** The DER form is a certificate, the fingerprint its own, and nobody else holds it for the same purpose. */
export const checkCertificate = (after: AfterChange, entry: CertificateEntry, at: string): readonly ChangeFinding[] => {
  const { id, fingerprint, purpose, authority } = entry;
  const der = Buffer.from(entry.der, 'base64');
  const matches = createHash('sha256').update(der).digest('hex') === fingerprint;
  const holders = after
    .known((dir) => dir.certificates, fingerprint)
    .filter((other) => other.authority !== authority && other.purpose === purpose && overlap(other, entry));
  return [
    ...(isCertificate(der) ? [] : [{ text: 'certificate-unreadable' as const, at, values: { id } }]),
    ...(matches ? [] : [{ text: 'certificate-other' as const, at, values: { id } }]),
    ...holders.map(({ authority: other }): ChangeFinding => ({ text: 'certificate-held', at, values: { id, other } })),
  ];
};

const isCertificate = (der: Buffer): boolean => {
  try {
    return new X509Certificate(der).raw.equals(der);
  } catch {
    return false;
  }
};

/**
 * An endpoint that is pushed to has a TLS certificate on its first day: the one it is recognised by (which may be that
 * of a provider's node), or any of its authority.
 */
export const checkEndpoint = (
  after: AfterChange,
  { id, authority, channel, validFrom, takes }: EndpointEntry,
  at: string,
): readonly ChangeFinding[] => {
  const backwards = takes.flatMap(({ version, from, until }, n): readonly ChangeFinding[] =>
    from !== undefined && until !== undefined && until <= from
      ? [{ text: 'takes-ends-before', at: `${at}/takes/${n}`, values: { version, from, until } }]
      : [],
  );
  if (channel.type === 'mailbox') return backwards;
  const certified = [
    ...after.known((dir) => dir.certificates, channel.tlsFingerprint),
    ...after.known((dir) => dir.certificatesOf, authority),
  ].some((certificate) => certificate.purpose === 'tls' && holdsOn(certificate, validFrom));
  return certified
    ? backwards
    : [...backwards, { text: 'endpoint-without-certificate', at, values: { id, from: validFrom } }];
};
