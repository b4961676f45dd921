/** Verifies receipts offline: format, certificate of the issuer, signature. Needs trust and nothing else. */
import { dayOf } from '@dienstweg/schemas/directory/day.ts';
import type { RegisteredSigner } from '@dienstweg/schemas/examine/needs.ts';
import type { AuthorityId, CertificateFingerprint } from '@dienstweg/schemas/identifiers.ts';
import type { ProblemCode } from '@dienstweg/schemas/problems/codes.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';
import { issuerAuthority, RECEIPT_EVENTS, type ReceiptClaims } from '@dienstweg/schemas/receipt/claims.ts';
import { keyFits, type SignatureAlgorithm, verifyValue } from '../signature/algorithms.ts';
import { fingerprintOf } from '../trust/certificate.ts';
import { NODE_URI } from '../trust/chain.ts';
import { checkCertificate, publicKeyOf, type Trust } from '../trust/trust.ts';
import { receiptAlgorithm } from './algorithms.ts';
import { readClaims } from './claims.ts';
import { RECEIPT_TYPE } from './sign.ts';
import { type ReceiptText, receiptText } from './texts.ts';

/** What verification needs. */
export interface ReceiptVerifierNeeds {
  readonly trust: Trust;
  /** The registered signing certificate with this SHA-256; for receipts that readers signed themselves. */
  readonly signerOf: (fingerprint: CertificateFingerprint) => RegisteredSigner | undefined;
  /** Now, for refusing receipts from the future. Certificates are checked at the receipt's own `iat`. */
  readonly at?: Date;
  /**
   * The signer's certificate must be good, and registered, at this moment as well. For who takes a receipt over: the `iat` is the signer's
   * word alone, and with a key that was revoked meanwhile anybody could put it back to before.
   */
  readonly goodAt?: Date;
  readonly language?: Language;
}

/** A verified receipt, or why it is none. */
export type ReceiptVerdict =
  | {
      readonly ok: true;
      readonly claims: ReceiptClaims;
      /** `iss`: proved by the certificate. */
      readonly issuer: string;
      readonly signedBy: 'node' | AuthorityId;
    }
  | { readonly ok: false; readonly code: ProblemCode; readonly text: string };

const CLOCK_TOLERANCE_MS = 5 * 60 * 1000;
const MOST_CERTIFICATES = 4;
const LONGEST_RECEIPT = 256 * 1024;
const BASE64URL = /^[A-Za-z0-9_-]+$/;

type Refuse = (
  text: ReceiptText,
  value?: string,
) => { readonly ok: false; readonly code: ProblemCode; readonly text: string };

const decode = (segment: string): Buffer | undefined => {
  if (!BASE64URL.test(segment)) return undefined;
  const octets = Buffer.from(segment, 'base64url');
  return octets.toString('base64url') === segment ? octets : undefined;
};

const parseJson = (octets: Buffer): unknown => {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(octets));
  } catch {
    return undefined;
  }
};

interface Header {
  readonly algorithm: SignatureAlgorithm;
  readonly certificate: Buffer;
}

const readHeader = (
  value: unknown,
  refuse: Refuse,
): { readonly ok: true; readonly header: Header } | ReturnType<Refuse> => {
  if (typeof value !== 'object' || value === null) return refuse('format');
  const { typ, alg, x5c, ...rest } = value as Record<string, unknown>;
  if (typ !== RECEIPT_TYPE) return refuse('typ', String(typ));
  const unknown = Object.keys(rest)[0];
  // crit, jwk, jku, x5u, kid: nothing here may point to another key or change what the signature means.
  if (unknown !== undefined) return refuse('member', unknown);
  const algorithm = receiptAlgorithm(alg);
  if (algorithm === undefined) return refuse('alg', String(alg));
  if (!Array.isArray(x5c) || x5c.length === 0 || x5c.length > MOST_CERTIFICATES) return refuse('x5c');
  const certificates = x5c.map((entry: unknown) => {
    const octets = typeof entry === 'string' ? Buffer.from(entry, 'base64') : undefined;
    return octets?.toString('base64') === entry ? octets : undefined;
  });
  const [certificate] = certificates;
  return certificate === undefined || certificates.includes(undefined)
    ? refuse('x5c')
    : { ok: true, header: { algorithm, certificate } };
};

