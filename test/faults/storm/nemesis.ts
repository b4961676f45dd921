/** Makes things go wrong, several at a time, as the seed says. Everything it breaks it also heals. */
import { setTimeout as delay } from 'node:timers/promises';
import { STREAMS, type StreamName } from '@dienstweg/schemas/bus/streams.ts';
import { CRASH_POINTS, type CrashPoint, type ServiceName } from '../processes/orders.ts';
import type { Chance } from '../random.ts';
import type { House } from '../world/house.ts';
import type { FaultyProcess } from '../world/process.ts';
import { LINE_FAULTS } from '../world/proxy.ts';
import type { Load } from './load.ts';

/** What the nemesis needs. Times in milliseconds. */
export interface NemesisNeeds {
  readonly house: House;
  readonly load: Load;
  readonly chance: Chance;
  /** Between two deaths. */
  readonly killEveryMs: number;
  /** Submissions that have ended so far: between two deaths there must be some, or nothing is tried. */
  readonly progress: () => number;
  /** How long a line stays broken. */
  readonly brokenMs: readonly [number, number];
  readonly tell: (line: string) => void;
}

/** A nemesis at work. */
export interface Nemesis {
  /** Stops and heals everything. Resolves when every process is ready again. */
  stop(): Promise<void>;
  /** How often each kind of fault was injected. */
  counts(): Readonly<Record<string, number>>;
  /** How often a process died at which crash point. */
  crashPoints(): Readonly<Record<string, number>>;
}

/** Who dies how often: what is back quickly more often than what costs a core for a second. */
const VICTIMS: readonly (readonly [string, number])[] = [
  ['nats-server', 5],
  ['redis-server', 6],
  ['delivery', 5],
  ['gateway-1', 3],
  ['gateway-2', 3],
  ['tracking', 3],
  ['registry', 3],
];
const SERVICE_OF: Readonly<Record<string, ServiceName>> = {
  delivery: 'delivery',
  'gateway-1': 'gateway',
  'gateway-2': 'gateway',
  registry: 'registry',
};
const pointsOf = (process: string): readonly CrashPoint[] => {
  const service = SERVICE_OF[process];
  return service === undefined ? [] : CRASH_POINTS[service];
};
/** A crash point that is not passed within this time is as good as not ordered: the process is killed outright. */
const CRASH_WITHIN_MS = 3_000;
const MOST_PASSINGS = 8;
const MANNERS: readonly (readonly ['kill' | 'crash' | 'terminate' | 'freeze', number])[] = [
  ['kill', 55],
  ['crash', 35],
  ['terminate', 5],
  ['freeze', 5],
];
/** On a slow machine deaths are further apart: so much must have gone on in between, but it is not waited for longer. */
const PROGRESS = 20;
const PATIENCE_MS = 15_000;
const FREEZE_MS: readonly [number, number] = [300, 2_500];
const CLOCK_OFF_MS = 3_600_000;
const ROOM_AGAIN_MS = 200;
const SAME_AT_ONCE = 50;

const yes = (): boolean => true;
const no = (): boolean => false;

