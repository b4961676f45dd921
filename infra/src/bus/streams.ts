/** The streams as they stand in `schemas/bus/streams.ts`, made on the server. */
import { isDeepStrictEqual } from 'node:util';
import { MAX_PAYLOAD_BYTES, STREAM_SETTINGS, STREAMS, type StreamName } from '@dienstweg/schemas/bus/streams.ts';
import { DiscardPolicy, JetStreamApiError, RetentionPolicy, StorageType, type StreamConfig } from '@nats-io/jetstream';
import type { Bus } from './connect.ts';

const STREAM_NOT_FOUND = 10_059;
const NANOSECONDS_PER_MS = 1_000_000;

/** Configuration of a stream: refuses rather than drops, except that a subject of `DELIVERIES` keeps only its newest entry. */
export const configOf = (name: StreamName, replicas = 1): Partial<StreamConfig> & { readonly name: string } => {
  const { subjects, onePerSubject, duplicateWindowMs } = STREAM_SETTINGS[name];
  return {
    name,
    subjects: [...subjects],
    retention: RetentionPolicy.Limits,
    storage: StorageType.File,
    // With one message a subject the old one must give way; everything else refuses when full.
    discard: onePerSubject ? DiscardPolicy.Old : DiscardPolicy.New,
    max_msgs_per_subject: onePerSubject ? 1 : -1,
    max_msg_size: MAX_PAYLOAD_BYTES,
    duplicate_window: duplicateWindowMs * NANOSECONDS_PER_MS,
    num_replicas: replicas,
    allow_direct: true,
    deny_delete: true,
  };
};

const isAsWanted = (there: StreamConfig, wanted: Partial<StreamConfig>): boolean =>
  Object.entries(wanted).every(([name, value]) => isDeepStrictEqual(there[name as keyof StreamConfig], value));

/**
 * Makes the streams that are missing and brings the settings of the others up to date. Needs user `installer`.
 * `replicas`: servers of a cluster that each hold every message; more than half of them have it before it is acknowledged.
 */
export const ensureStreams = async (bus: Bus, { replicas = 1 }: { readonly replicas?: number } = {}): Promise<void> => {
  for (const name of Object.values(STREAMS)) {
    const config = configOf(name, replicas);
    const there = await bus.jsm.streams.info(name).catch((error: unknown) => {
      if (error instanceof JetStreamApiError && error.code === STREAM_NOT_FOUND) return undefined;
      throw error;
    });
    if (there === undefined) await bus.jsm.streams.add(config);
    // the server writes its file anew with each change, and cannot read it when it is killed at that moment
    else if (!isAsWanted(there.config, config)) await bus.jsm.streams.update(name, config);
  }
};
