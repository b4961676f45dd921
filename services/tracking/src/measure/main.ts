/** Measures a view of its own and prints the figures as JSON: what `dienstweg bench --tracking` runs. */
import { createLog } from '@dienstweg/infra/log.ts';
import { storeOf } from '../store/choose.ts';
import { measureIn } from './measure.ts';

/** The only argument, JSON: where, and how many. */
interface Order {
  readonly messages: number;
  readonly times: number;
  readonly databaseFile: string;
  readonly databaseUrl?: string;
}

const order = JSON.parse(process.argv[2] ?? '{}') as Order;
const measured = await measureIn(storeOf(order, createLog('measure')), {
  messages: order.messages,
  times: order.times,
  now: Date.now(),
  tell: (line) => void process.stderr.write(`${line}\n`),
});
process.stdout.write(`${JSON.stringify(measured)}\n`);
