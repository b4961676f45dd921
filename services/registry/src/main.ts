/** The registry process. */
import { createLog } from '@dienstweg/infra/log.ts';
import { runProcess } from '@dienstweg/infra/process.ts';
import { registryConfig } from './config.ts';
import { startRegistry } from './service.ts';

const log = createLog('registry');
const config = registryConfig(process.env);
if (config.ok) await runProcess('registry', () => startRegistry(config.settings, log), log);
else {
  for (const mistake of config.mistakes) log.fatal(mistake);
  process.exit(1);
}
