/** The obvious alternatives, each used as its documentation says. Development dependencies: absent where only the broker is installed. */
import { execFileSync } from 'node:child_process';
import { createVerify, webcrypto } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { DOMParser, XMLSerializer } from '@xmldom/xmldom';
import { XMLParser } from 'fast-xml-parser';
import { SignedXml } from 'xml-crypto';
import { create } from 'xmlbuilder2';
import type { MicroMaterial } from './micro-material.ts';

const DS = 'http://www.w3.org/2000/09/xmldsig#';
const ECDSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256';

/** xml-crypto knows RSA and HMAC only; anything else is given to it as a class. */
class EcdsaSha256 {
  getAlgorithmName = (): string => ECDSA_SHA256;
  getSignature = (): string => {
    throw new Error('only verifies');
  };
  verifySignature = (material: string, key: string, value: string): boolean =>
    createVerify('sha256').update(material).verify({ key, dsaEncoding: 'ieee-p1363' }, value, 'base64');
}

/** Verifies with xml-crypto, the message parsed by xmldom as it asks for. */
export const xmlCryptoVerify = ({ octets, certificatePem }: MicroMaterial): (() => void) => {
  const text = octets.toString();
  return () => {
    const document = new DOMParser().parseFromString(text, 'text/xml');
    const [node] = [...document.getElementsByTagNameNS(DS, 'Signature')];
    const signed = new SignedXml({ publicCert: certificatePem, getCertFromKeyInfo: () => null });
    signed.SignatureAlgorithms[ECDSA_SHA256] = EcdsaSha256 as never;
    signed.loadSignature(node as never);
    if (!signed.checkSignature(text)) throw new Error('xml-crypto refused the signature');
  };
};

/** As far as it is used; its own declarations bring those of browsers with them, which would then count everywhere. */
interface Xmldsigjs {
  readonly Application: { setEngine(name: string, crypto: unknown): void };
  readonly SignedXml: new (document: unknown) => { LoadXml(signature: unknown): void; Verify(): Promise<boolean> };
}

const xmldsigjs = (): Xmldsigjs => {
  const require = createRequire(import.meta.url);
  const within = createRequire(require.resolve('xmldsigjs'));
  within('xml-core').setNodeDependencies({ DOMParser, XMLSerializer, xpath: within('xpath') });
  const library: Xmldsigjs = require('xmldsigjs');
  library.Application.setEngine('node', webcrypto);
  return library;
};

/** Verifies with xmldsigjs over WebCrypto, with the certificate that the message brings: a key of one's own it takes for RSA only. */
export const xmldsigjsVerify = ({ octets }: MicroMaterial): (() => Promise<void>) => {
  const { SignedXml: Verifier } = xmldsigjs();
  const text = octets.toString();
  return async () => {
    const document = new DOMParser().parseFromString(text, 'text/xml');
    const signed = new Verifier(document);
    signed.LoadXml(document.getElementsByTagNameNS(DS, 'Signature')[0]);
    if (!(await signed.Verify())) throw new Error('xmldsigjs refused the signature');
  };
};

const REPEAT = 200;

/** Milliseconds a verification by Debian's `xmlsec1`, its start shared by many; nothing where it is not installed. */
export const xmlsec1VerifyMs = ({ folder, octets, certificatePem }: MicroMaterial): number | undefined => {
  const [message, certificate] = [join(folder, 'message.xml'), join(folder, 'signer.pem')];
  writeFileSync(message, octets);
  writeFileSync(certificate, certificatePem);
  const ids = ['--id-attr:Id', 'Header', '--id-attr:Id', 'SignedProperties'];
  const began = performance.now();
  try {
    execFileSync(
      'xmlsec1',
      ['--verify', '--repeat', String(REPEAT), ...ids, '--pubkey-cert-pem', certificate, message],
      {
        stdio: 'ignore',
      },
    );
  } catch {
    return undefined;
  }
  return (performance.now() - began) / REPEAT;
};

/** Parses to a tree with xmldom, and to an object with fast-xml-parser. */
export const xmldomParse = ({ octets }: MicroMaterial): (() => void) => {
  const text = octets.toString();
  return () => void new DOMParser().parseFromString(text, 'text/xml');
};
export const fastXmlParse = ({ octets }: MicroMaterial): (() => void) => {
  const text = octets.toString();
  const parser = new XMLParser({ ignoreAttributes: false });
  return () => void parser.parse(text);
};

/** Builds a document with as many elements as an envelope with xmlbuilder2. */
export const xmlbuilder2Build =
  (rows: readonly (readonly [string, string])[]): (() => void) =>
  () => {
    const root = create().ele('urn:dienstweg:message:1', 'Message');
    for (const [name, value] of rows) root.ele(name, { scheme: 'dvdv' }).txt(value).up();
    root.end();
  };
