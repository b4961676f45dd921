/** The streams as they stand in `schemas/bus/streams.ts`, made on the server. */
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

/**
 * Makes the streams that are missing and brings the settings of the others up to date. Needs user `installer`.
 * `replicas`: servers of a cluster that each hold every message; more than half of them have it before it is acknowledged.
 */
export const ensureStreams = async (bus: Bus, { replicas = 1 }: { readonly replicas?: number } = {}): Promise<void> => {
  for (const name of Object.values(STREAMS)) {
    const config = configOf(name, replicas);
    try {
      await bus.jsm.streams.info(name);
    } catch (error) {
      if (!(error instanceof JetStreamApiError && error.code === STREAM_NOT_FOUND)) throw error;
      await bus.jsm.streams.add(config);
      continue;
    }
    await bus.jsm.streams.update(name, config);
  }
};
