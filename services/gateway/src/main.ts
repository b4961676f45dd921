/** The gateway as a process. */
import { runProcess } from '@dienstweg/infra/process.ts';
import { gatewayConfig } from './config.ts';
import { startGateway } from './service.ts';

const reading = gatewayConfig(process.env);
if (reading.ok) await runProcess('gateway', () => startGateway(reading.settings));
else {
  process.stderr.write(`${reading.mistakes.join('\n')}\n`);
  process.exitCode = 2;
}
