/** What must be right before anything is started. */
import { portFindings } from '@dienstweg/infra/doctor/machine.ts';
import { natsFindings, redisFindings } from '@dienstweg/infra/doctor/servers.ts';
import type { Finding } from '@dienstweg/infra/ops-server.ts';
import type { Ports } from '@dienstweg/infra/ports.ts';
import type { CommonSettings } from '@dienstweg/infra/settings.ts';
import { startFailure } from './start-failure.ts';

/** Ports that the system itself will listen on. */
const portsToTake = ({ ports, natsGiven, redisGiven }: CommonSettings): Partial<Ports> => {
  const { nats, redis, benchRecipient: _bench, ...services } = ports;
  return { ...services, ...(natsGiven ? {} : { nats }), ...(redisGiven ? {} : { redis }) };
};

/** Servers given by URL that are old, not durable or throw timers away; ports that somebody else has. */
export const findingsBeforeStart = async (settings: CommonSettings): Promise<readonly Finding[]> => {
  const asked = await Promise.all([
    portFindings(portsToTake(settings)),
    settings.natsGiven ? natsFindings(settings) : [],
    settings.redisGiven ? redisFindings(settings.redisUrl) : [],
  ]);
  return asked.flat();
};

/** Throws `system-not-running` where the port of NATS is taken: whoever listens there belongs to another home. */
export const refuseTakenNats = async ({ ports, natsGiven }: CommonSettings): Promise<void> => {
  for (const { text, remedy } of natsGiven ? [] : await portFindings({ nats: ports.nats }))
    throw startFailure(text, remedy);
};

/** Throws `system-not-running` with what is wrong and the remedy. Redis that is away is no reason: retries come late. */
export const refuseUnfit = async (settings: CommonSettings, tell: (line: string) => void): Promise<void> => {
  const findings = await findingsBeforeStart(settings);
  const grave = findings.filter(({ severity, code }) => severity === 'error' && code !== 'redis-unreachable');
  for (const { text, remedy } of findings.filter((finding) => !grave.includes(finding))) tell(`${text} ${remedy}`);
  if (grave.length > 0)
    throw startFailure(grave.map(({ text }) => text).join('\n'), grave.map(({ remedy }) => remedy).join('\n'));
};
