/** One service of the product as a process under test: its own wiring, given a faulty connection, ports and a clock. */
import { createLog } from '@dienstweg/infra/log.ts';
import { runProcess } from '@dienstweg/infra/process.ts';
import { connectFaultily, crashes } from './bus.ts';
import { setClock } from './clock.ts';
import type { Order, ProcessPlan } from './orders.ts';
import { startOf } from './start.ts';

const plan = JSON.parse(process.env.DIENSTWEG_FAULTS ?? '{}') as ProcessPlan;
const log = createLog(plan.service, undefined, 'warn');
const crash = crashes();
process.on('message', (message: Order) => {
  if (message.order === 'clock') setClock(message.offsetMs);
  else crash.order(message.at, message.passing);
});
// Whoever drives it may die first; then nobody would end this process.
process.on('disconnect', () => process.exit(1));
const start = await startOf(plan, process.env, log, connectFaultily(crash, plan.broken));
await runProcess(
  plan.service,
  async () => {
    const running = await start();
    process.send?.({ ready: plan.service });
    return running;
  },
  log,
);
