/** Takes a backup while everything runs. */
import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { backup as copyDatabase, DatabaseSync } from 'node:sqlite';
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import { readMessage } from '@dienstweg/infra/bus/read.ts';
import { snapshotStream } from '@dienstweg/infra/bus/snapshot.ts';
import type { Home } from '@dienstweg/infra/home.ts';
import type { AcceptedRecord } from '@dienstweg/schemas/accepted.ts';
import { CONSUMERS, HEADERS, STREAMS } from '@dienstweg/schemas/bus/streams.ts';
import { once, writeSealed } from './files.ts';
import { readHomeFiles } from './home-files.ts';
import type { BackupKey } from './key.ts';
import { fingerprintOf } from './maker.ts';
import { BACKUP_VERSION, type BackupLabel, type BackupManifest, orderOfStreams, type SealedFile } from './manifest.ts';
import type { BackupPlace } from './place.ts';

/** SQLite's code for a full disk. */
const SQLITE_FULL = 13;

/** What taking a backup needs. */
export interface TakeNeeds {
  readonly bus: Bus;
  readonly home: Home;
  readonly key: BackupKey;
  /** Settings to be written down, without secrets. */
  readonly settings: Readonly<Record<string, string>>;
  readonly now: () => Date;
  readonly tell: (line: string) => void;
}

/** What was taken. */
export interface TakenBackup {
  readonly manifest: BackupManifest;
  /** SHA-256 of the manifest, hexadecimal: shows later that it is this backup. */
  readonly fingerprint: string;
  readonly sizeBytes: number;
  /** A key file to be kept elsewhere. */
  readonly keyFile?: string;
}

const TELL_EVERY_MS = 2_000;

/** Tells now and then how far something has come. */
const progressOf = (what: string, tell: (line: string) => void): ((count: number) => void) => {
  let bytes = 0;
  let toldAt = performance.now();
  return (count) => {
    bytes += count;
    if (performance.now() - toldAt < TELL_EVERY_MS) return;
    toldAt = performance.now();
    tell(`${what}: ${Math.round(bytes / 1e6)} MB`);
  };
};

/** More than any file has: a copy in several steps would begin anew each time the gateway writes. */
const ALL_PAGES = 2 ** 31 - 1;

const indexFileOf = (home: Home): string => join(home.data.gateway, 'index.sqlite');

/**
 * The gateway's index: it remembers identities whose messages were purged. Copied in one step from one state of the
 * file, while the gateway goes on writing. Taken first, so that it never knows more than the streams written after it.
 */
const takeIndex = async (needs: TakeNeeds, folder: string): Promise<SealedFile | undefined> => {
  const { home, key, tell } = needs;
  const copy = join(home.run, `index.${process.pid}.sqlite`);
  try {
    const index = new DatabaseSync(indexFileOf(home), { readOnly: true });
    try {
      await copyDatabase(index, copy, { rate: ALL_PAGES });
    } finally {
      index.close();
    }
    return await writeSealed(
      folder,
      'index.age',
      key.recipient,
      createReadStream(copy, { highWaterMark: 1 << 20 }),
      progressOf('index', tell),
    );
  } catch (error) {
    const { code, errcode } = error as { readonly code?: unknown; readonly errcode?: unknown };
    if (code !== 'ERR_SQLITE_ERROR') throw error;
    if (errcode === SQLITE_FULL) throw noRoom('there is no room for a copy of the index', copy, error);
    // it is a view: without it a restored gateway builds it from the streams
    tell('index: none, it will be built from the streams');
    return undefined;
  } finally {
    await rm(copy, { force: true });
  }
};

/** Messages up to here are acknowledged by the delivery service. Asked before its entries are written down. */
const deliveredUpTo = async (bus: Bus): Promise<number> => {
  const consumer = await bus.jsm.consumers.info(STREAMS.messages, CONSUMERS.delivery).catch(() => undefined);
  return consumer?.ack_floor.stream_seq ?? 0;
};

