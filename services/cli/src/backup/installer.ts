/** The bus as whoever installs sees it, whether the system runs or not. */
import { type Bus, connectBus } from '@dienstweg/infra/bus/connect.ts';
import { readBusSeed } from '@dienstweg/infra/bus/seed-file.ts';
import { type HomeStatus, statusOf } from '@dienstweg/infra/launcher/control.ts';
import { type Launcher, openLauncher } from '@dienstweg/infra/launcher/launcher.ts';
import { createLog } from '@dienstweg/infra/log.ts';
import { natsChild } from '@dienstweg/infra/servers/children.ts';
import { provideServers } from '@dienstweg/infra/servers/provide.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { Cli } from '../args/command.ts';
import { interruptible } from '../up/interruptible.ts';
import { notRunningFinding } from '../up/not-running.ts';
import { refuseTakenNats } from '../up/refuse-unfit.ts';
import { asStartFailure } from '../up/start-failure.ts';

/** Connects as user `installer`. */
export const connectInstaller = async ({ settings }: Pick<Cli, 'settings'>): Promise<Bus> => {
  const seed = await readBusSeed(settings, 'installer');
  return connectBus({
    url: settings.natsUrl,
    user: 'installer',
    name: 'installer',
    log: createLog('installer', undefined, 'silent'),
    ...(seed === undefined ? {} : { seed }),
  }).catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ProblemError(problem('system-not-running', { detail: `NATS cannot be reached (${why}).` }), { cause });
  });
};

/** Starts nothing but nats-server in a home that was taken; nothing where it is given by URL. */
export const startNatsAlone = async (launcher: Launcher, { settings, env, tell }: Cli): Promise<void> => {
  if (settings.natsGiven) return;
  await refuseTakenNats(settings);
  const [program] = await provideServers(['nats'], { env, tell });
  if (program !== undefined) await launcher.start([await natsChild(settings.home, settings.ports, program)]);
};

/** Name of nats-server among the processes of a home. */
const NATS = 'nats-server';

/**
 * Throws `system-not-running` where a launcher was killed and what it started still runs: whoever takes the home ends
 * all of it, and nobody asked for that.
 */
export const refuseAbandoned = ({ running, services }: Pick<HomeStatus, 'running' | 'services'>): void => {
  if (running || services.length === 0) return;
  const { text, remedy } = notRunningFinding({ services }, 'error');
  throw new ProblemError({
    ...problem('system-not-running', { detail: text }),
    title: 'Nobody supervises what runs in this home',
    remedy,
  });
};

/**
 * Does something with the bus: that of the running system, even where nobody supervises it any more, else a nats-server
 * of its own in the home, stopped afterwards, also where Ctrl-C ends the work.
 */
export const withInstaller = async <T>(cli: Cli, work: (bus: Bus) => Promise<T>): Promise<T> => {
  const { settings } = cli;
  const { running, services } = await statusOf(settings.home);
  if (!settings.natsGiven && !services.some(({ name }) => name === NATS)) refuseAbandoned({ running, services });
  const isAlone = !running && services.length === 0 && !settings.natsGiven;
  await using stack = new AsyncDisposableStack();
  try {
    const interrupted = isAlone ? cli.untilInterrupted() : undefined;
    if (isAlone) {
      cli.tell('nothing runs here: nats-server is started for as long as it takes');
      await startNatsAlone(stack.use(await openLauncher(settings.home, cli.tell)), cli);
    }
    const bus = stack.use(await connectInstaller(cli));
    return await (interrupted === undefined ? work(bus) : interruptible(work(bus), interrupted));
  } catch (error) {
    throw asStartFailure(error, settings.home.logs);
  }
};
