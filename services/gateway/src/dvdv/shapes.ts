/**
 * What a client of Germany's DVDV expects of its version 2 (read side): names and nesting are that interface's, not
 * ours. Ids are numbers there; ours are derived from the entry's id and stay the same as long as it does.
 */
import { createHash, X509Certificate } from 'node:crypto';
import type { AuthorityEntry, CertificateEntry, EndpointEntry } from '@dienstweg/schemas/directory/change/changes.ts';
import type { Period } from '@dienstweg/schemas/directory/day.ts';

/** A certificate. `fingerprint`: SHA-1, lower-case hexadecimal; `content`: base64 of the DER form. */
export interface DvdvCertificate {
  readonly content: string;
  readonly fingerprint: string;
  readonly serialHex: string;
  readonly nameIssuer: string;
  readonly nameSubject: string;
  readonly validFrom: string;
  readonly validTo: string;
}

/** How a service is reached. */
export interface DvdvServiceElement {
  readonly serviceElementId: number;
  readonly serviceElementName: string;
  readonly serviceElementType: 'WEBSERVER' | 'SIGNATURE_CERTIFICATE' | 'CIPHER_CERTIFICATE' | 'TEXT';
  readonly serviceElementUri?: string;
  readonly serviceElementText?: string;
  readonly signatureCertificate?: DvdvCertificate;
  readonly cipherCertificate?: DvdvCertificate;
  readonly required: boolean;
}

interface Dated {
  readonly id: number;
  readonly validFrom: string;
  readonly validTo?: string;
}

/** A service of an organisation. */
export interface DvdvServiceBase extends Dated {
  readonly serviceDescriptionName: string;
  readonly serviceSpecificationType: 'MANUAL';
  readonly serviceSpecificationUri: string;
}

export interface DvdvService extends DvdvServiceBase {
  readonly serviceSpecificationDocument: string;
  readonly organizationNameDe: string;
  readonly organizationNameEn?: string;
  readonly serviceElements: readonly DvdvServiceElement[];
}

/** An organisation. */
export interface DvdvOrganization extends Dated {
  readonly nameDe: string;
  readonly nameEn?: string;
  readonly category: string;
  readonly organizationKeys: readonly string[];
  readonly clientCertificates: readonly DvdvCertificate[];
  readonly services: readonly DvdvServiceBase[];
}

/** A positive number that a client may keep in 53 bits. */
export const numberOf = (entryId: string): number =>
  createHash('sha256').update(entryId).digest().readUIntBE(0, 6) || 1;

/** Days as that interface writes them: moments at which they begin. */
export const datesOf = ({ validFrom, validUntil }: Period): Omit<Dated, 'id'> => ({
  validFrom: `${validFrom}T00:00:00`,
  ...(validUntil === undefined ? {} : { validTo: `${validUntil}T00:00:00` }),
});

/** SHA-1 of the DER form, lower-case hexadecimal: a name there, nothing is proved by it. */
export const sha1Of = (der: Uint8Array): string => createHash('sha1').update(der).digest('hex');

/** A registered certificate in that interface's form. */
export const certificateShape = ({ der }: CertificateEntry): DvdvCertificate => {
  const octets = Buffer.from(der, 'base64');
  const certificate = new X509Certificate(octets);
  const oneLine = (name: string): string => name.split('\n').reverse().join(', ');
  return {
    content: der,
    fingerprint: sha1Of(octets),
    serialHex: certificate.serialNumber,
    nameIssuer: oneLine(certificate.issuer),
    nameSubject: oneLine(certificate.subject),
    validFrom: certificate.validFromDate.toISOString(),
    validTo: certificate.validToDate.toISOString(),
  };
};

/** Directory keys of an authority, without our scheme: `ags:01999001`. */
export const organizationKeysOf = ({ authority, otherIds = [] }: AuthorityEntry): readonly string[] =>
  [authority, ...otherIds].flatMap((id) => (id.startsWith('dvdv:') ? [id.slice('dvdv:'.length)] : []));

/** The elements of a service: where to, and whose certificates count. */
export const elementsOf = (
  endpoint: EndpointEntry,
  certificates: readonly CertificateEntry[],
): readonly DvdvServiceElement[] => {
  const element = (id: string, name: string) => ({
    serviceElementId: numberOf(`${endpoint.id} ${id}`),
    serviceElementName: name,
    required: true,
  });
  return [
    endpoint.channel.type === 'push'
      ? { ...element('channel', 'push'), serviceElementType: 'WEBSERVER', serviceElementUri: endpoint.channel.url }
      : { ...element('channel', 'mailbox'), serviceElementType: 'TEXT', serviceElementText: 'mailbox' },
    ...certificates.flatMap((entry): readonly DvdvServiceElement[] => {
      if (entry.purpose === 'signing')
        return [
          {
            ...element(entry.id, 'signing'),
            serviceElementType: 'SIGNATURE_CERTIFICATE',
            signatureCertificate: certificateShape(entry),
          },
        ];
      return entry.purpose === 'encryption'
        ? [
            {
              ...element(entry.id, 'encryption'),
              serviceElementType: 'CIPHER_CERTIFICATE',
              cipherCertificate: certificateShape(entry),
            },
          ]
        : [];
    }),
  ];
};
