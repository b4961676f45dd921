/** What goes on, in a few lines. */
import type { RequestContract } from '@dienstweg/schemas/bus/requests.ts';
import { authorityText } from './trace.ts';

type Overview = RequestContract['trackingOverview']['reply'];

const countsText = (counts: Overview['last24Hours']): string =>
  Object.entries(counts)
    .map(([state, n]) => `${n} ${state === 'returned' ? 'returned to their authors' : state}`)
    .join(', ') || 'nothing';

const ageText = (since: string, at: string): string => {
  const seconds = Math.max(0, Math.round((Date.parse(at) - Date.parse(since)) / 1_000));
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`;
  return `${Math.round(seconds / 3_600)} h`;
};

/** Lines for a terminal. */
export const overviewLines = (overview: Overview): readonly string[] => [
  `handed in during the last 15 minutes: ${countsText(overview.last15Minutes)}`,
  `handed in during the last 24 hours: ${countsText(overview.last24Hours)}`,
  ...(overview.oldestUndeliveredAt === undefined
    ? []
    : [`oldest undelivered message: ${ageText(overview.oldestUndeliveredAt, overview.at)}`]),
  ...overview.failures
    .slice(0, 3)
    .map(({ step, code, reader, count }) => `${count} × ${step} ${code ?? ''} to ${authorityText(reader)}`),
];
