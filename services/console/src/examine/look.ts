/** One stored message, looked at: header, signature with its chain, what checks find, its parts masked. */
import { X509Certificate } from 'node:crypto';
import { signatureVerifier } from '@dienstweg/certs/signature/verify.ts';
import { fingerprintOf } from '@dienstweg/certs/trust/certificate.ts';
import type { Trust } from '@dienstweg/certs/trust/trust.ts';
import { headerOf } from '@dienstweg/schemas/envelope/header-of.ts';
import { readParts } from '@dienstweg/schemas/envelope/read-parts.ts';
import { examine } from '@dienstweg/schemas/examine/examine.ts';
import type { SignatureVerdict } from '@dienstweg/schemas/examine/needs.ts';
import type { MessageTypeCatalog } from '@dienstweg/schemas/message-types/catalog.ts';
import { VERIFIED_LIMITS } from '@dienstweg/schemas/xml/limits.ts';
import { parseXml } from '@dienstweg/schemas/xml/parse.ts';
import { type TreeElement, treeOf } from '@dienstweg/schemas/xml/tree.ts';
import type { ChainLink, MaskedNode, MessageDocument } from '../api/shapes/messages.ts';
import { causeOf } from '../show/causes.ts';
import { masked } from './mask.ts';
import type { Questions } from './protocol.ts';

const namesIn = (text: string): string => text.split('\n').join(', ');

const linkOf = (x509: X509Certificate, is: ChainLink['is']): ChainLink => ({
  subject: namesIn(x509.subject),
  issuer: namesIn(x509.issuer),
  fingerprint: fingerprintOf(x509.raw),
  serial: x509.serialNumber.toLowerCase(),
  validFrom: x509.validFromDate.toISOString(),
  validUntil: x509.validToDate.toISOString(),
  is,
});

const PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
const LONGEST_CHAIN = 4;

/** From the signer to whoever issued itself, as far as it is known here. Shown, not judged: that is the verdict's. */
const chainOf = (signer: X509Certificate, trust: Trust): readonly ChainLink[] => {
  const issuers = [...trust.issuersPem().matchAll(PEM)].map(([pem]) => new X509Certificate(pem));
  const chain = [linkOf(signer, 'signer')];
  for (let last = signer; chain.length < LONGEST_CHAIN; ) {
    const issuer = issuers.find((one) => last.checkIssued(one) && one.fingerprint256 !== last.fingerprint256);
    if (issuer === undefined) break;
    chain.push(linkOf(issuer, issuer.checkIssued(issuer) ? 'anchor' : 'intermediate'));
    last = issuer;
  }
  return chain;
};

const elementsNamed = (element: TreeElement, name: string): readonly TreeElement[] => [
  ...(element.name === name ? [element] : []),
  ...element.elements.flatMap((child) => elementsNamed(child, name)),
];

/** What the signature itself states: claims, shown beside the verdict. */
const statedBy = (octets: Uint8Array): { readonly algorithm?: string; readonly certificate?: X509Certificate } => {
  const parsed = parseXml(octets, { limits: VERIFIED_LIMITS, language: 'en' });
  if (!parsed.ok) return {};
  try {
    const signature = treeOf(parsed.document.root).elements.find(({ name }) => name === 'Signature');
    if (signature === undefined) return {};
    const [method] = elementsNamed(signature, 'SignatureMethod');
    const algorithm = method?.attributes.find(({ name }) => name === 'Algorithm')?.value;
    const [certificate] = elementsNamed(signature, 'X509Certificate');
    const der = Buffer.from(certificate?.node.content ?? '', 'base64');
    return {
      ...(algorithm === undefined ? {} : { algorithm }),
      ...(der.length === 0 ? {} : { certificate: new X509Certificate(der) }),
    };
  } catch {
    return {};
  } finally {
    parsed.document.dispose();
  }
};

const maskedPart = (octets: Uint8Array): { readonly masked?: MaskedNode } => {
  const parsed = parseXml(octets, { limits: VERIFIED_LIMITS, language: 'en' });
  if (!parsed.ok) return {};
  try {
    return { masked: masked(treeOf(parsed.document.root)) };
  } finally {
    parsed.document.dispose();
  }
};

/** Looks at the octets; throws where they are no message, which what stands in the streams never is. */
export const lookAt = (
  { octets, atMs, language, signers, maySign, withTexts }: Questions['document']['ask'],
  trust: Trust,
  messageTypes: MessageTypeCatalog,
): Questions['document']['answer'] => {
  const at = new Date(atMs);
  const header = headerOf(octets);
  let verdict: SignatureVerdict | undefined;
  const verify = signatureVerifier({
    trust,
    signerOf: (fingerprint) => signers.find((signer) => signer.fingerprint === fingerprint),
  });
  const examination = examine(
    octets,
    {
      verifySignature: (envelope, when) => {
        verdict = verify(envelope, when);
        return verdict;
      },
      maySign: (provider, _author, code) =>
        maySign.some((one) => one.provider === provider && one.types.includes(code)),
      messageTypes,
    },
    { at, language, partsRequired: true },
  );
  const { algorithm, certificate } = statedBy(octets);
  const violations = examination.ok ? (examination.warnings ?? []) : examination.violations;
  const contents = new Map(readParts(octets).map(({ id, octets: content }) => [id, content]));
  const document: Questions['document']['answer'] = {
    header,
    signature: {
      ok: verdict?.ok === true,
      ...(verdict?.ok === true || verdict === undefined ? {} : causeOf(verdict.code, language)),
      ...(algorithm === undefined ? {} : { algorithm }),
      ...(verdict?.ok === true
        ? {
            signingTime: verdict.signer.signingTime,
            signer: { authority: verdict.signer.authority, fingerprint: verdict.signer.fingerprint },
          }
        : certificate === undefined
          ? {}
          : { signer: { fingerprint: fingerprintOf(certificate.raw) } }),
      chain: certificate === undefined ? [] : chainOf(certificate, trust),
    },
    findings: violations.map(({ text, remedy, expected: _expected, ...place }) =>
      withTexts ? { ...place, text, remedy } : place,
    ),
    parts: header.parts.map(
      ({ id, role, mediaType, sizeBytes, digest, fileName }): MessageDocument['parts'][number] => {
        const content = contents.get(id);
        return {
          id,
          role,
          mediaType,
          sizeBytes,
          digest,
          ...(fileName === undefined ? {} : { fileName }),
          ...(content === undefined || !/xml/i.test(mediaType) ? {} : maskedPart(content)),
        };
      },
    ),
  };
  return document;
};
