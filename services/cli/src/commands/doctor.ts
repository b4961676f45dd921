import { clockFindings, diskFindings, nodeFindings } from '@dienstweg/infra/doctor/machine.ts';
import { natsFindings, redisFindings } from '@dienstweg/infra/doctor/servers.ts';
import { type HomeStatus, statusOf } from '@dienstweg/infra/launcher/control.ts';
import type { Finding } from '@dienstweg/infra/ops-server.ts';
import { findServer } from '@dienstweg/infra/servers/find.ts';
import { checkoutServersFolder } from '@dienstweg/infra/servers/provide.ts';
import type { Cli, CommandSpec } from '../args/command.ts';
import { findingsText } from '../print/findings.ts';
import { certificateFindings } from '../up/certificate-findings.ts';
import { epochFindings } from '../up/epoch-finding.ts';
import { notRunningFinding } from '../up/not-running.ts';
import { readinessFindings } from '../up/readiness.ts';
import { redisUrlOf } from '../up/redis-url.ts';
import { findingsBeforeStart } from '../up/refuse-unfit.ts';
import { sandboxFindings } from '../up/sandbox-finding.ts';

const ofRunning = async ({ settings }: Cli): Promise<readonly Finding[]> => {
  const asked = await Promise.all([
    readinessFindings(settings.ports),
    natsFindings(settings),
    redisUrlOf(settings).then(redisFindings),
    epochFindings(settings),
  ]);
  return asked.flat();
};

/** Programs a start would need; what is missing it fetches, if it can. */
const ofPrograms = async ({ settings, env }: Cli): Promise<readonly Finding[]> => {
  const kinds = [...(settings.natsGiven ? [] : ['nats' as const]), ...(settings.redisGiven ? [] : ['redis' as const])];
  const looked = await Promise.all(
    kinds.map(async (kind) => ({
      kind,
      ...(await findServer(kind, { path: env.PATH ?? '', folders: [checkoutServersFolder] })),
    })),
  );
  return looked
    .filter(({ found }) => found === undefined)
    .map(({ kind }) => ({
      code: `${kind}-missing`,
      severity: 'warning',
      text: `There is no ${kind === 'nats' ? 'nats-server' : 'Redis or Valkey'} that is new enough.`,
      remedy: 'The next start fetches it where it can, and says what to install where it cannot.',
    }));
};

const ofStopped = async (cli: Cli, services: HomeStatus['services']): Promise<readonly Finding[]> => [
  notRunningFinding({ services }, 'warning'),
  // what a killed launcher left running still has its ports
  ...(services.length === 0 ? await findingsBeforeStart(cli.settings) : []),
  ...(await ofPrograms(cli)),
];

/** What a finding could have come from; without it nobody could believe that nothing is wrong. */
const lookedAt = (running: boolean): string => {
  const servers = running
    ? 'services, nats-server (version, durability) and Redis (version, persistence, eviction)'
    : 'ports and the servers a start would use';
  return `Looked at Node ${process.versions.node}, clock, free disk, certificates and revocation lists, ${servers}.`;
};

/** `doctor`: everything that is wrong or soon will be, each with its remedy. Exit 1 when something is an error. */
export const doctor: CommandSpec = {
  run: async (_input, cli) => {
    const { home } = cli.settings;
    const now = new Date();
    const { running, services } = await statusOf(home);
    const findings = [
      ...nodeFindings(process.versions.node),
      ...clockFindings(now),
      ...(await diskFindings(home)),
      ...certificateFindings(home, now),
      ...sandboxFindings(home),
      ...(await (running ? ofRunning(cli) : ofStopped(cli, services))),
    ];
    const ok = findings.every(({ severity }) => severity !== 'error');
    const versions = { node: process.versions.node };
    return {
      value: { ok, versions, services, findings },
      text: [lookedAt(running), ...(findings.length === 0 ? ['Nothing is wrong.'] : findingsText(findings))].join('\n'),
      ...(ok ? {} : { exitCode: 1 as const }),
    };
  },
};
