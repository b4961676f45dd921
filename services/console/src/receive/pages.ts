/** The built pages: exactly the files that stood in the folder when it was read, by exactly their names. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';

/** A file as it is served. */
export interface PageFile {
  readonly type: string;
  readonly etag: string;
  /** Its name changes with its content: browsers keep it for ever. */
  readonly isImmutable: boolean;
  /** Encodings that stand beside it. */
  readonly encodings: readonly ('br' | 'gzip')[];
  read(encoding?: 'br' | 'gzip'): Promise<Buffer>;
}

/** The pages of a folder. */
export interface Pages {
  /** By the path of a request, decoded by nobody: a name with `%` or `..` is no name of ours. */
  file(path: string): PageFile | undefined;
  /** The one document; every page is made of it. Absent: not built. */
  document(): PageFile | undefined;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};
const DOCUMENT = '/index.html';
const ENCODED = { br: '.br', gzip: '.gz' } as const;
/** Vite puts what is named by its content there. */
const IMMUTABLE = /^\/assets\/.+-[\w-]{8}\.\w+$/;

const filesIn = (folder: string): ReadonlyMap<string, PageFile> => {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const all = new Set(names);
  return new Map(
    names.flatMap((name): readonly (readonly [string, PageFile])[] => {
      const type = TYPES[extname(name)];
      if (type === undefined) return [];
      const path = `/${relative(folder, name).split(sep).join('/')}`;
      const { size, mtimeMs } = statSync(name);
      const file: PageFile = {
        type,
        etag: `"${size.toString(36)}-${Math.trunc(mtimeMs).toString(36)}"`,
        isImmutable: IMMUTABLE.test(path),
        encodings: (['br', 'gzip'] as const).filter((encoding) => all.has(name + ENCODED[encoding])),
        read: (encoding) => readFile(encoding === undefined ? name : name + ENCODED[encoding]),
      };
      return [[path, file]];
    }),
  );
};

/** Reads the folder now, and again whenever its document is another one: a build may come while we run. */
export const openPages = (folder: string): Pages => {
  const document = join(folder, DOCUMENT);
  let files: ReadonlyMap<string, PageFile> = new Map();
  let readAt: number | undefined;
  const look = (): void => {
    const builtAt = existsSync(document) ? statSync(document).mtimeMs : undefined;
    if (builtAt === readAt) return;
    files = builtAt === undefined ? new Map() : filesIn(folder);
    readAt = builtAt;
  };
  look();
  return {
    file: (path) => files.get(path),
    document: () => {
      look();
      return files.get(DOCUMENT);
    },
  };
};
