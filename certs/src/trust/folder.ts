/** Reads certificates and revocation lists from files, PEM (one or several) or DER. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\s]+)-----END \1-----/g;

/** The DER of every PEM block with this label. */
export const pemBlocks = (text: string, label: string): Buffer[] =>
  [...text.matchAll(BLOCK)].filter((match) => match[1] === label).map((match) => Buffer.from(match[2] ?? '', 'base64'));

/** DER as PEM. */
export const toPem = (der: Uint8Array, label: string): string => {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
};

const isDer = (octets: Buffer): boolean => octets[0] === 0x30;

const filesOf = (dir: string): readonly string[] => {
  try {
    return readdirSync(dir, { withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
      .map((entry) => join(dir, entry.name))
      .sort();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw cause;
  }
};

/** DER of everything with a PEM label in the files of a folder; files that are DER count whole. No folder: nothing. */
export const readDerFiles = (dir: string, label: 'CERTIFICATE' | 'X509 CRL'): Buffer[] =>
  filesOf(dir).flatMap((file) => {
    const octets = readFileSync(file);
    return isDer(octets) ? [octets] : pemBlocks(octets.toString('latin1'), label);
  });

/** What a trust folder holds. */
export const readTrustFolder = (dir: string) => ({
  anchors: readDerFiles(join(dir, 'anchors'), 'CERTIFICATE'),
  intermediates: readDerFiles(join(dir, 'intermediates'), 'CERTIFICATE'),
  crls: readDerFiles(join(dir, 'crls'), 'X509 CRL'),
});
