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

/** How much an archive may be. Ratios count from `ratioFromBytes` on: small files of blanks compress well. */
export const ARCHIVE_LIMITS = {
  entries: 20_000,
  fileBytes: 16 * 1024 * 1024,
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

const refuseSize = ({ fileName, compressedSize, uncompressedSize }: Entry, totalBytes: number): void => {
  const { fileBytes, totalBytes: most, ratio, ratioFromBytes } = ARCHIVE_LIMITS;
  const megabytes = (bytes: number): number => Math.ceil(bytes / 1024 / 1024);
  if (uncompressedSize > ratioFromBytes && uncompressedSize > compressedSize * ratio)
    throw new ArchiveError(
      fileName,
      `it unpacks to ${Math.round(uncompressedSize / Math.max(1, compressedSize))} times its size`,
    );
  if (uncompressedSize > fileBytes)
    throw new ArchiveError(
      fileName,
      `it unpacks to ${megabytes(uncompressedSize)} MB; at most ${megabytes(fileBytes)} are taken`,
    );
  if (totalBytes > most) throw new ArchiveError(fileName, `the archive unpacks to more than ${megabytes(most)} MB`);
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

/**
 * The files of an archive that are `wanted`, by path. Throws {@link ArchiveError} for the first entry that is not in
 * order, wanted or not: an archive with a way out is not trusted for the rest.
 */
export const unzip = async (
  octets: Buffer,
  wanted: (path: string) => boolean,
): Promise<ReadonlyMap<string, Uint8Array>> => {
  const zip = await opened(octets);
  const files = new Map<string, Uint8Array>();
  let totalBytes = 0;
  if (zip.entryCount > ARCHIVE_LIMITS.entries)
    throw new ArchiveError('', `${zip.entryCount} entries; at most ${ARCHIVE_LIMITS.entries} are taken`);
  await new Promise<void>((resolve, reject) => {
    const take = async (entry: Entry): Promise<void> => {
      refuseKind(entry);
      if (!entry.fileName.endsWith('/') && wanted(entry.fileName)) {
        totalBytes += entry.uncompressedSize;
        refuseSize(entry, totalBytes);
        if (files.has(entry.fileName)) throw new ArchiveError(entry.fileName, 'it is in the archive twice');
        files.set(entry.fileName, await contentOf(zip, entry));
      }
      zip.readEntry();
    };
    zip.on('entry', (entry: Entry) => {
      take(entry).catch(reject);
    });
    zip.on('error', (cause: Error) => reject(new ArchiveError('', cause.message, { cause })));
    zip.on('end', () => resolve());
    zip.readEntry();
  });
  return files;
};
