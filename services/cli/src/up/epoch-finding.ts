/** What a restore leaves to be done. */
import type { Finding } from '@dienstweg/infra/ops-server.ts';
import type { CommonSettings } from '@dienstweg/infra/settings.ts';
import type { EpochOpened } from '@dienstweg/schemas/events.ts';
import { ProblemError } from '@dienstweg/schemas/problems/problem.ts';
import { askOnce } from '../client/operator.ts';

const WORTH_TELLING_MS = 30 * 24 * 60 * 60 * 1000;

/** The warning about messages that are missing, for a month. Pure. */
export const judgeEpoch = (epoch: EpochOpened | undefined, now: Date): readonly Finding[] =>
  epoch === undefined || now.getTime() - Date.parse(epoch.at) > WORTH_TELLING_MS
    ? []
    : [
        {
          code: 'epoch-opened',
          severity: 'warning',
          text: `A backup was brought back (epoch ${epoch.epoch}): what was accepted between ${epoch.missing.from} and ${epoch.missing.to} is missing.`,
          remedy:
            'Authors hand in again what they hold a receipt of that is unknown here. Whom it concerns stands in the report of the restore, among the logs.',
        },
      ];

/** The same of the running system; nothing where it cannot say. */
export const epochFindings = async (
  settings: Pick<CommonSettings, 'home' | 'natsUrl' | 'natsGiven'>,
): Promise<readonly Finding[]> => {
  try {
    return judgeEpoch((await askOnce(settings, 'trackingSummary', {})).epoch, new Date());
  } catch (error) {
    if (error instanceof ProblemError) return [];
    throw error;
  }
};
