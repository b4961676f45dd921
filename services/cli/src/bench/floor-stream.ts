import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { connectBus } from '@dienstweg/infra/bus/connect.ts';
import { seedFileOf } from '@dienstweg/infra/home.ts';
import { createLog } from '@dienstweg/infra/log.ts';
import type { CommonSettings } from '@dienstweg/infra/settings.ts';
import { BENCH_FLOOR } from '@dienstweg/schemas/bus/streams.ts';
import { StorageType } from '@nats-io/jetstream';
import { runFloor } from './floor.ts';
import type { FloorWork } from './floor-worker.ts';

/** What a floor message is made of. */
export type FloorMaterial = Pick<
  FloorWork,
  'octets' | 'certificateDer' | 'receiptKeyPem' | 'receiptTemplate' | 'envelopeXsd' | 'payloadXsd'
>;

/**
 * The floor loop on a stream of its own in the same nats-server, made before and deleted after each run, with the
 * rights of the installer (only that user may make streams).
 */
export const floorOn =
  (settings: Pick<CommonSettings, 'home' | 'natsUrl'>, material: FloorMaterial) =>
  async (count: number): Promise<number> => {
    const seed = readFileSync(seedFileOf(settings.home, 'installer'), 'utf8');
    await using bus = await connectBus({
      url: settings.natsUrl,
      user: 'installer',
      seed,
      name: 'bench',
      log: createLog('bench', undefined, 'silent'),
    });
    const { stream, subjects } = BENCH_FLOOR;
    const remove = async (): Promise<void> => {
      await bus.jsm.streams.delete(stream).catch(() => undefined);
    };
    await remove();
    await bus.jsm.streams.add({ name: stream, subjects: [`${subjects}.*`], storage: StorageType.File });
    try {
      return await runFloor(
        { natsUrl: settings.natsUrl, user: 'installer', seed, subjects, count, ...material },
        cpus().length,
      );
    } finally {
      await remove();
    }
  };
