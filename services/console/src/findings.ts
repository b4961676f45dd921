/** What an operator should know of this process, in words. Pure. */
import type { Finding } from '@dienstweg/infra/ops-server.ts';

/** What is known of it. */
export interface Condition {
  readonly isConnected: boolean;
  /** The pages were built. */
  readonly isBuilt: boolean;
  readonly liveConnections: number;
  readonly liveAtMost: number;
}

/** The findings, the worst first. */
export const findingsOf = ({ isConnected, isBuilt, liveConnections, liveAtMost }: Condition): readonly Finding[] => {
  const findings: (Finding | false)[] = [
    !isConnected && {
      code: 'bus-unreachable',
      severity: 'error',
      text: 'The bus cannot be reached: nothing can be shown or done.',
      remedy: 'Start nats-server; the console goes on by itself.',
    },
    !isBuilt && {
      code: 'pages-not-built',
      severity: 'warning',
      text: 'The pages of the console are not built: browsers are told so.',
      remedy: 'npx dienstweg console --build',
    },
    liveConnections >= liveAtMost && {
      code: 'live-connections-exhausted',
      severity: 'warning',
      text: `${liveConnections} browsers are told of changes; further ones ask by themselves every few seconds.`,
      remedy: 'Close windows that are not needed, or set DIENSTWEG_CONSOLE_LIVE_CONNECTIONS.',
    },
  ];
  return findings.filter((finding) => finding !== false);
};