/** Who holds the certificate: the node its URI names, or the authority it is registered for on the day of the receipt. */
const checkIssuer = (
  claims: ReceiptClaims,
  certificate: Buffer,
  { trust, signerOf, goodAt, language = 'en' }: ReceiptVerifierNeeds,
  refuse: Refuse,
): { readonly ok: true; readonly signedBy: 'node' | AuthorityId } | ReturnType<Refuse> => {
  const at = new Date(claims.iat * 1000);
  const isNode = claims.iss.startsWith(NODE_URI);
  const purpose = isNode ? 'receipt' : 'signing';
  const verdict = checkCertificate(trust, certificate, { at, purpose, language });
  if (!verdict.ok) return verdict;
  const still =
    goodAt === undefined ? verdict : checkCertificate(trust, certificate, { at: goodAt, purpose, language });
  if (!still.ok) return still;
  if (isNode) return verdict.uris.includes(claims.iss) ? { ok: true, signedBy: 'node' } : refuse('issuer', claims.iss);
  const signer = signerOf(fingerprintOf(certificate));
  const days = [at, goodAt ?? at].map(dayOf);
  const isRegistered =
    signer !== undefined &&
    issuerAuthority(signer.authority) === claims.iss &&
    days.every((day) => signer.validFrom <= day && (signer.validUntil === undefined || day < signer.validUntil));
  return isRegistered ? { ok: true, signedBy: signer.authority } : refuse('issuer', claims.iss);
};

/** What a reader decided, and nobody for it. Everything else is what the broker did, and a node's to attest. */
const OF_READERS: readonly string[] = [RECEIPT_EVENTS.consignmentAcceptance, RECEIPT_EVENTS.consignmentRejection];

/** Whether whoever signed may attest the event: a certificate shows who it is, not what it has a say in. */
const mayAttest = ({ events }: ReceiptClaims, signedBy: 'node' | AuthorityId): boolean =>
  Object.entries(events).every(([event, { reader }]) =>
    OF_READERS.includes(event)
      ? signedBy !== 'node' && (reader === undefined || reader === signedBy)
      : signedBy === 'node',
  );

/**
 * Verifies a compact JWS as a receipt. `receipt-invalid` for format, algorithm, issuer, an event
 * that the issuer has no say in, and signature; the certificate's
 * own codes where that is at fault. Nothing is fetched; the key is that of the leaf in `x5c`, after its chain is trusted
 * and it is shown to belong to `iss`.
 */
export const verifyReceipt = (jws: string, needs: ReceiptVerifierNeeds): ReceiptVerdict => {
  const refuse: Refuse = (text, value) => ({
    ok: false,
    code: 'receipt-invalid',
    text: receiptText(text, needs.language ?? 'en', value),
  });
  const segments = jws.length > LONGEST_RECEIPT ? [] : jws.split('.');
  const [headerText, payloadText, signatureText] = segments;
  if (segments.length !== 3 || headerText === undefined || payloadText === undefined || signatureText === undefined)
    return refuse('format');
  const [headerOctets, payload, signature] = [decode(headerText), decode(payloadText), decode(signatureText)];
  if (headerOctets === undefined || payload === undefined || signature === undefined) return refuse('format');
  const header = readHeader(parseJson(headerOctets), refuse);
  if (!header.ok) return header;
  const { algorithm, certificate } = header.header;
  const claims = readClaims(parseJson(payload));
  if (claims === undefined) return refuse('claims');
  const now = needs.at ?? new Date();
  if (claims.iat * 1000 > now.getTime() + CLOCK_TOLERANCE_MS) return refuse('future');

  const issuer = checkIssuer(claims, certificate, needs, refuse);
  if (!issuer.ok) return issuer;
  if (!mayAttest(claims, issuer.signedBy)) return refuse('say', Object.keys(claims.events)[0]?.split('/').at(-1));
  const key = publicKeyOf(needs.trust, certificate);
  if (key === undefined || !keyFits(algorithm, key)) return refuse('key', algorithm.name);
  const input = Buffer.from(`${headerText}.${payloadText}`, 'ascii');
  if (!verifyValue(algorithm, key, input, signature)) return refuse('signature');
  return { ok: true, claims, issuer: claims.iss, signedBy: issuer.signedBy };
};
