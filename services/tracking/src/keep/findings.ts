/** What an operator should know of the view, in words. */
import type { Finding } from '@dienstweg/infra/ops-server.ts';

/** Beyond so many stored messages not yet taken in, answers are noticeably old. */
const LAG_WORTH_A_WARNING = 5_000;

const WHY: Readonly<Record<string, string>> = {
  asked: 'as asked for',
  damaged: 'because its database is damaged',
  missing: 'because its database is gone',
  'other-version': 'because this release keeps it in another form',
};

/** How the view stands, as findings. */
export const viewFindings = (view: {
  readonly answers: boolean;
  readonly behind: number;
  readonly rebuilding: { readonly because: string; readonly behind: number } | undefined;
  readonly trouble: string | undefined;
}): readonly Finding[] => {
  const findings: Finding[] = [];
  const { rebuilding } = view;
  if (rebuilding !== undefined)
    findings.push({
      code: 'tracking-rebuilding',
      severity: view.answers ? 'warning' : 'error',
      text: `The view of messages is made anew ${WHY[rebuilding.because] ?? ''}; ${rebuilding.behind} stored messages to go. ${view.answers ? 'The former one answers meanwhile.' : 'Until then it answers nothing.'}`,
      remedy: 'Wait; nothing is lost, the streams hold everything. If its database is damaged again, look at the disk.',
    });
  else if (!view.answers)
    findings.push({
      code: 'tracking-view-lost',
      severity: 'error',
      text: 'The view of messages cannot answer.',
      remedy: 'Wait; it is made anew from the streams. If that does not begin, restart the process.',
    });
  else if (view.behind > LAG_WORTH_A_WARNING)
    findings.push({
      code: 'tracking-behind',
      severity: 'warning',
      text: `The view has still to take in ${view.behind} stored messages; answers may be old.`,
      remedy: 'Wait; it catches up by itself. If it lasts, look at the load of the machine.',
    });
  if (view.trouble !== undefined)
    findings.push({
      code: 'tracking-database',
      severity: 'error',
      text: `The view of messages cannot be written: ${view.trouble}`,
      remedy:
        'Look at the disk of the database, or at PostgreSQL where DIENSTWEG_DATABASE_URL names one; it is tried again by itself.',
    });
  return findings;
};
