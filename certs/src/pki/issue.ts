/** Issues leaf certificates of the development CA. */
import { webcrypto } from 'node:crypto';
import type { CertificateFingerprint } from '@dienstweg/schemas/identifiers.ts';
import { fingerprintOf } from '../trust/certificate.ts';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  type PublicKeyType,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '../x509.ts';
import { type DevelopmentCa, newSerial, validity } from './ca.ts';
import { newKeyPair, privateKeyPem, SIGNING } from './keys.ts';
import { type LeafNames, leafExtensions, subjectOf } from './profiles.ts';
import { readSerials, writeSerials } from './serials.ts';

/** What to issue. */
export interface LeafRequest extends LeafNames {
  /** Days of validity; never beyond the issuing CA's own. Default: 365. */
  readonly days?: number;
  readonly now?: Date;
}

/** An issued certificate without its key. */
export interface IssuedLeaf {
  readonly certificatePem: string;
  /** Leaf, then the issuing CA. */
  readonly chainPem: string;
  readonly der: Uint8Array;
  readonly fingerprint: CertificateFingerprint;
}

/** A certificate with the new key that belongs to it. Keep the key with `writePrivateFile`. */
export interface IssuedLeafWithKey extends IssuedLeaf {
  readonly privateKeyPem: string;
}

const DEFAULT_DAYS = 365;
const crypto = webcrypto;

/** Certifies a public key and enters it in the CA's index. Throws TypeError for a receipt certificate without URI. */
export const certifyKey = async (
  ca: DevelopmentCa,
  request: LeafRequest,
  publicKey: PublicKeyType,
): Promise<IssuedLeaf> => {
  if (request.purposes === 'receipt' && request.uri === undefined)
    throw new TypeError('a receipt certificate names its node as URI');
  const { certificate: issuer, certificatePem: issuerPem, key: signingKey } = ca.issuing;
  const { notBefore, notAfter } = validity(request.now ?? new Date(), request.days ?? DEFAULT_DAYS);
  const serialNumber = newSerial();
  const certificate = await X509CertificateGenerator.create(
    {
      serialNumber,
      subject: subjectOf(request.commonName),
      issuer: issuer.subjectName.toJSON(),
      notBefore,
      notAfter: new Date(Math.min(notAfter.getTime(), issuer.notAfter.getTime())),
      signingAlgorithm: SIGNING,
      publicKey,
      signingKey,
      extensions: [
        new BasicConstraintsExtension(false, undefined, true),
        ...leafExtensions(request),
        await SubjectKeyIdentifierExtension.create(publicKey, false, crypto),
        await AuthorityKeyIdentifierExtension.create(issuer.publicKey, false, crypto),
      ],
    },
    crypto,
  );
  const der = new Uint8Array(certificate.rawData);
  const certificatePem = `${certificate.toString('pem')}\n`;
  const fingerprint = fingerprintOf(der);
  const { commonName, purposes, uri } = request;
  await ca.exclusively(async () => {
    const entry = {
      serial: serialNumber,
      fingerprint,
      commonName,
      purposes,
      ...(uri === undefined ? {} : { uri }),
      validFrom: certificate.notBefore.toISOString(),
      validUntil: certificate.notAfter.toISOString(),
    };
    await writeSerials(ca.dir, [...(await readSerials(ca.dir)), entry]);
  });
  return { certificatePem, chainPem: `${certificatePem}${issuerPem}`, der, fingerprint };
};

/** A new EC P-256 key and its certificate. Renewal is issuing again under the same names, before the old one ends. */
export const issueCertificate = async (ca: DevelopmentCa, request: LeafRequest): Promise<IssuedLeafWithKey> => {
  const keys = await newKeyPair();
  const leaf = await certifyKey(ca, request, keys.publicKey);
  return { ...leaf, privateKeyPem: privateKeyPem(keys.privateKey) };
};

/** Whether a certificate should be renewed: less than a third of its time is left. */
export const isRenewalDue = ({ validFrom, validUntil }: { validFrom: Date; validUntil: Date }, now: Date): boolean =>
  validUntil.getTime() - now.getTime() < (validUntil.getTime() - validFrom.getTime()) / 3;
