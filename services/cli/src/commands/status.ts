import { statusOf } from '@dienstweg/infra/launcher/control.ts';
import type { CommandSpec } from '../args/command.ts';
import { findingsText } from '../print/findings.ts';
import { table } from '../print/table.ts';
import { epochFindings } from '../up/epoch-finding.ts';
import { notRunningFinding } from '../up/not-running.ts';
import { readinessFindings } from '../up/readiness.ts';
import { sandboxFindings } from '../up/sandbox-finding.ts';

/** `status`: the processes of this home, and what those that are not ready say about it. */
export const status: CommandSpec = {
  run: async (_input, { settings }) => {
    const { running, ready, services } = await statusOf(settings.home);
    const findings = running
      ? [
          ...(await readinessFindings(settings.ports)),
          ...(await epochFindings(settings)),
          ...sandboxFindings(settings.home),
        ]
      : [notRunningFinding({ services }, 'error')];
    const ok = ready && findings.every(({ severity }) => severity !== 'error');
    const rows = services.map((each) => [
      each.name,
      each.ready ? 'ready' : 'not ready',
      String(each.pid),
      `${Math.round(each.memoryMb)} MB`,
      String(each.restarts),
    ]);
    return {
      value: { ok, services, findings },
      text: [
        ...(services.length === 0 ? [] : [table(['PROCESS', 'STATE', 'PID', 'MEMORY', 'RESTARTS'], rows)]),
        ...findingsText(findings),
      ].join('\n'),
      ...(ok ? {} : { exitCode: 1 as const }),
    };
  },
};
