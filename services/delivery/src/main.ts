/** The delivery process. */
import { createLog } from '@dienstweg/infra/log.ts';
import { runProcess } from '@dienstweg/infra/process.ts';
import { deliveryConfig } from './config.ts';
import { startDelivery } from './service.ts';

const log = createLog('delivery');
const config = deliveryConfig(process.env);
if (config.ok) await runProcess('delivery', () => startDelivery(config.settings, log), log);
else {
  for (const mistake of config.mistakes) log.fatal(mistake);
  process.exitCode = 2;
}
