/** Receipts to accept and to refuse. */
import { createHmac, sign } from 'node:crypto';
import type { ProblemCode } from '@dienstweg/schemas/problems/codes.ts';
import { RECEIPT_EVENTS } from '@dienstweg/schemas/receipt/claims.ts';
import type { Signers } from './accepted.ts';
import type { Signer } from './shape.ts';

/** A receipt and what is expected of it: acceptance, or a code. */
export interface ReceiptVector {
  readonly name: string;
  readonly jws: string;
  readonly expect: 'accepted' | ProblemCode;
  readonly why: string;
}

const claims = {
  iss: 'urn:dienstweg:node:gateway',
  iat: Date.parse('2026-11-30T10:00:05Z') / 1000,
  jti: '1b4e28ba-2fa1-41d2-883f-0016d3cca427',
  sub: 'message:dvdv:gew:990101000000:3f0e4f5a-93a1-4a60-9d0c-2f3a6c1d7e10',
  txn: 'conversation:3f0e4f5a-93a1-4a60-9d0c-2f3a6c1d7e10',
  events: {
    [RECEIPT_EVENTS.submissionAcceptance]: {
      headerDigest: 'n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=',
      partDigests: { core: 'n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=' },
    },
  },
};
const attested = claims.events[RECEIPT_EVENTS.submissionAcceptance];
const readerClaims = {
  ...claims,
  iss: 'urn:dienstweg:authority:dvdv:gew:990101000000',
  events: { [RECEIPT_EVENTS.consignmentAcceptance]: attested },
};

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const chainOf = (signer: Signer, signers: Signers): string[] =>
  [signer, signers.issuing].flatMap((each) => (each === undefined ? [] : Buffer.from(each.der).toString('base64')));

const HASHES: Readonly<Record<string, string | null>> = {
  ES256: 'sha256',
  ES384: 'sha384',
  PS256: 'sha256',
  EdDSA: null,
};
const signatureValue = (alg: string, input: Buffer, { key }: Signer): Buffer => {
  if (alg === 'PS256') return sign('sha256', input, { key, padding: 6, saltLength: 32 });
  return sign(HASHES[alg] ?? null, input, { key, dsaEncoding: 'ieee-p1363' });
};

