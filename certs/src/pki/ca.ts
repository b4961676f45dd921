/**
 * The development CA: a root, and an issuing CA below it, which signs leaves and revocation lists. For trying things
 * out and for tests; a real deployment brings its own CA and uses requests (`request.ts`).
 */
import { randomBytes, webcrypto } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '../x509.ts';
import { makePrivateFolder, writePrivateFile, writePublicFile } from './files.ts';
import { newKeyPair, privateKeyPem, SIGNING, signingKey } from './keys.ts';

/** One level of the CA. */
export interface CaLevel {
  readonly certificate: X509Certificate;
  readonly certificatePem: string;
  readonly key: webcrypto.CryptoKey;
}

/** An opened CA. Changes to its index go one after the other through `exclusively`. */
export interface DevelopmentCa {
  readonly dir: string;
  readonly root: CaLevel;
  readonly issuing: CaLevel;
  /** Runs a change of the index after those begun before. Within this process only. */
  readonly exclusively: <T>(change: () => Promise<T>) => Promise<T>;
}

/** How the CA is made. */
export interface CaOptions {
  /** Stands in the names of root and issuing CA. Default: `Dienstweg Development`. */
  readonly name?: string;
  readonly now?: Date;
  /** Years the root is valid; the issuing CA gets half. Default: 10. */
  readonly years?: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** Certificates begin a little in the past, for clocks that are behind. */
const BACKDATE_MS = 5 * 60 * 1000;

/** A positive random serial number of 16 octets, hexadecimal. */
export const newSerial = (): string => {
  const octets = randomBytes(16);
  octets[0] = ((octets[0] ?? 0) & 0x3f) | 0x40;
  return octets.toString('hex');
};

/** Validity from shortly before `now` for a number of days, in whole seconds. */
export const validity = (now: Date, days: number) => ({
  notBefore: new Date(Math.floor((now.getTime() - BACKDATE_MS) / 1000) * 1000),
  notAfter: new Date(Math.floor((now.getTime() + days * DAY_MS) / 1000) * 1000),
});

const caExtensions = (pathLength: number) => [
  new BasicConstraintsExtension(true, pathLength, true),
  new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
];

const filesOf = (dir: string, level: 'root' | 'issuing') => ({
  certificate: join(dir, `${level}.pem`),
  key: join(dir, `${level}.key`),
});

const readLevel = async (dir: string, level: 'root' | 'issuing'): Promise<CaLevel | undefined> => {
  const files = filesOf(dir, level);
  try {
    const certificatePem = await readFile(files.certificate, 'utf8');
    const key = await signingKey(await readFile(files.key, 'utf8'));
    return { certificatePem, certificate: new X509Certificate(certificatePem), key };
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw cause;
  }
};

const createLevel = async (
  dir: string,
  level: 'root' | 'issuing',
  { name = 'Dienstweg Development', now = new Date(), years = 10 }: CaOptions,
  parent: CaLevel | undefined,
): Promise<CaLevel> => {
  const keys = await newKeyPair();
  const subject = [{ CN: [`${name} ${level === 'root' ? 'Root CA' : 'Issuing CA'}`] }];
  const certificate = await X509CertificateGenerator.create(
    {
      serialNumber: newSerial(),
      subject,
      issuer: parent === undefined ? subject : parent.certificate.subjectName.toJSON(),
      ...validity(now, level === 'root' ? years * 365 : (years * 365) / 2),
      signingAlgorithm: SIGNING,
      publicKey: keys.publicKey,
      signingKey: parent?.key ?? keys.privateKey,
      extensions: [
        ...caExtensions(parent === undefined ? 1 : 0),
        await SubjectKeyIdentifierExtension.create(keys.publicKey, false, webcrypto),
        await AuthorityKeyIdentifierExtension.create(parent?.certificate.publicKey ?? keys.publicKey, false, webcrypto),
      ],
    },
    webcrypto,
  );
  const files = filesOf(dir, level);
  const certificatePem = `${certificate.toString('pem')}\n`;
  // The key first: a certificate on disk means that its key is there too.
  await writePrivateFile(files.key, privateKeyPem(keys.privateKey));
  await writePublicFile(files.certificate, certificatePem);
  return { certificate, certificatePem, key: keys.privateKey };
};

const oneAfterTheOther = (): DevelopmentCa['exclusively'] => {
  let last: Promise<unknown> = Promise.resolve();
  return (change) => {
    const next = last.then(change, change);
    last = next.catch(() => undefined);
    return next;
  };
};

/**
 * Opens the CA in a folder, making what is missing; a second call changes nothing. Throws where files are there but
 * cannot be read.
 */
export const createDevelopmentCa = async (dir: string, options: CaOptions = {}): Promise<DevelopmentCa> => {
  await makePrivateFolder(dir);
  const root = (await readLevel(dir, 'root')) ?? (await createLevel(dir, 'root', options, undefined));
  const issuing = (await readLevel(dir, 'issuing')) ?? (await createLevel(dir, 'issuing', options, root));
  return { dir, root, issuing, exclusively: oneAfterTheOther() };
};
