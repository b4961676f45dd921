/** What a backup says of itself: what anybody may read, and what only the holder of its key can. */
import type { StreamHeader } from '@dienstweg/infra/bus/snapshot.ts';
import { STREAMS, type StreamName } from '@dienstweg/schemas/bus/streams.ts';

/** Of the layout of the folder. A later one reads this one. */
export const BACKUP_VERSION = 1;

/** `backup.json`: readable by anybody, believed by nobody. */
export interface BackupLabel {
  readonly format: 'dienstweg-backup';
  readonly version: typeof BACKUP_VERSION;
  readonly id: string;
  /** RFC 3339. Everything answered as accepted before is in the backup. */
  readonly begunAt: string;
  readonly finishedAt: string;
  /** What opens it: a passphrase, somebody's identity, or the key file written beside it. */
  readonly openedBy: 'passphrase' | 'identity' | 'key-file';
  /** Whom it is sealed for (`age1…`). */
  readonly recipient: string;
  /** Code over the manifest by whoever knew its identity; absent where only the public half was known. */
  readonly proof?: string;
}

/** A sealed file of the backup. */
export interface SealedFile {
  /** Path within the backup. */
  readonly file: string;
  readonly plainBytes: number;
  readonly sealedBytes: number;
  /** Of the sealed octets, hexadecimal: found damaged before anything is changed. */
  readonly sha256: string;
}

/** `manifest.age`. */
export interface BackupManifest {
  readonly id: string;
  readonly begunAt: string;
  readonly finishedAt: string;
  readonly streams: Readonly<
    Record<string, StreamHeader & { readonly sealed: SealedFile; readonly lastSequence: number }>
  >;
  /** Every message up to this sequence was taken care of: the delivery service goes on behind it. */
  readonly deliveredUpTo: number;
  readonly home: SealedFile;
  /** Absent where there was no index. */
  readonly index?: SealedFile;
  /** The last message in it, if there is any. */
  readonly lastMessage?: { readonly sequence: number; readonly acceptedAt: string };
  /** Settings that were in force, by name; no secrets. For people: a restore takes those of its own surroundings. */
  readonly settings: Readonly<Record<string, string>>;
}

/**
 * The order in which streams are written down. Whatever refers to something is written before what it refers to:
 * entries of deliveries and events name messages, messages name an edition of the registry, which names contents of message types. So nothing in a backup
 * names what is missing in it. (That an event is in it and the entry of its delivery is older does no harm: the step is
 * made again, and a repetition counts as one.)
 */
export const orderOfStreams = (): readonly StreamName[] => {
  const first: readonly StreamName[] = [STREAMS.deliveries, STREAMS.events];
  const last: readonly StreamName[] = [STREAMS.messages, STREAMS.registry, STREAMS.types];
  const others = Object.values(STREAMS).filter((name) => !first.includes(name) && !last.includes(name));
  return [...others, ...first, ...last];
};
