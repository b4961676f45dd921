import { connectBus } from '@dienstweg/infra/bus/connect.ts';
import { followStream } from '@dienstweg/infra/bus/follow.ts';
import { readBusSeed } from '@dienstweg/infra/bus/seed-file.ts';
import { createLog } from '@dienstweg/infra/log.ts';
import { STREAMS } from '@dienstweg/schemas/bus/streams.ts';
import { decodeStored } from '@dienstweg/schemas/directory/decode.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { CommandSpec } from '../args/command.ts';
import { table } from '../print/table.ts';

/** One recorded change. */
interface RecordedChange {
  readonly edition: number;
  readonly recordedAt: string;
  readonly id: string;
  readonly by: string;
  readonly reason: string;
  readonly puts: number;
  readonly closes: number;
}

/** `registry history`: read from the stream itself, which needs the installer's seed of this home. */
export const registryHistory: CommandSpec = {
  run: async (_input, { settings }) => {
    const seed = await readBusSeed(settings, 'installer');
    await using bus = await connectBus({
      url: settings.natsUrl,
      user: 'installer',
      name: 'cli',
      log: createLog('cli', undefined, 'silent'),
      ...(seed === undefined ? {} : { seed }),
    }).catch((cause: unknown) => {
      const detail = `NATS cannot be reached. Start it: dienstweg up --detach`;
      throw new ProblemError(problem('system-not-running', { detail }), { cause });
    });
    const changes: RecordedChange[] = [];
    await using following = await followStream(bus, { stream: STREAMS.registry }, (stored) => {
      const { record } = decodeStored(stored.data);
      const { id, by, reason } = record;
      const { puts, closes } = 'puts' in record ? record : { puts: [], closes: [] };
      changes.push({
        edition: stored.sequence,
        recordedAt: stored.recordedAt.toISOString(),
        id,
        by,
        reason,
        puts: puts.length,
        closes: closes.length,
      });
    });
    await following.caughtUp;
    const rows = changes.map((each) => [
      String(each.edition),
      each.recordedAt,
      each.by,
      `+${each.puts} −${each.closes}`,
      each.reason,
    ]);
    return { value: { changes }, text: table(['EDITION', 'RECORDED', 'BY', 'ENTRIES', 'REASON'], rows) };
  },
};
