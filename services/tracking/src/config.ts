/** What the tracking process needs to know, from the environment. */
import { join } from 'node:path';
import { seedFileOf } from '@dienstweg/infra/home.ts';
import { type Environment, readCommon, readSettings, type Settings } from '@dienstweg/infra/settings.ts';
import { type AlarmConfig, readAlarmConfig } from './alarms/config.ts';
import { DEFAULT_KEPT_DAYS } from './keep/prune.ts';

/** Configuration of the tracking process. */
export interface TrackingConfig {
  readonly natsUrl: string;
  /** Where this process's seed for the bus stands; without the file it connects as the URL says. */
  readonly seedFile: string;
  /** The SQLite file of the view; deleted, it is rebuilt. Not used with `databaseUrl`. */
  readonly databaseFile: string;
  /** `postgresql:` URL of a database, which may hold other things beside. */
  readonly databaseUrl?: string;
  /** Messages that ended are shown for so many days; default two years. */
  readonly keptDays?: number;
  /** 0 takes any free port. */
  readonly opsPort: number;
  /** Absent: nothing is watched, nobody is told. */
  readonly alarms?: AlarmConfig;
}

/** Reads the configuration, or says everything that is wrong with it. */
export const trackingConfig = (env: Environment): Settings<TrackingConfig> =>
  readSettings(env, (reader) => {
    const { home, ports, natsUrl } = readCommon(reader);
    const databaseUrl = reader.url('DIENSTWEG_DATABASE_URL', ['postgresql:', 'postgres:']);
    return {
      natsUrl,
      seedFile: seedFileOf(home, 'tracking'),
      databaseFile: join(home.data.tracking, 'tracking.sqlite'),
      ...(databaseUrl === undefined ? {} : { databaseUrl }),
      keptDays: reader.integer('DIENSTWEG_TRACKING_DAYS', { fallback: DEFAULT_KEPT_DAYS, min: 1, max: 36_500 }),
      opsPort: ports.trackingOps,
      alarms: readAlarmConfig(reader, home, ports),
    };
  });
