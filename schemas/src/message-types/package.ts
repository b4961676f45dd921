/**
 * The content of a message type as one sequence of octets: a first line of JSON that lists path and size of every file
 * in the order of code points, then their octets. The same folder gives the same octets, and so the same digest. On its
 * way it is compressed (gzip); what it unpacks to is bounded, whatever the compressed octets say.
 */
import { hash } from 'node:crypto';
import { closeSync, fstatSync, lstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

/** How much a package may be. */
export const PACKAGE_LIMITS = {
  /** Compressed: one message on the bus holds it. */
  packedBytes: 5 * 1024 * 1024,
  /** Of all files together. */
  totalBytes: 64 * 1024 * 1024,
  fileBytes: 16 * 1024 * 1024,
  files: 5_000,
  pathLength: 300,
} as const;

/** What is no package, or none that is taken; `file` where it is about one. */
export class PackageError extends Error {
  readonly file: string | undefined;

  constructor(text: string, file?: string, options?: ErrorOptions) {
    super(file === undefined ? text : `${file}: ${text}`, options);
    this.file = file;
  }
}

/** Path with `/` → octets. */
export type PackageFiles = ReadonlyMap<string, Uint8Array>;

const FIRST_LINE = 'dienstweg-message-type 1';

const byCodePoints = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** Why a path is not taken; `undefined` for one that stays in its folder on every system. */
const faultOfPath = (path: string): string | undefined => {
  if (path.length > PACKAGE_LIMITS.pathLength) return 'the path is too long';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\u0000-\u001f\u007f\\:*?"<>|]/.test(path)) return 'the path has a character that not every system takes';
  if (path !== path.normalize('NFC')) return 'the path is not in normal form C';
  const steps = path.split('/');
  if (steps.some((step) => step === '' || step === '.' || step === '..' || step.endsWith('.') || step.endsWith(' ')))
    return 'the path leads elsewhere, or nowhere';
  return steps.some((step) => step.startsWith('.')) ? 'hidden files are not taken' : undefined;
};

/** Refuses what is not in order among paths and sizes. */
const refuse = (files: readonly (readonly [path: string, bytes: number])[]): void => {
  const { files: most, fileBytes, totalBytes } = PACKAGE_LIMITS;
  if (files.length > most) throw new PackageError(`${files.length} files; at most ${most} are taken`);
  const seen = new Set<string>();
  const folders = new Set<string>();
  let total = 0;
  for (const [path, bytes] of files) {
    const fault = faultOfPath(path);
    if (fault !== undefined) throw new PackageError(fault, JSON.stringify(path.slice(0, PACKAGE_LIMITS.pathLength)));
    const plain = path.toLowerCase();
    if (seen.has(plain)) throw new PackageError('it is there twice, if case does not count', path);
    seen.add(plain);
    for (let at = plain.indexOf('/'); at !== -1; at = plain.indexOf('/', at + 1)) folders.add(plain.slice(0, at));
    const megabytes = (octets: number): number => Math.ceil(octets / 1024 / 1024);
    if (bytes > fileBytes)
      throw new PackageError(`${megabytes(bytes)} MB; at most ${megabytes(fileBytes)} are taken`, path);
    total += bytes;
    if (total > totalBytes) throw new PackageError(`more than ${megabytes(totalBytes)} MB together`);
  }
  for (const path of seen) if (folders.has(path)) throw new PackageError('it is file and folder at once', path);
};

/** Exactly as many octets as were counted. */
const readExactly = (folder: string, path: string, bytes: number): Uint8Array => {
  const descriptor = openSync(join(folder, path), 'r');
  try {
    if (fstatSync(descriptor).size !== bytes) throw new PackageError('it was changed while it was read', path);
    const octets = Buffer.alloc(bytes);
    for (let at = 0; at < bytes; ) {
      const read = readSync(descriptor, octets, at, bytes - at, at);
      if (read === 0) throw new PackageError('it was changed while it was read', path);
      at += read;
    }
    return octets;
  } finally {
    closeSync(descriptor);
  }
};

/**
 * The files of a folder, hidden ones left out. Throws PackageError for links, for what is no file, for names that not
 * every system takes, and for more than the limits, before anything is read.
 */
export const readTypeFolder = (folder: string): PackageFiles => {
  const found: (readonly [path: string, bytes: number])[] = [];
  const look = (at: string): void => {
    for (const name of readdirSync(join(folder, at))) {
      if (name.startsWith('.')) continue;
      const path = at === '' ? name : `${at}/${name}`;
      const about = lstatSync(join(folder, path));
      if (about.isDirectory()) look(path);
      else if (about.isFile()) found.push([path, about.size]);
      else throw new PackageError('it is a link or a device; only files and folders are taken', path);
      if (found.length > PACKAGE_LIMITS.files) refuse(found);
    }
  };
  look('');
  refuse(found);
  return new Map(found.map(([path, bytes]) => [path, readExactly(folder, path, bytes)]));
};

/** The octets that a content is, and that its digest is of. */
export const contentOf = (files: PackageFiles): Uint8Array => {
  const sorted = [...files].sort(([a], [b]) => byCodePoints(a, b));
  const list = sorted.map(([path, octets]) => [path, octets.length]);
  return Buffer.concat([Buffer.from(`${FIRST_LINE} ${JSON.stringify(list)}\n`), ...sorted.map(([, octets]) => octets)]);
};

/** SHA-256 of a content, hexadecimal. */
export const digestOfContent = (content: Uint8Array): string => hash('sha256', content, 'hex');

/** A content on its way, and its digest. Throws PackageError where it is too large for that. */
export const packType = (files: PackageFiles): { readonly digest: string; readonly packed: Uint8Array } => {
  const content = contentOf(files);
  const packed = gzipSync(content, { level: 9 });
  const { packedBytes } = PACKAGE_LIMITS;
  if (packed.length > packedBytes)
    throw new PackageError(
      `the package has ${(packed.length / 1024 / 1024).toFixed(1)} MB compressed; at most ${packedBytes / 1024 / 1024} are taken`,
    );
  return { digest: digestOfContent(content), packed };
};

/** Octets nobody believes, decompressed within the limits. Throws PackageError. */
export const unpackContent = (packed: Uint8Array): Uint8Array => {
  if (packed.length > PACKAGE_LIMITS.packedBytes) throw new PackageError('the package is too large');
  // what is listed comes on top of the files
  const maxOutputLength = PACKAGE_LIMITS.totalBytes + PACKAGE_LIMITS.files * (PACKAGE_LIMITS.pathLength * 4 + 20);
  try {
    return gunzipSync(packed, { maxOutputLength });
  } catch (cause) {
    const isBomb =
      cause instanceof RangeError || (cause as { readonly code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE';
    throw new PackageError(
      isBomb ? 'the package unpacks to more than is taken' : 'the package is not compressed rightly',
      undefined,
      { cause },
    );
  }
};

const listIn = (line: string): readonly (readonly [path: string, bytes: number])[] => {
  let list: unknown;
  try {
    list = JSON.parse(line);
  } catch (cause) {
    throw new PackageError('the package does not list its files', undefined, { cause });
  }
  const isFile = (file: unknown): file is readonly [string, number] =>
    Array.isArray(file) &&
    file.length === 2 &&
    typeof file[0] === 'string' &&
    Number.isSafeInteger(file[1]) &&
    Number(file[1]) >= 0;
  if (!Array.isArray(list) || !list.every(isFile)) throw new PackageError('the package does not list its files');
  return list;
};

/** The files of a content nobody believes: it is taken in the one form it can have, or not at all. Throws PackageError. */
export const filesOfContent = (content: Uint8Array): PackageFiles => {
  const end = content.indexOf(0x0a);
  const line = end === -1 ? '' : Buffer.from(content.subarray(0, end)).toString('utf8');
  if (!line.startsWith(`${FIRST_LINE} `)) throw new PackageError('this is no package of a message type');
  const list = listIn(line.slice(FIRST_LINE.length + 1));
  refuse(list);
  const files = new Map<string, Uint8Array>();
  let at = end + 1;
  for (const [path, bytes] of list) {
    files.set(path, content.subarray(at, at + bytes));
    at += bytes;
  }
  if (at !== content.length || Buffer.compare(contentOf(files), content) !== 0)
    throw new PackageError('the files of the package are not what it lists');
  return files;
};
