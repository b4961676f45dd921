/** Why nothing runs in a home, or nothing that is looked after. */
import type { HomeStatus } from '@dienstweg/infra/launcher/control.ts';
import type { Finding } from '@dienstweg/infra/ops-server.ts';

/** The finding about a home whose launcher is not there; `severity` is that of a home in which nothing runs at all. */
export const notRunningFinding = (
  { services }: Pick<HomeStatus, 'services'>,
  severity: Finding['severity'],
): Finding =>
  services.length === 0
    ? { code: 'not-running', severity, text: 'Nothing runs in this home.', remedy: 'dienstweg up --detach' }
    : {
        code: 'launcher-died',
        severity: 'error',
        text: `The launcher was killed: its ${services.length} processes run without supervision.`,
        remedy: 'dienstweg down, then dienstweg up',
      };
