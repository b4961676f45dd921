/** What is not there yet because the system is being started. */
import type { Home } from '@dienstweg/infra/home.ts';
import type { ServiceStatus } from '@dienstweg/infra/launcher/control.ts';
import type { Finding } from '@dienstweg/infra/ops-server.ts';

/**
 * Pure. Findings as they were, but that services do not answer is told as what it is as long as the launcher has not
 * brought up everything: a start.
 */
export const startingFindings = (
  home: Pick<Home, 'logs'>,
  services: readonly ServiceStatus[],
  findings: readonly Finding[],
): readonly Finding[] => {
  const [launcher, ...others] = services;
  if (launcher?.ready === true) return findings;
  const ready = others.filter((each) => each.ready).length;
  return [
    {
      code: 'starting',
      severity: 'warning',
      text: `The system is starting: ${ready} processes are ready so far.`,
      remedy: `Look again in some seconds; the logs stand in ${home.logs}.`,
    },
    ...findings.filter(({ code }) => code !== 'service-silent'),
  ];
};
