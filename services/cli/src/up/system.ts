/** Brings the whole system of a home up, and down again. */
import { connectBus } from '@dienstweg/infra/bus/connect.ts';
import { readBusSeed } from '@dienstweg/infra/bus/seed-file.ts';
import { ensureStreams } from '@dienstweg/infra/bus/streams.ts';
import { type Launcher, openLauncher } from '@dienstweg/infra/launcher/launcher.ts';
import type { ChildPlan } from '@dienstweg/infra/launcher/plan.ts';
import { createLog } from '@dienstweg/infra/log.ts';
import { natsChild, redisChild } from '@dienstweg/infra/servers/children.ts';
import { provideServers } from '@dienstweg/infra/servers/provide.ts';
import type { CommonSettings } from '@dienstweg/infra/settings.ts';
import { isRestoreUnderway } from '../backup/underway.ts';
import { connectOperator } from '../client/operator.ts';
import { interruptible, interruption } from './interruptible.ts';
import { loadSandbox } from './load-sandbox.ts';
import { provisionHome } from './provision.ts';
import { refuseUnfit } from './refuse-unfit.ts';
import { noteSandbox } from './sandbox-finding.ts';
import { serviceChildren } from './services.ts';
import { asStartFailure, startFailure } from './start-failure.ts';

/** Environment: folder for CPU profiles of the services, one subfolder each, written when they end. */
export const PROFILES_SETTING = 'DIENSTWEG_CPU_PROFILES';

/** What bringing up needs. */
export interface SystemNeeds {
  readonly settings: CommonSettings;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly tell: (line: string) => void;
  /** When this resolves before everything is up, what was started is stopped again. */
  readonly interrupted: Promise<void>;
}

/** A system that runs until it is put down. */
export interface RunningSystem extends AsyncDisposable {
  /** Edition of the directory that was loaded. */
  readonly edition: number;
}

/** Servers that are not given by URL, as children. */
const serversOf = async ({ settings, env, tell }: SystemNeeds): Promise<readonly ChildPlan[]> => {
  const { home, ports } = settings;
  const kinds = [...(settings.natsGiven ? [] : ['nats' as const]), ...(settings.redisGiven ? [] : ['redis' as const])];
  const programs = await provideServers(kinds, { env, tell });
  const programOf = (kind: 'nats' | 'redis') => programs.find((program) => program.kind === kind);
  const [nats, redis] = [programOf('nats'), programOf('redis')];
  return [
    ...(nats === undefined ? [] : [await natsChild(home, ports, nats)]),
    ...(redis === undefined ? [] : [(await redisChild(home, ports, redis)).plan]),
  ];
};

const installStreams = async (settings: CommonSettings): Promise<void> => {
  const seed = await readBusSeed(settings, 'installer');
  await using bus = await connectBus({
    url: settings.natsUrl,
    user: 'installer',
    name: 'installer',
    log: createLog('installer', undefined, 'silent'),
    ...(seed === undefined ? {} : { seed }),
  });
  await ensureStreams(bus, { replicas: settings.natsReplicas });
};

const startAll = async (launcher: Launcher, needs: SystemNeeds): Promise<number> => {
  const { settings, tell } = needs;
  let stopped = false;
  void needs.interrupted.then(() => {
    stopped = true;
  });
  /** The next step, unless an interruption came first: nothing is begun behind its back. */
  const unlessStopped = async <T>(step: () => Promise<T>): Promise<T> => {
    if (stopped) throw interruption();
    return step();
  };
  const start = (plans: readonly ChildPlan[]): Promise<void> => unlessStopped(() => launcher.start(plans));
  if (isRestoreUnderway(settings.home))
    throw startFailure(
      'A backup was being brought back into this home, and that was not finished.',
      'Make the restore again: dienstweg restore DIR',
    );
  await refuseUnfit(settings, tell);
  await unlessStopped(() => provisionHome(settings, { now: new Date(), renew: true, tell }));
  await start(await unlessStopped(() => serversOf(needs)));
  await unlessStopped(() => installStreams(settings));
  tell('starting services');
  await start(serviceChildren(settings, undefined, needs.env[PROFILES_SETTING], undefined, needs.env.NODE_OPTIONS));
  return unlessStopped(async () => {
    await using operator = await connectOperator(settings);
    const { edition, differs } = await loadSandbox(settings, operator);
    noteSandbox(settings.home, differs);
    if (differs !== undefined) tell(`the sandbox was left as it is: ${differs}`);
    await launcher.declareReady();
    return edition;
  });
};

/**
 * Takes the home, makes what it lacks, starts servers, then all services side by side, and loads the sandbox's
 * directory. Throws `system-not-running` with the reason where the home is in use or something does not start.
 */
export const bringUp = async (needs: SystemNeeds): Promise<RunningSystem> => {
  await using stack = new AsyncDisposableStack();
  try {
    const launcher = stack.use(await openLauncher(needs.settings.home, needs.tell));
    const edition = await interruptible(startAll(launcher, needs), needs.interrupted);
    const running = stack.move();
    return { edition, [Symbol.asyncDispose]: () => running.disposeAsync() };
  } catch (error) {
    throw asStartFailure(error, needs.settings.home.logs);
  }
};
