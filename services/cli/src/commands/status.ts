import { statusOf } from '@dienstweg/infra/launcher/control.ts';
import type { CommonSettings } from '@dienstweg/infra/settings.ts';
import type { RequestContract } from '@dienstweg/schemas/bus/requests.ts';
import { ProblemError } from '@dienstweg/schemas/problems/problem.ts';
import type { CommandSpec } from '../args/command.ts';
import { askOnce } from '../client/operator.ts';
import { findingsText } from '../print/findings.ts';
import { overviewLines } from '../print/overview.ts';
import { table } from '../print/table.ts';
import { epochFindings } from '../up/epoch-finding.ts';
import { notRunningFinding } from '../up/not-running.ts';
import { readinessFindings } from '../up/readiness.ts';
import { sandboxFindings } from '../up/sandbox-finding.ts';
import { startingFindings } from '../up/starting.ts';

/** What goes on; where the view cannot say, the findings tell why. */
const overviewOf = (settings: CommonSettings): Promise<RequestContract['trackingOverview']['reply'] | undefined> =>
  askOnce(settings, 'trackingOverview', {}).catch((error: unknown) => {
    if (error instanceof ProblemError) return undefined;
    throw error;
  });

/** `status`: the processes of this home, what goes on, and what those that are not ready say about it. */
export const status: CommandSpec = {
  run: async (_input, { settings }) => {
    const { running, ready, services } = await statusOf(settings.home);
    const findings = running
      ? [
          ...startingFindings(settings.home, services, await readinessFindings(settings.ports)),
          ...(await epochFindings(settings)),
          ...sandboxFindings(settings.home),
        ]
      : [notRunningFinding({ services }, 'error')];
    const overview = running ? await overviewOf(settings) : undefined;
    const ok = ready && findings.every(({ severity }) => severity !== 'error');
    const rows = services.map((each) => [
      each.name,
      each.ready ? 'ready' : 'not ready',
      String(each.pid),
      `${Math.round(each.memoryMb)} MB`,
      String(each.restarts),
    ]);
    return {
      value: { ok, services, findings, ...(overview === undefined ? {} : { overview }) },
      text: [
        ...(services.length === 0 ? [] : [table(['PROCESS', 'STATE', 'PID', 'MEMORY', 'RESTARTS'], rows)]),
        ...(overview === undefined ? [] : overviewLines(overview)),
        ...findingsText(findings),
      ].join('\n'),
      ...(ok ? {} : { exitCode: 1 as const }),
    };
  },
};