/** All receipts of the vectors. */
export const receiptVectors = (signers: Signers): readonly ReceiptVector[] => {
  const node = signers.node;
  if (node === undefined) throw new Error('no signer for receipts');
  const make = (
    alg: string,
    signer: Signer | undefined,
    body: unknown,
    header: Record<string, unknown> = {},
  ): string => {
    if (signer === undefined) throw new Error('no such signer');
    const head = { typ: 'secevent+jwt', alg, x5c: chainOf(signer, signers), ...header };
    const input = `${encode(head)}.${encode(body)}`;
    return `${input}.${signatureValue(HASHES[alg] === undefined ? 'ES256' : alg, Buffer.from(input), signer).toString('base64url')}`;
  };
  const good = make('ES256', node, claims);
  const [head = '', body = '', value = ''] = good.split('.');
  const secret = Buffer.from(node.der);
  const hs = `${encode({ typ: 'secevent+jwt', alg: 'HS256', x5c: chainOf(node, signers) })}.${body}`;
  const vector = (name: string, expect: ReceiptVector['expect'], why: string, jws: string): ReceiptVector => ({
    name,
    jws,
    expect,
    why,
  });
  const refuse = (name: string, why: string, jws: string) => vector(name, 'receipt-invalid', why, jws);
  return [
    vector('node-es256', 'accepted', 'signed by a node', good),
    vector('reader-es256', 'accepted', 'signed by the reader itself', make('ES256', signers.p256, readerClaims)),
    vector('reader-es384', 'accepted', 'EC P-384', make('ES384', signers.p384, readerClaims)),
    vector('reader-ps256', 'accepted', 'RSA-PSS', make('PS256', signers.rsa, readerClaims)),
    vector('reader-eddsa', 'accepted', 'Ed25519', make('EdDSA', signers.ed25519, readerClaims)),
    refuse(
      'alg-none',
      'no signature',
      `${encode({ typ: 'secevent+jwt', alg: 'none', x5c: chainOf(node, signers) })}.${body}.`,
    ),
    refuse(
      'alg-none-with-value',
      'no signature',
      `${encode({ typ: 'secevent+jwt', alg: 'none', x5c: chainOf(node, signers) })}.${body}.${value}`,
    ),
    refuse(
      'alg-hs256',
      'the certificate as a shared secret',
      `${hs}.${createHmac('sha256', secret).update(hs).digest('base64url')}`,
    ),
    refuse('alg-of-other-key', 'ES384 with a P-256 key', make('ES384', node, claims)),
    refuse('crit', 'a critical extension', make('ES256', node, claims, { crit: ['b64'], b64: false })),
    refuse('jwk', 'a key brought along', make('ES256', node, claims, { jwk: {} })),
    refuse('typ-other', 'another type', make('ES256', node, claims, { typ: 'JWT' })),
    refuse('typ-upper-case', 'the type is exact', make('ES256', node, claims, { typ: 'SECEVENT+JWT' })),
    refuse('x5c-missing', 'no certificate', make('ES256', node, claims, { x5c: [] })),
    refuse(
      'node-of-other-name',
      'the certificate names another node',
      make('ES256', node, { ...claims, iss: 'urn:dienstweg:node:delivery' }),
    ),
    refuse(
      'reader-of-other-name',
      'registered for another authority',
      make('ES256', signers.p256, { ...readerClaims, iss: 'urn:dienstweg:authority:dvdv:gew:990202000000' }),
    ),
    vector(
      'node-without-its-certificate',
      'certificate-untrusted',
      "an authority's key under a node's name",
      make('ES256', signers.p256, claims),
    ),
    vector(
      'reader-revoked',
      'certificate-revoked',
      'revoked when it signed',
      make('ES256', signers.revoked, readerClaims),
    ),
    vector(
      'reader-expired',
      'certificate-expired',
      'expired when it signed',
      make('ES256', signers.expired, readerClaims),
    ),
    vector('foreign', 'certificate-untrusted', 'an unknown CA', make('ES256', signers.foreign, readerClaims)),
    refuse('claims-changed', 'another subject', `${head}.${encode({ ...claims, sub: 'message:x:y' })}.${value}`),
    refuse(
      'two-events',
      'one event a receipt',
      make('ES256', node, { ...claims, events: { ...claims.events, ...readerClaims.events } }),
    ),
    refuse(
      'unknown-event',
      'an event nobody knows',
      make('ES256', node, { ...claims, events: { 'urn:example:event': Object.values(claims.events)[0] } }),
    ),
    refuse(
      'from-the-future',
      'after the moment of verification',
      make('ES256', node, { ...claims, iat: claims.iat + 86_400 * 30 }),
    ),
    refuse(
      'submission-by-an-authority',
      'what the broker did only a node attests',
      make('ES256', signers.p256, { ...readerClaims, events: claims.events }),
    ),
    refuse(
      'handover-by-an-authority',
      'what the broker did only a node attests',
      make('ES256', signers.p256, { ...readerClaims, events: { [RECEIPT_EVENTS.contentHandover]: attested } }),
    ),
    refuse(
      'acceptance-by-a-node',
      'what a reader decided only that reader attests',
      make('ES256', node, { ...claims, events: readerClaims.events }),
    ),
    refuse(
      'acceptance-for-another-reader',
      'what a reader decided only that reader attests',
      make('ES256', signers.p256, {
        ...readerClaims,
        events: { [RECEIPT_EVENTS.consignmentAcceptance]: { ...attested, reader: 'dvdv:gew:990202000000' } },
      }),
    ),
    vector(
      'acceptance-for-itself',
      'accepted',
      'the reader that is named is the one that signs',
      make('ES256', signers.p256, {
        ...readerClaims,
        events: { [RECEIPT_EVENTS.consignmentAcceptance]: { ...attested, reader: 'dvdv:gew:990101000000' } },
      }),
    ),
    refuse('four-segments', 'not three segments', `${good}.${value}`),
    refuse('padded', 'base64url has no padding', `${good}=`),
    refuse(
      'value-der-coded',
      'r‖s, not DER',
      `${head}.${body}.${sign('sha256', Buffer.from(`${head}.${body}`), node.key).toString('base64url')}`,
    ),
  ];
};