/** Begins. */
export const startNemesis = async (needs: NemesisNeeds): Promise<Nemesis> => {
  const { house, load, chance, tell } = needs;
  const stop = new AbortController();
  const counts: Record<string, number> = {};
  const crashPoints: Record<string, number> = {};
  const count = (fault: string): void => {
    counts[fault] = (counts[fault] ?? 0) + 1;
  };
  const pause = (ms: number): Promise<void> => delay(ms, undefined, { signal: stop.signal }).catch(() => undefined);
  const soon = (from: number, to: number): Promise<void> => pause(chance.between(from, to));
  const victims = VICTIMS.filter(([name]) => house.processes.has(name));
  const withPoints = victims.filter(([name]) => pointsOf(name).length > 0);
  const processNamed = (name: string): FaultyProcess => {
    const found = house.processes.get(name);
    if (found === undefined) throw new Error(`no process ${name}`);
    return found;
  };
  const installer = await house.bus('installer');

  const crash = async (victim: FaultyProcess): Promise<boolean> => {
    const at = chance.pick(pointsOf(victim.name));
    const before = victim.kills();
    victim.tell({ order: 'crash', at, passing: chance.between(1, MOST_PASSINGS) });
    const until = performance.now() + CRASH_WITHIN_MS;
    while (performance.now() < until && !stop.signal.aborted) {
      if (victim.kills() > before) {
        crashPoints[at] = (crashPoints[at] ?? 0) + 1;
        count('died at a crash point');
        return true;
      }
      await pause(20);
    }
    return false;
  };

  const killing = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      const manner = chance.weighted(MANNERS);
      const victim = processNamed(chance.weighted(manner === 'crash' ? withPoints : victims));
      if (victim.isReady()) {
        if (manner === 'freeze') {
          count('frozen');
          victim.signal('SIGSTOP');
          await soon(...FREEZE_MS);
          victim.signal('SIGCONT');
        } else if (manner === 'terminate') {
          count('terminated');
          await Promise.race([victim.terminate(), soon(8_000, 8_000)]);
        } else if (manner !== 'crash' || !(await crash(victim))) {
          count('killed');
          victim.kill9();
        }
      }
      const before = needs.progress();
      await soon(needs.killEveryMs * 0.5, needs.killEveryMs * 1.5);
      const patientUntil = performance.now() + PATIENCE_MS;
      while (needs.progress() < before + PROGRESS && performance.now() < patientUntil && !stop.signal.aborted)
        await pause(50);
    }
  };

  const partitioning = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      await soon(3_000, 7_000);
      if (stop.signal.aborted) return;
      const line = chance.pick(house.lines);
      const fault = chance.pick(LINE_FAULTS);
      count(`line ${fault}`);
      line.breakBy(fault);
      await soon(...needs.brokenMs);
      line.heal();
    }
  };

  const forgettingTimers = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      await soon(5_000, 12_000);
      if (stop.signal.aborted) return;
      const asked = chance.pick(['FLUSHALL', 'CONFIG SET maxmemory-policy allkeys-lru']);
      count(asked === 'FLUSHALL' ? 'timers wiped' : 'wrong eviction policy');
      await house.redis(asked).catch(() => '');
      if (asked === 'FLUSHALL') continue;
      await soon(2_000, 5_000);
      await house.redis('CONFIG SET maxmemory-policy noeviction').catch(() => '');
    }
  };

  const turningClocks = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      await soon(8_000, 16_000);
      if (stop.signal.aborted) return;
      const victim = processNamed(chance.pick(['delivery', 'gateway-1']));
      const offsetMs = chance.pick([-CLOCK_OFF_MS, CLOCK_OFF_MS]);
      count(offsetMs < 0 ? 'clock an hour behind' : 'clock an hour ahead');
      victim.tell({ order: 'clock', offsetMs });
      await soon(1_500, 4_000);
      victim.tell({ order: 'clock', offsetMs: 0 });
    }
  };

  /** No room: the stream takes nothing more, as when the disk is full. */
  const fill = async (stream: StreamName, full: boolean): Promise<void> => {
    const { config, state } = await installer.jsm.streams.info(stream);
    await installer.jsm.streams.update(stream, { ...config, max_bytes: full ? Math.max(state.bytes, 1) : -1 });
  };
  /** Whoever made a stream full makes room again, however long nats-server is away: else nothing is accepted any more. */
  const makeRoom = async (stream: StreamName): Promise<void> => {
    while (!(await fill(stream, false).then(yes, no))) await delay(ROOM_AGAIN_MS);
  };
  const filling = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      await soon(10_000, 20_000);
      if (stop.signal.aborted) return;
      const stream = chance.pick([STREAMS.messages, STREAMS.events]);
      count(`no room in ${stream}`);
      await fill(stream, true).catch(() => undefined);
      await soon(1_000, 3_000);
      await makeRoom(stream);
    }
  };

  const repeating = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      await soon(3_000, 9_000);
      if (stop.signal.aborted) return;
      count('same message fifty times at once');
      await load.sameAtOnce(SAME_AT_ONCE);
    }
  };

  const pausingReaders = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      await soon(8_000, 20_000);
      if (stop.signal.aborted) return;
      count('readers away');
      house.recipients.pause(true);
      await soon(1_000, 4_000);
      house.recipients.pause(false);
    }
  };

  const lanes = [
    killing(),
    partitioning(),
    forgettingTimers(),
    turningClocks(),
    filling(),
    repeating(),
    pausingReaders(),
  ];
  const watched = lanes.map((lane) =>
    lane.catch((error: unknown) =>
      tell(`a lane of faults broke: ${error instanceof Error ? error.stack : String(error)}`),
    ),
  );
  const heal = (): void => {
    house.recipients.heal();
    for (const line of house.lines) line.heal();
    for (const process of house.processes.values()) process.signal('SIGCONT');
  };
  return {
    counts: () => counts,
    crashPoints: () => crashPoints,
    stop: async () => {
      stop.abort();
      heal();
      // what was handed in many times at once only ends when it is taken
      for (const stream of [STREAMS.messages, STREAMS.events]) await makeRoom(stream);
      await Promise.all(watched);
      heal();
      await Promise.all([...house.processes.values()].map((process) => process.ready()));
      for (const process of house.processes.values())
        if (SERVICE_OF[process.name] !== undefined) process.tell({ order: 'clock', offsetMs: 0 });
      await house.redis('CONFIG SET maxmemory-policy noeviction').catch(() => '');
      for (const stream of [STREAMS.messages, STREAMS.events]) await makeRoom(stream);
      await installer[Symbol.asyncDispose]();
    },
  };
};
