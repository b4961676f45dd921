/**
 * The chain of a certificate in a closed PKI: leaf, at most two intermediates, registered anchor. Nothing is built or
 * fetched; every link is a name that matches octet by octet and a signature that holds. What is found here holds for
 * good; validity and revocation are asked anew each time, by `trust.ts`.
 */
import type { KeyObject } from 'node:crypto';
import { RSA_LEAST_BITS } from '../signature/algorithms.ts';
import { ExtendedKeyUsage, KeyUsageFlags } from '../x509.ts';
import { type CertificateFacts, hasUsage } from './certificate.ts';
import type { TrustText } from './texts.ts';

/** What a certificate is presented for. */
export type CertificatePurpose = 'signing' | 'tls-client' | 'tls-server' | 'receipt';

/** Certificates that may stand above a leaf. */
export interface Issuers {
  readonly anchors: readonly CertificateFacts[];
  readonly intermediates: readonly CertificateFacts[];
}

/** Leaf first, anchor last; or why there is none that may be used. */
export type ChainFinding =
  | {
      readonly ok: true;
      readonly chain: readonly CertificateFacts[];
      /** When every certificate of the chain is valid. */
      readonly validFrom: Date;
      readonly validUntil: Date;
    }
  | { readonly ok: false; readonly text: TrustText; readonly value?: string };

/** Begins the URI by which a receipt certificate names its node. */
export const NODE_URI = 'urn:dienstweg:node:';

const MOST_INTERMEDIATES = 2;
const HASHES = /SHA-(?:256|384|512)$|^Ed25519$/;
const CURVES: readonly string[] = ['prime256v1', 'secp384r1', 'secp521r1'];
/** Extended key usages of certificates that sign documents; mail certificates are what existing PKIs issue for it. */
const SIGNING_USAGES: readonly string[] = [
  '1.3.6.1.5.5.7.3.36', // id-kp-documentSigning, RFC 9336
  '1.3.6.1.4.1.311.10.3.12',
  ExtendedKeyUsage.emailProtection,
];

const isStrong = (key: KeyObject): boolean => {
  const details = key.asymmetricKeyDetails;
  switch (key.asymmetricKeyType) {
    case 'ec':
      return CURVES.includes(details?.namedCurve ?? '');
    case 'rsa':
    case 'rsa-pss':
      return (details?.modulusLength ?? 0) >= RSA_LEAST_BITS;
    default:
      return key.asymmetricKeyType === 'ed25519';
  }
};

const mayIssue = (issuer: CertificateFacts, intermediatesBelow: number): boolean =>
  issuer.isCa &&
  hasUsage(issuer, KeyUsageFlags.keyCertSign) &&
  (issuer.pathLength === undefined || issuer.pathLength >= intermediatesBelow);

const isIssuedBy = (certificate: CertificateFacts, issuer: CertificateFacts): boolean =>
  certificate.issuer === issuer.subject &&
  certificate.x509.checkIssued(issuer.x509) &&
  certificate.x509.verify(issuer.key);

const findChain = (
  leaf: CertificateFacts,
  { anchors, intermediates }: Issuers,
): readonly CertificateFacts[] | undefined => {
  const chain = [leaf];
  for (let last = leaf; chain.length <= MOST_INTERMEDIATES + 1; ) {
    const below = chain.length - 1;
    const isNext = (issuer: CertificateFacts) => mayIssue(issuer, below) && isIssuedBy(last, issuer);
    const anchor = anchors.find(isNext);
    if (anchor !== undefined) return [...chain, anchor];
    const next = intermediates.find((issuer) => !chain.includes(issuer) && isNext(issuer));
    if (next === undefined) return undefined;
    chain.push(next);
    last = next;
  }
  return undefined;
};

/** Whether keyUsage and extendedKeyUsage allow the purpose. A receipt certificate also names its node. */
const allowsPurpose = (leaf: CertificateFacts, purpose: CertificatePurpose): boolean => {
  const usages = leaf.extendedKeyUsage;
  const isNode = leaf.uris.some((uri) => uri.startsWith(NODE_URI));
  const maySign = hasUsage(leaf, KeyUsageFlags.digitalSignature) || hasUsage(leaf, KeyUsageFlags.nonRepudiation);
  switch (purpose) {
    case 'signing':
      return maySign && !isNode && (usages === undefined || usages.some((usage) => SIGNING_USAGES.includes(usage)));
    case 'receipt':
      return maySign && isNode && usages?.some((usage) => SIGNING_USAGES.includes(usage)) === true;
    case 'tls-client':
      return hasUsage(leaf, KeyUsageFlags.digitalSignature) && usages?.includes(ExtendedKeyUsage.clientAuth) === true;
    case 'tls-server':
      return hasUsage(leaf, KeyUsageFlags.digitalSignature) && usages?.includes(ExtendedKeyUsage.serverAuth) === true;
  }
};

/** Everything about a leaf and its chain that does not change with time. */
export const judgeChain = (leaf: CertificateFacts, issuers: Issuers, purpose: CertificatePurpose): ChainFinding => {
  if (leaf.isCa) return { ok: false, text: 'leaf' };
  const chain = findChain(leaf, issuers);
  if (chain === undefined) return { ok: false, text: 'chain' };
  for (const certificate of chain) {
    if (certificate.unsupported.length > 0)
      return { ok: false, text: 'extension', value: certificate.unsupported.join(', ') };
    if (!HASHES.test(certificate.signatureAlgorithm) || !isStrong(certificate.key))
      return { ok: false, text: 'algorithm', value: certificate.signatureAlgorithm };
  }
  if (!allowsPurpose(leaf, purpose)) return { ok: false, text: 'purpose', value: purpose };
  return {
    ok: true,
    chain,
    validFrom: new Date(Math.max(...chain.map((certificate) => certificate.validFrom.getTime()))),
    validUntil: new Date(Math.min(...chain.map((certificate) => certificate.validUntil.getTime()))),
  };
};
