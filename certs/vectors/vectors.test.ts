/** Every vector meets its expectation: the files are what another implementation is measured by. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dayOf } from '@dienstweg/schemas/directory/day.ts';
import { examine } from '@dienstweg/schemas/examine/examine.ts';
import type { RegisteredSigner } from '@dienstweg/schemas/examine/needs.ts';
import { parseAuthorityId } from '@dienstweg/schemas/identifiers.ts';
import { describe, expect, test } from '@jest/globals';
import { XmlDocument, XmlElement } from 'libxml2-wasm';
import { verifyReceipt } from '../src/receipt/verify.ts';
import { type AlgorithmException, signatureVerifier } from '../src/signature/verify.ts';
import { fingerprintOf } from '../src/trust/certificate.ts';
import { trustOf } from '../src/trust/trust.ts';

interface Vectors {
  readonly at: string;
  readonly trust: Readonly<Record<'anchors' | 'intermediates' | 'crls', readonly string[]>>;
  readonly signers: readonly { readonly authority: string; readonly certificate: string; readonly validFrom: string }[];
  readonly exceptions: readonly AlgorithmException[];
  readonly messages: readonly { readonly file: string; readonly expect: string }[];
  readonly receipts: readonly { readonly name: string; readonly jws: string; readonly expect: string }[];
}

const here = import.meta.dirname;
const vectors = JSON.parse(readFileSync(join(here, 'vectors.json'), 'utf8')) as Vectors;
const at = new Date(vectors.at);
const der = (texts: readonly string[]) => texts.map((text) => Buffer.from(text, 'base64'));
const trust = trustOf({
  anchors: der(vectors.trust.anchors),
  intermediates: der(vectors.trust.intermediates),
  crls: der(vectors.trust.crls),
});
const signers = new Map(
  vectors.signers.map(({ authority, certificate, validFrom }): [string, RegisteredSigner] => {
    const octets = Buffer.from(certificate, 'base64');
    const id = parseAuthorityId(authority);
    if (id === undefined) throw new Error(`no authority: ${authority}`);
    const fingerprint = fingerprintOf(octets);
    return [fingerprint, { authority: id, fingerprint, der: octets, validFrom }];
  }),
);
const signerOf = (fingerprint: string) => signers.get(fingerprint);
const verify = signatureVerifier({ trust, signerOf, exceptions: vectors.exceptions });

const elementsOf = (root: XmlElement): XmlElement[] => {
  const elements: XmlElement[] = [];
  for (let node = root.firstChild; node !== null; node = node.next) if (node instanceof XmlElement) elements.push(node);
  return elements;
};

const verdictOn = (file: string, by = verify, when = at) => {
  const document = XmlDocument.fromBuffer(readFileSync(join(here, file)));
  try {
    const elements = elementsOf(document.root);
    const header = elements.find(({ name }) => name === 'Header');
    if (header === undefined) throw new Error('a vector without header');
    return by(
      { document, header, signature: elements.find(({ name }) => name === 'Signature') },
      { at: when, language: 'de' },
    );
  } finally {
    document.dispose();
  }
};

test('a certificate is registered by legal days, which begin before those of UTC end', () => {
  const late = new Date(`${at.toISOString().slice(0, 10)}T23:30:00Z`);
  const registered = (days: Pick<RegisteredSigner, 'validFrom' | 'validUntil'>) =>
    signatureVerifier({
      trust,
      signerOf: (fingerprint) => {
        const signer = signerOf(fingerprint);
        return signer && { ...signer, ...days };
      },
    });
  const accepted = vectors.messages.find(({ expect: expected }) => expected === 'accepted')?.file ?? '';
  const verdict = (days: Parameters<typeof registered>[0]) => {
    const found = verdictOn(accepted, registered(days), late);
    return found.ok ? 'accepted' : found.code;
  };
  expect(verdict({ validFrom: dayOf(late) })).toBe('accepted');
  expect(verdict({ validFrom: '2020-01-01', validUntil: dayOf(late) })).toBe('certificate-unknown');
});

describe('the vectors for messages', () => {
  test.each(vectors.messages)('$file: $expect', ({ file, expect: expected }) => {
    const verdict = verdictOn(file);
    expect(verdict.ok ? 'accepted' : verdict.code).toBe(expected);
    if (!verdict.ok) {
      expect(verdict.violations.length).toBeGreaterThan(0);
      expect(verdict.violations.every(({ text }) => text !== '')).toBe(true);
    }
  });

  test('are many enough to mean something', () => {
    const refused = vectors.messages.filter(({ expect: expected }) => expected !== 'accepted');
    expect(refused.length).toBeGreaterThan(70);
    expect(vectors.messages.length - refused.length).toBeGreaterThan(25);
  });
});

describe('the whole examination', () => {
  const type = { state: 'in-force', type: { checkPart: () => [], checkHeader: () => [] } } as const;
  const needs = { verifySignature: verify, maySign: () => false, messageTypes: { find: () => type } };
  test.each(vectors.messages)('agrees on $file', ({ file, expect: expected }) => {
    const octets = readFileSync(join(here, file));
    const examination = examine(octets, needs, { at, language: 'nl', partsRequired: false });
    expect(examination.ok).toBe(expected === 'accepted');
  });
});

describe('the vectors for receipts', () => {
  test.each(vectors.receipts)('$name: $expect', ({ jws, expect: expected }) => {
    const verdict = verifyReceipt(jws, { trust, signerOf, at, language: 'en' });
    expect(verdict.ok ? 'accepted' : verdict.code).toBe(expected);
  });
});
