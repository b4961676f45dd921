/** Certificates are what they claim to be and have one holder; what is pushed to is known by its certificate. */
import { createHash, X509Certificate } from 'node:crypto';
import type { AfterChange, ChangedEntry } from '../change/after-change.ts';
import type { CertificateEntry, EndpointEntry, MaintenanceWindow } from '../change/changes.ts';
import { holdsOn, overlap } from '../day.ts';
import type { ChangeFinding } from './check-texts.ts';

/**
 * The DER form is a certificate, the fingerprint its own, and nobody else holds it for the same purpose; one that ends
 * leaves no endpoint of its authority without. Several of one authority and purpose at a time are as it should be.
 */
export const checkCertificate = (
  after: AfterChange,
  entry: CertificateEntry,
  { at, before }: Pick<ChangedEntry, 'at' | 'before'>,
): readonly ChangeFinding[] => {
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
    ...(before === undefined ? [] : endpointsLeft(after, entry, at)),
  ];
};

/** Endpoints that are pushed to beyond the certificate's last day, and then have none. */
const endpointsLeft = (
  after: AfterChange,
  { id, authority, purpose, validUntil }: CertificateEntry,
  at: string,
): readonly ChangeFinding[] =>
  purpose !== 'tls' || validUntil === undefined
    ? []
    : after
        .known((dir) => dir.endpoints, authority)
        .filter((endpoint) => holdsOn(endpoint, validUntil) && !isCertified(after, endpoint, validUntil))
        .map((endpoint) => ({
          text: 'certificate-needed',
          at,
          values: { id, endpoint: endpoint.id, from: validUntil },
        }));

const isCertified = (after: AfterChange, { authority, channel }: EndpointEntry, day: string): boolean =>
  channel.type === 'mailbox' ||
  [
    ...after.known((dir) => dir.certificates, channel.tlsFingerprint),
    ...after.known((dir) => dir.certificatesOf, authority),
  ].some((certificate) => certificate.purpose === 'tls' && holdsOn(certificate, day));

const isCertificate = (der: Buffer): boolean => {
  try {
    return new X509Certificate(der).raw.equals(der);
  } catch {
    return false;
  }
};

/**
 * An endpoint that is pushed to has a TLS certificate on its first day: the one it is recognised by (which may be that
 * of a provider's node), or any of its authority. Versions and maintenance do not end before they begin.
 */
export const checkEndpoint = (after: AfterChange, endpoint: EndpointEntry, at: string): readonly ChangeFinding[] => {
  const { id, validFrom, takes, maintenance = [] } = endpoint;
  return [
    ...takes.flatMap(({ version, from, until }, n): readonly ChangeFinding[] =>
      from !== undefined && until !== undefined && until <= from
        ? [{ text: 'takes-ends-before', at: `${at}/takes/${n}`, values: { version, from, until } }]
        : [],
    ),
    ...maintenance.flatMap((window, n) => backwards(window, `${at}/maintenance/${n}`)),
    ...(isCertified(after, endpoint, validFrom)
      ? []
      : [{ text: 'endpoint-without-certificate' as const, at, values: { id, from: validFrom } }]),
  ];
};

/** Of a weekly window only one without any length: it may pass midnight. */
const backwards = (window: MaintenanceWindow, at: string): readonly ChangeFinding[] => {
  const [from, until] = 'weekday' in window ? [window.fromTime, window.untilTime] : [window.from, window.until];
  const wrong = 'weekday' in window ? from === until : Date.parse(until) <= Date.parse(from);
  return wrong ? [{ text: 'maintenance-ends-before', at, values: { from, until } }] : [];
};
