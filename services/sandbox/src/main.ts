/** The sandbox process. */
import { createLog } from '@dienstweg/infra/log.ts';
import { runProcess } from '@dienstweg/infra/process.ts';
import { sandboxConfig } from './config.ts';
import { startSandbox } from './service.ts';

const log = createLog('sandbox');
const config = sandboxConfig(process.env);
if (config.ok) await runProcess('sandbox', () => startSandbox(config.settings, log), log);
else {
  for (const mistake of config.mistakes) log.fatal(mistake);
  process.exitCode = 2;
}
