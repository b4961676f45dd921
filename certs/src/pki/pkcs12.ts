/**
 * PKCS#12 key stores (RFC 7292), written and read by node-forge. It knows RSA keys only, so that keys and certificates
 * travel through it as raw ASN.1; node:crypto reads and encrypts them. AES-256, PBKDF2 and HMAC with SHA-256 are what
 * OpenSSL 3 and Java 17 read by default.
 */
import { createHash, createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import forge from 'node-forge';
import { pemBlocks, toPem } from '../trust/folder.ts';

/** What a key store holds. */
export interface KeyStoreContent {
  /** PKCS#8 PEM. */
  readonly privateKeyPem: string;
  /** The certificate of the key, then the others. */
  readonly chainPem: string;
}

const { asn1, pki, pkcs12 } = forge;
const { Class, Type } = asn1;
const MAC_ITERATIONS = 10_000;
/** Visible ASCII: beyond it, programs disagree on how a password becomes octets. */
const PASSWORD = /^[\x20-\x7e]+$/;
const OIDS = pki.oids as Readonly<Record<string, string>>;

const refuse = (detail: string, cause?: unknown): never => {
  throw new ProblemError(problem('request-invalid', { detail }), { cause });
};

const sequence = (...values: forge.asn1.Asn1[]) => asn1.create(Class.UNIVERSAL, Type.SEQUENCE, true, values);
const set = (...values: forge.asn1.Asn1[]) => asn1.create(Class.UNIVERSAL, Type.SET, true, values);
const explicit = (value: forge.asn1.Asn1) => asn1.create(Class.CONTEXT_SPECIFIC, 0, true, [value]);
const octets = (binary: string) => asn1.create(Class.UNIVERSAL, Type.OCTETSTRING, false, binary);
const integer = (value: number) =>
  asn1.create(Class.UNIVERSAL, Type.INTEGER, false, asn1.integerToDer(value).getBytes());
const oid = (name: string) =>
  asn1.create(Class.UNIVERSAL, Type.OID, false, asn1.oidToDer(OIDS[name] ?? name).getBytes());
const bytesOf = (value: forge.asn1.Asn1): string => asn1.toDer(value).getBytes();
const fromDer = (der: Uint8Array): forge.asn1.Asn1 => asn1.fromDer(Buffer.from(der).toString('binary'));

/** friendlyName and localKeyId: the latter is how readers find the certificate of the key. */
const attributes = (name: string, keyId: string) =>
  set(
    sequence(
      oid('friendlyName'),
      set(
        asn1.create(Class.UNIVERSAL, Type.BMPSTRING, false, Buffer.from(name, 'utf16le').swap16().toString('binary')),
      ),
    ),
    sequence(oid('localKeyId'), set(octets(keyId))),
  );

const contentInfo = (content: string) => sequence(oid('data'), explicit(octets(content)));

const macData = (content: string, password: string): forge.asn1.Asn1 => {
  const salt = forge.random.getBytesSync(16);
  const key = pkcs12.generateKey(
    password,
    forge.util.createBuffer(salt),
    3,
    MAC_ITERATIONS,
    32,
    forge.md.sha256.create(),
  );
  const hmac = forge.hmac.create();
  hmac.start('sha256', key);
  hmac.update(content);
  const algorithm = sequence(oid('sha256'), asn1.create(Class.UNIVERSAL, Type.NULL, false, ''));
  return sequence(sequence(algorithm, octets(hmac.getMac().getBytes())), octets(salt), integer(MAC_ITERATIONS));
};

/**
 * A key store with one key and its certificates, encrypted with a password. Throws ProblemError `request-invalid` for a
 * password that is empty or not ASCII, or a chain whose first certificate is not the key's.
 */
export const exportPkcs12 = (
  { privateKeyPem, chainPem }: KeyStoreContent,
  { password, name }: { readonly password: string; readonly name: string },
): Buffer => {
  if (!PASSWORD.test(password)) return refuse('a key store needs a password of ASCII characters');
  const key = createPrivateKey(privateKeyPem);
  const certificates = pemBlocks(chainPem, 'CERTIFICATE');
  const [leaf] = certificates;
  if (leaf === undefined || !new X509Certificate(leaf).publicKey.equals(createPublicKey(key)))
    return refuse('the first certificate does not belong to the key');

  const keyId = createHash('sha256').update(leaf).digest('binary');
  // Encrypted by OpenSSL itself: AES-256, PBKDF2 with HMAC-SHA-256.
  const shrouded = key.export({ type: 'pkcs8', format: 'der', cipher: 'aes-256-cbc', passphrase: password });
  const keyBag = sequence(oid('pkcs8ShroudedKeyBag'), explicit(fromDer(shrouded)), attributes(name, keyId));
  const certificateBags = certificates.map((der, index) => {
    const value = sequence(oid('x509Certificate'), explicit(octets(Buffer.from(der).toString('binary'))));
    return sequence(oid('certBag'), explicit(value), ...(index === 0 ? [attributes(name, keyId)] : []));
  });
  const safe = bytesOf(
    sequence(contentInfo(bytesOf(sequence(...certificateBags))), contentInfo(bytesOf(sequence(keyBag)))),
  );
  const pfx = sequence(integer(3), contentInfo(safe), macData(safe, password));
  return Buffer.from(bytesOf(pfx), 'binary');
};

const open = (store: Uint8Array, password: string): forge.pkcs12.Pkcs12Pfx => {
  try {
    return pkcs12.pkcs12FromAsn1(fromDer(store), true, password);
  } catch (cause) {
    return refuse('the key store cannot be opened: wrong password, or no PKCS#12', cause);
  }
};

const bagsOf = (pfx: forge.pkcs12.Pkcs12Pfx, type: string): forge.pkcs12.Bag[] =>
  pfx.getBags({ bagType: OIDS[type] ?? '' })[OIDS[type] ?? ''] ?? [];

const derOf = (value: forge.asn1.Asn1): Buffer => Buffer.from(bytesOf(value), 'binary');

/**
 * Key and certificates of a key store with exactly one key (EC, RSA or Ed25519). Throws ProblemError `request-invalid` for
 * a wrong password, another number of keys, or a key without its certificate.
 */
export const importPkcs12 = (store: Uint8Array, password: string): KeyStoreContent => {
  const pfx = open(store, password);
  const keys = [...bagsOf(pfx, 'pkcs8ShroudedKeyBag'), ...bagsOf(pfx, 'keyBag')];
  const [bag] = keys;
  if (bag === undefined || keys.length > 1) return refuse(`the key store holds ${keys.length} keys instead of one`);
  const info = bag.key ? pki.wrapRsaPrivateKey(pki.privateKeyToAsn1(bag.key)) : bag.asn1;
  const key = createPrivateKey({ key: derOf(info), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(key);
  const certificates = bagsOf(pfx, 'certBag').map(({ cert, asn1: raw }) =>
    derOf(cert ? pki.certificateToAsn1(cert) : raw),
  );
  const leaf = certificates.find((der) => new X509Certificate(der).publicKey.equals(publicKey));
  if (leaf === undefined) return refuse('the key store holds no certificate of its key');
  const chain = [leaf, ...certificates.filter((der) => der !== leaf)];
  return {
    privateKeyPem: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    chainPem: chain.map((der) => toPem(der, 'CERTIFICATE')).join(''),
  };
};
