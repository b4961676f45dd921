/**
 * What the registry says of message types, made usable for whoever examines messages: contents are fetched by their
 * digest and unpacked into a folder of the process, which is a view: deleted, it is made again.
 */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { STREAMS, subjectOfType } from '@dienstweg/schemas/bus/streams.ts';
import type { MessageTypeEntry, RegistryChange } from '@dienstweg/schemas/directory/change/changes.ts';
import { isEmpty } from '@dienstweg/schemas/directory/day.ts';
import type { Directory } from '@dienstweg/schemas/directory/directory.ts';
import type { PublishedType } from '@dienstweg/schemas/message-types/catalog.ts';
import {
  contentOf,
  digestOfContent,
  filesOfContent,
  PACKAGE_LIMITS,
  readTypeFolder,
} from '@dienstweg/schemas/message-types/package.ts';
import type { Bus } from './connect.ts';
import { readLast } from './read.ts';

/** A version whose content cannot be had. */
export interface MissingType {
  readonly code: string;
  readonly version: string;
  readonly why: string;
}

/** What is known of published types. */
export interface PublishedTypes {
  readonly types: readonly PublishedType[];
  readonly missing: readonly MissingType[];
  /** The edition of the directory that says so. */
  readonly edition: number;
}

/** Keeps behind the directory. */
export interface PublishedTypesKeeper extends AsyncDisposable {
  /** Something was said of message types: looks again, soon. */
  look(): void;
  /** Resolves when everything that was known at this moment is in use, or known to be missing. */
  caughtUp(): Promise<void>;
}

/** What keeping needs. */
export interface KeepNeeds {
  readonly bus: Bus;
  readonly directory: Directory;
  /** A folder of this process alone. */
  readonly folder: string;
  /** Told whenever it may have become another, in order; what is examined from its return on is examined by it. */
  readonly onTypes: (types: PublishedTypes) => void;
}

const RETRY_MS = 1_000;
const unzip = promisify(gunzip);

/** Every version; what was taken back before its first day says nothing of a type that comes with the product. */
const entriesOf = (directory: Directory): readonly MessageTypeEntry[] =>
  [...directory.messageTypes.keys()].flatMap((code) =>
    directory.messageTypes.known(code).filter((entry) => entry.digest !== undefined || !isEmpty(entry)),
  );

/** Whether a change that took effect says something of message types. */
export const saysOfTypes = ({ puts, closes }: Pick<RegistryChange, 'puts' | 'closes'>, directory: Directory): boolean =>
  puts.some(({ kind }) => kind === 'message-type') ||
  closes.some(({ id }) => directory.entry(id)?.kind === 'message-type');

/** The content of a digest as files below `folder`; whatever is there and is not that content is made anew. */
const unpackedInto = async (bus: Bus, folder: string, digest: string, sound: Set<string>): Promise<string> => {
  const place = join(folder, digest);
  if (sound.has(digest)) return place;
  if (existsSync(place)) {
    try {
      if (digestOfContent(contentOf(readTypeFolder(place))) === digest) {
        sound.add(digest);
        return place;
      }
    } catch {
      // damaged: it is a view
    }
    await rm(place, { recursive: true, force: true });
  }
  const stored = await readLast(bus, STREAMS.types, subjectOfType(digest));
  if (stored === undefined) throw new MissingContent('its content is not stored');
  const content = await unzip(stored.data, { maxOutputLength: PACKAGE_LIMITS.totalBytes * 2 }).catch(() => undefined);
  if (content === undefined || digestOfContent(content) !== digest)
    throw new MissingContent('what is stored as its content is something else');
  const fresh = join(folder, `${digest}.${randomUUID()}.new`);
  for (const [path, octets] of filesOfContent(content)) {
    const file = join(fresh, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, octets, { flag: 'wx' });
  }
  await rename(fresh, place);
  sound.add(digest);
  return place;
};

/** There is nothing to wait for. */
class MissingContent extends Error {}

/** What was unpacked and is of no use any more; only before anybody uses any of it. */
const tidy = async (folder: string, directory: Directory): Promise<void> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const used = new Set(entriesOf(directory).map(({ digest }) => digest));
  for (const name of await readdir(folder))
    if (!used.has(name)) await rm(join(folder, name), { recursive: true, force: true });
};

/** Keeps published types usable from now on. The directory is the caller's, who says when to look. */
export const keepPublishedTypes = ({ bus, directory, folder, onTypes }: KeepNeeds): PublishedTypesKeeper => {
  const end = new AbortController();
  /** Contents that were looked at since the start. */
  const sound = new Set<string>();
  let isTidy = false;
  let isAsked = false;
  let running: Promise<void> | undefined;

  /** Tells what there is; false where something could not be asked for. */
  const lookOnce = async (): Promise<boolean> => {
    if (!isTidy) await tidy(folder, directory);
    isTidy = true;
    const { edition } = directory;
    const types: PublishedType[] = [];
    const missing: MissingType[] = [];
    let isWhole = true;
    for (const { messageTypeCode: code, version, digest, draft = false, validFrom, ...days } of entriesOf(directory)) {
      const { validUntil, deprecatedFrom } = days;
      const standing = {
        draft,
        validFrom,
        ...(validUntil === undefined ? {} : { validUntil }),
        ...(deprecatedFrom === undefined ? {} : { deprecatedFrom }),
      };
      try {
        const place = digest === undefined ? undefined : await unpackedInto(bus, folder, digest, sound);
        types.push({ code, version, standing, ...(place === undefined ? {} : { folder: place }) });
      } catch (error) {
        if (!(error instanceof MissingContent)) isWhole = false;
        missing.push({ code, version, why: error instanceof Error ? error.message : String(error) });
        bus.log.error({ code, version, err: error }, 'the content of a message type cannot be had');
      }
    }
    if (!end.signal.aborted) onTypes({ types, missing, edition });
    return isWhole;
  };

  const work = async (): Promise<void> => {
    while (isAsked && !end.signal.aborted) {
      isAsked = false;
      if (await lookOnce()) continue;
      isAsked = true;
      await delay(RETRY_MS, undefined, { signal: end.signal });
    }
  };
  const look = (): void => {
    isAsked = true;
    running ??= work()
      .catch((error: unknown) => {
        if (!end.signal.aborted) throw error;
      })
      .finally(() => {
        running = undefined;
        if (isAsked && !end.signal.aborted) look();
      });
  };
  return {
    look,
    caughtUp: async () => {
      look();
      while (running !== undefined) await running;
    },
    [Symbol.asyncDispose]: async () => {
      end.abort();
      await running?.catch(() => undefined);
    },
  };
};
