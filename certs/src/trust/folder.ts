/** Reads certificates and revocation lists from files, PEM (one or several) or DER. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

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

type Label = 'CERTIFICATE' | 'X509 CRL';

const isDer = (octets: Buffer): boolean => octets[0] === 0x30;

const derOf = (octets: Buffer, label: Label): Buffer[] =>
  isDer(octets) ? [octets] : pemBlocks(octets.toString('latin1'), label);

/** Also by a link, as places mounted from elsewhere have them; nothing that would keep a reader waiting, such as a pipe. */
const isRegular = (file: string): boolean => statSync(file, { throwIfNoEntry: false })?.isFile() === true;

const filesOf = (dir: string): readonly string[] => {
  try {
    return readdirSync(dir)
      .filter((name) => !name.startsWith('.'))
      .map((name) => join(dir, name))
      .filter(isRegular)
      .sort();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw cause;
  }
};

/** DER of everything with a PEM label in the files of a folder; files that are DER count whole. No folder: nothing. */
export const readDerFiles = (dir: string, label: Label): Buffer[] =>
  filesOf(dir).flatMap((file) => derOf(readFileSync(file), label));

/** What may stand in a trust folder. */
export type TrustPlace = 'anchors' | 'intermediates' | 'crls';

/** What one file holds. `cut`: a PEM block with this label begins and does not end. */
export interface TrustFile {
  readonly place: TrustPlace;
  readonly file: string;
  readonly ders: readonly Uint8Array[];
  readonly cut: boolean;
}

const LABELS = { anchors: 'CERTIFICATE', intermediates: 'CERTIFICATE', crls: 'X509 CRL' } as const;

const PLACES = ['anchors', 'intermediates', 'crls'] as const satisfies readonly TrustPlace[];

/** A line for each file that counts, `place/name` first: another text means that something changed. A few questions to the disk. */
export const markOfTrust = (dir: string): string =>
  PLACES.flatMap((place) =>
    filesOf(join(dir, place)).map((file) => {
      const { mtimeMs, size, ino } = statSync(file);
      return `${place}/${basename(file)} ${mtimeMs} ${size} ${ino}`;
    }),
  ).join('\n');

const readFile = (place: TrustPlace, file: string): TrustFile => {
  const octets = readFileSync(file);
  const ders = derOf(octets, LABELS[place]);
  const begun = isDer(octets) ? 1 : octets.toString('latin1').split(`-----BEGIN ${LABELS[place]}-----`).length - 1;
  return { place, file, ders, cut: begun > ders.length };
};

/** Every file of a trust folder with the DER of what its PEM labels say; files that are DER count whole. No folder: nothing. */
export const readTrustFiles = (dir: string): readonly TrustFile[] =>
  PLACES.flatMap((place) => filesOf(join(dir, place)).map((file) => readFile(place, file)));

/** Their contents, by place. */
export const materialOf = (files: readonly Pick<TrustFile, 'place' | 'ders'>[]) => {
  const at = (wanted: TrustPlace) => files.flatMap(({ place, ders }) => (place === wanted ? ders : []));
  return { anchors: at('anchors'), intermediates: at('intermediates'), crls: at('crls') };
};

/** What a trust folder holds. */
export const readTrustFolder = (dir: string) => materialOf(readTrustFiles(dir));
