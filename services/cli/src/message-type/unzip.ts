/** ZIP archives of strangers: nothing outside, no links, no bombs; only what is asked for is unpacked, in memory. */
import { Buffer } from 'node:buffer';
import { type Entry, fromBuffer, type ZipFile } from 'yauzl';

/** An archive that is not taken; `entry` is the place in it. */
export class ArchiveError extends Error {
  readonly entry: string;

  constructor(entry: string, text: string, options?: ErrorOptions) {
    super(text, options);
    this.entry = entry;
  }
}

/** What is to become of an entry: `needed` ones are refused where they are too large, `useful` ones left out. */
export type Wanted = 'needed' | 'useful' | undefined;

/** How much an archive may be. Ratios count from `ratioFromBytes` on: small files of blanks compress well. */
export const ARCHIVE_LIMITS = {
  entries: 20_000,
  fileBytes: 16 * 1024 * 1024,
  /** Of an archive within an archive. */
  archiveBytes: 64 * 1024 * 1024,
  /** Archives within one another. */
  levels: 3,
  totalBytes: 128 * 1024 * 1024,
  ratio: 200,
  ratioFromBytes: 1024 * 1024,
} as const;

const FILE_TYPE = 0o170000;
const REGULAR = 0o100000;
const FOLDER = 0o040000;
/** Systems whose upper attribute bits are a file mode: Unix and macOS. */
const WITH_MODE: ReadonlySet<number> = new Set([3, 19]);

const refuseKind = (entry: Entry): void => {
  const { fileName } = entry;
  if (entry.isEncrypted()) throw new ArchiveError(fileName, 'it is encrypted');
  if (!WITH_MODE.has(entry.versionMadeBy >>> 8)) return;
  const kind = (entry.externalFileAttributes >>> 16) & FILE_TYPE;
  if (kind !== 0 && kind !== REGULAR && kind !== FOLDER)
    throw new ArchiveError(fileName, 'it is a link or a device; only files and folders are taken');
};

const isArchive = (path: string): boolean => /\.zip$/i.test(path);

/** What is too much of an entry, in words; `undefined` where nothing is. */
const excess = ({ fileName, compressedSize, uncompressedSize }: Entry): string | undefined => {
  const { fileBytes, archiveBytes, ratio, ratioFromBytes } = ARCHIVE_LIMITS;
  const megabytes = (bytes: number): number => Math.ceil(bytes / 1024 / 1024);
  const most = isArchive(fileName) ? archiveBytes : fileBytes;
  if (uncompressedSize > ratioFromBytes && uncompressedSize > compressedSize * ratio)
    return `it unpacks to ${Math.round(uncompressedSize / Math.max(1, compressedSize))} times its size`;
  return uncompressedSize > most
    ? `it unpacks to ${megabytes(uncompressedSize)} MB; at most ${megabytes(most)} are taken`
    : undefined;
};

const opened = (octets: Buffer): Promise<ZipFile> =>
  new Promise((resolve, reject) => {
    // names that are absolute or lead upwards are refused by the library; declared sizes are held while unpacking
    fromBuffer(
      octets,
      { lazyEntries: true, decodeStrings: true, validateEntrySizes: true, strictFileNames: false },
      (error, zip) => {
        if (error === null && zip !== undefined) resolve(zip);
        else reject(new ArchiveError('', `this is no ZIP archive: ${error?.message}`, { cause: error }));
      },
    );
  });

const contentOf = (zip: ZipFile, entry: Entry): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const failed = (cause: Error): void => reject(new ArchiveError(entry.fileName, cause.message, { cause }));
    zip.openReadStream(entry, (error, stream) => {
      if (error !== null || stream === undefined) return failed(error ?? new Error('it cannot be read'));
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('error', failed);
      stream.on('end', () => resolve(Buffer.concat(chunks)));
    });
  });

interface Budget {
  entries: number;
  bytes: number;
}

const spend = (budget: Budget, { fileName, uncompressedSize }: Entry): void => {
  const { totalBytes } = ARCHIVE_LIMITS;
  budget.bytes += uncompressedSize;
  if (budget.bytes > totalBytes)
    throw new ArchiveError(fileName, `the archive unpacks to more than ${totalBytes / 1024 / 1024} MB`);
};

const unpack = async (
  octets: Buffer,
  wanted: (path: string) => Wanted,
  budget: Budget,
  level: number,
): Promise<ReadonlyMap<string, Uint8Array>> => {
  const zip = await opened(octets);
  const files = new Map<string, Uint8Array>();
  budget.entries += zip.entryCount;
  if (budget.entries > ARCHIVE_LIMITS.entries)
    throw new ArchiveError('', `${budget.entries} entries; at most ${ARCHIVE_LIMITS.entries} are taken`);
  const within = async (entry: Entry): Promise<void> => {
    const { fileName } = entry;
    if (level === ARCHIVE_LIMITS.levels)
      throw new ArchiveError(fileName, `archives stand within one another more than ${level} times`);
    try {
      for (const [path, content] of await unpack(await contentOf(zip, entry), wanted, budget, level + 1))
        files.set(`${fileName}/${path}`, content);
    } catch (error) {
      if (!(error instanceof ArchiveError) || error.entry.startsWith(fileName)) throw error;
      throw new ArchiveError(error.entry === '' ? fileName : `${fileName}/${error.entry}`, error.message, {
        cause: error,
      });
    }
  };
  const take = async (entry: Entry): Promise<void> => {
    refuseKind(entry);
    const { fileName } = entry;
    const how = isArchive(fileName) ? 'needed' : wanted(fileName);
    if (fileName.endsWith('/') || how === undefined) return;
    const tooMuch = excess(entry);
    if (tooMuch !== undefined && how === 'useful') return;
    if (tooMuch !== undefined) throw new ArchiveError(fileName, tooMuch);
    spend(budget, entry);
    if (isArchive(fileName)) return within(entry);
    if (files.has(fileName)) throw new ArchiveError(fileName, 'it is in the archive twice');
    files.set(fileName, await contentOf(zip, entry));
  };
  await new Promise<void>((resolve, reject) => {
    zip.on('entry', (entry: Entry) => {
      take(entry).then(() => zip.readEntry(), reject);
    });
    zip.on('error', (cause: Error) => reject(new ArchiveError('', cause.message, { cause })));
    zip.on('end', () => resolve());
    zip.readEntry();
  });
  return files;
};

/**
 * The files of an archive that are `wanted`, by path; those of archives in it below the path of these. Throws
 * {@link ArchiveError} for the first entry that is not in order, wanted or not: an archive with a way out is not
 * trusted for the rest.
 */
export const unzip = (octets: Buffer, wanted: (path: string) => Wanted): Promise<ReadonlyMap<string, Uint8Array>> =>
  unpack(octets, wanted, { entries: 0, bytes: 0 }, 1);
