/** The tracking process. */
import { createLog } from '@dienstweg/infra/log.ts';
import { runProcess } from '@dienstweg/infra/process.ts';
import { trackingConfig } from './config.ts';
import { startTracking } from './service.ts';

const log = createLog('tracking');
const config = trackingConfig(process.env);
if (config.ok) await runProcess('tracking', () => startTracking(config.settings, log), log);
else {
  for (const mistake of config.mistakes) log.fatal(mistake);
  process.exit(1);
}