const lastMessageOf = async (bus: Bus, sequence: number): Promise<BackupManifest['lastMessage']> => {
  // a stream that never held anything has no entry to be asked for
  if (sequence === 0) return undefined;
  const record = (await readMessage(bus, STREAMS.messages, sequence))?.headers[HEADERS.accepted];
  return record === undefined ? undefined : { sequence, acceptedAt: (JSON.parse(record) as AcceptedRecord).acceptedAt };
};

const takeStreams = async (needs: TakeNeeds, folder: string): Promise<BackupManifest['streams']> => {
  const { bus, key, tell } = needs;
  const streams: Record<string, BackupManifest['streams'][string]> = {};
  for (const name of orderOfStreams()) {
    const { config, state, chunks } = await snapshotStream(bus, name);
    const sealed = await writeSealed(folder, `streams/${name}.age`, key.recipient, chunks, progressOf(name, tell));
    streams[name] = { config, state, sealed, lastSequence: state.last_seq };
    tell(`${name}: ${state.messages} entries up to ${state.last_seq}, ${Math.round(sealed.sealedBytes / 1e6)} MB`);
  }
  return streams;
};

/** A full disk, as the file system says it. */
const noRoom = (words: string, path: string, cause?: unknown): Error =>
  Object.assign(new Error(words, { cause }), { code: 'ENOSPC', path });

/** Room for what the streams hold, uncompressed. */
const mustHaveRoom = async (bus: Bus, folder: string): Promise<void> => {
  const { bavail, bsize } = await statfs(folder);
  const infos = await Promise.all(orderOfStreams().map((name) => bus.jsm.streams.info(name)));
  const wanted = infos.reduce((sum, { state }) => sum + state.bytes, 0);
  if (bavail * bsize >= wanted) return;
  throw noRoom(`there is no room for ${Math.round(wanted / 1e6)} MB`, folder);
};

const synced = async (folder: string): Promise<void> => {
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/**
 * Writes a backup into its place, where it appears as a whole or not at all. Order:
 * index; how far deliveries have come; streams, those that refer before those referred to; keys last, so that every
 * certificate that the registry names is there.
 */
export const takeBackup = async (needs: TakeNeeds, { folder, partial }: BackupPlace): Promise<TakenBackup> => {
  const { bus, home, key, now } = needs;
  await mustHaveRoom(bus, partial);
  const begunAt = now().toISOString();
  const id = randomUUID();
  const index = await takeIndex(needs, partial);
  const delivered = await deliveredUpTo(bus);
  const streams = await takeStreams(needs, partial);
  const last = await lastMessageOf(bus, streams[STREAMS.messages]?.lastSequence ?? 0);
  const files = JSON.stringify(await readHomeFiles(home));
  const kept = await writeSealed(partial, 'home.age', key.recipient, once(Buffer.from(files)));
  const manifest: BackupManifest = {
    id,
    begunAt,
    finishedAt: now().toISOString(),
    streams,
    deliveredUpTo: delivered,
    home: kept,
    ...(index === undefined ? {} : { index }),
    ...(last === undefined ? {} : { lastMessage: last }),
    settings: needs.settings,
  };
  const octets = Buffer.from(JSON.stringify(manifest));
  await writeSealed(partial, 'manifest.age', key.recipient, once(octets));
  const label: BackupLabel = {
    format: 'dienstweg-backup',
    version: BACKUP_VERSION,
    id,
    begunAt,
    finishedAt: manifest.finishedAt,
    openedBy: key.openedBy,
    recipient: key.recipient,
    ...(key.prove === undefined ? {} : { proof: key.prove(octets) }),
  };
  await writeFile(join(partial, 'backup.json'), `${JSON.stringify(label, undefined, 2)}\n`, {
    mode: 0o600,
    flush: true,
  });
  const keyFile = await key.put(partial, folder);
  await synced(partial);
  await rename(partial, folder);
  await synced(dirname(folder));
  const sealed = [
    ...Object.values(streams).map((stream) => stream.sealed),
    kept,
    ...(index === undefined ? [] : [index]),
  ];
  return {
    manifest,
    fingerprint: fingerprintOf(octets),
    sizeBytes: sealed.reduce((sum, { sealedBytes }) => sum + sealedBytes, 0),
    ...(keyFile === undefined ? {} : { keyFile }),
  };
};
