/** The console process. */
import { createLog } from '@dienstweg/infra/log.ts';
import { runProcess } from '@dienstweg/infra/process.ts';
import { consoleConfig } from './config.ts';
import { startConsole } from './service.ts';

const log = createLog('console');
const config = consoleConfig(process.env);
if (config.ok) await runProcess('console', () => startConsole(config.settings, log), log);
else {
  for (const mistake of config.mistakes) log.fatal(mistake);
  process.exit(1);
}
