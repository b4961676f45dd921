/** What the tracking process needs to know, from the environment. */
import { join } from 'node:path';
import { seedFileOf } from '@dienstweg/infra/home.ts';
import { type Environment, readCommon, readSettings, type Settings } from '@dienstweg/infra/settings.ts';

/** Configuration of the tracking process. */
export interface TrackingConfig {
  readonly natsUrl: string;
  /** Where this process's seed for the bus stands; without the file it connects as the URL says. */
  readonly seedFile: string;
  /** The SQLite file of the view; deleted, it is rebuilt. */
  readonly databaseFile: string;
  /** 0 takes any free port. */
  readonly opsPort: number;
}

/** Reads the configuration, or says everything that is wrong with it. */
export const trackingConfig = (env: Environment): Settings<TrackingConfig> =>
  readSettings(env, (reader) => {
    const { home, ports, natsUrl } = readCommon(reader);
    return {
      natsUrl,
      seedFile: seedFileOf(home, 'tracking'),
      databaseFile: join(home.data.tracking, 'tracking.sqlite'),
      opsPort: ports.trackingOps,
    };
  });
