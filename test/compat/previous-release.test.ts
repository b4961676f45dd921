/**
 * What earlier releases stored is read by this one. Each file holds the streams of a home of that release, as they were
 * after the sample flows and one message that ended as a dead letter. A new release adds a file and changes none.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { publishDurably } from '@dienstweg/infra/bus/publish.ts';
import { request } from '@dienstweg/infra/bus/requests.ts';
import { connectTestBus, silentLog, startNats } from '@dienstweg/infra/testing/servers.ts';
import { readStoredEntry } from '@dienstweg/schemas/bus/stored.ts';
import { HEADERS, STREAMS, type StreamName } from '@dienstweg/schemas/bus/streams.ts';
import { isOpen } from '@dienstweg/schemas/delivery/life.ts';
import { takeStored } from '@dienstweg/schemas/directory/fold/decode.ts';
import { RegistryFold } from '@dienstweg/schemas/directory/fold/fold.ts';
import { startTracking } from '@dienstweg/tracking/service';
import { describe, expect, test } from '@jest/globals';

interface Stored {
  readonly sequence: number;
  readonly subject: string;
  readonly time: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Base64. */
  readonly data: string;
}

const streamsOf = (release: string): Readonly<Record<StreamName, readonly Stored[]>> => {
  const file = new URL(`./release-${release}.json.gz`, import.meta.url);
  return (JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')) as { streams: Record<StreamName, Stored[]> })
    .streams;
};
const octetsOf = ({ data }: Stored): Buffer => Buffer.from(data, 'base64');

describe.each(['0.1.0'])('what release %s stored', (release) => {
  const streams = streamsOf(release);

  test('gives the view every message with its history', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dienstweg-compat-'));
    try {
      await using nats = await startNats();
      await using bus = await connectTestBus(nats);
      for (const stream of [STREAMS.messages, STREAMS.events])
        for (const stored of streams[stream]) {
          const { 'Nats-Msg-Id': messageId, ...headers } = stored.headers;
          const published = await publishDurably(bus, {
            subject: stored.subject,
            data: octetsOf(stored),
            headers,
            ...(messageId === undefined ? {} : { messageId }),
          });
          expect(published).toMatchObject({ ok: true, sequence: stored.sequence });
        }
      await using tracking = await startTracking(
        { natsUrl: nats.url, seedFile: join(folder, 'none'), databaseFile: join(folder, 'view.sqlite'), opsPort: 0 },
        silentLog(),
      );
      await tracking.caughtUp;
      const summary = await request(bus, 'trackingSummary', {});
      expect(summary).toMatchObject({
        ok: true,
        value: {
          accepted: 9,
          refused: 3,
          deliveries: { 'accepted-by-reader': 11, 'handed-over': 2, 'dead-letter': 1 },
        },
      });
      const found = await request(bus, 'trackingFind', { limit: 50, processReference: '32-17/26' });
      expect(found).toMatchObject({ ok: true, value: { messages: [{ state: 'accepted-by-reader' }] } });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 40_000);

  test('stands as entries of deliveries that can go on', () => {
    const entries = streams.DELIVERIES.map((stored) => readStoredEntry(octetsOf(stored)));
    expect(entries.map(({ standing }) => standing.state)).toEqual(['ended', 'ended', 'ended', 'dead-letter']);
    expect(entries.map(isOpen)).toEqual([false, false, false, false]);
    for (const { messageSequence, messageId } of entries)
      expect(streams.MESSAGES[messageSequence - 1]?.headers[HEADERS.accepted]).toContain(messageId);
  });

  test('is the same directory', () => {
    const fold = new RegistryFold();
    for (const stored of streams.REGISTRY)
      takeStored(fold, { data: octetsOf(stored), sequence: stored.sequence, recordedAt: new Date(stored.time) });
    expect(fold.directory.edition).toBe(1);
    expect([...fold.directory.entries()].length).toBe(154);
  });
});
