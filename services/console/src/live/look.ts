/** One look at how things stand, for all live connections. */
import type { Ask } from '../show/needs.ts';
import type { LiveLook } from './live.ts';

/** What a look needs. */
export interface LookNeeds {
  readonly ask: Ask;
  readonly edition: () => number;
  readonly jobs: () => number;
  readonly now: () => Date;
}

/** Alarms change seldom: they are looked at with every so many looks. */
const ALARMS_EVERY = 3;

/** Looks; a service that does not answer is no reason to tell nothing, but tracking not answering is. */
export const lookAround = ({ ask, edition, jobs, now }: LookNeeds): (() => Promise<LiveLook | undefined>) => {
  let looks = 0;
  let alarms = { open: 0, mark: '' };
  return async () => {
    const summary = await ask('trackingSummary', {}).catch(() => undefined);
    if (summary === undefined) return undefined;
    if (looks % ALARMS_EVERY === 0) {
      const listed = await ask('alarmsList', {}).catch(() => undefined);
      if (listed !== undefined)
        alarms = {
          open: listed.alarms.filter(({ state }) => state === 'raised').length,
          mark: String(
            listed.alarms.length === 0
              ? 0
              : Buffer.from(
                  listed.alarms
                    .map(({ alarmId, state, severity }) => `${alarmId.slice(0, 4)}${state[0]}${severity[0]}`)
                    .join(''),
                ).toString('base64url'),
          ).slice(0, 120),
        };
    }
    looks += 1;
    const { positions, deliveries, oldestUndeliveredAt } = summary;
    return {
      at: now().toISOString(),
      marks: {
        messages: `${positions.messages}-${positions.events}`,
        directory: String(edition()),
        alarms: alarms.mark,
        jobs: String(jobs()),
      },
      counts: {
        deliveries,
        ...(oldestUndeliveredAt === undefined ? {} : { oldestUndeliveredAt }),
        alarmsOpen: alarms.open,
      },
    };
  };
};
