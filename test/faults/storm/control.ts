/** Negative controls: a safeguard is replaced by a broken one, and the checker must see it. Else it proves nothing. */
import { setTimeout as delay } from 'node:timers/promises';
import { until } from '@dienstweg/infra/testing/servers.ts';
import { CONSUMERS, STREAMS } from '@dienstweg/schemas/bus/streams.ts';
import type { Violation, ViolationKind } from '../checker/check.ts';
import { chanceFrom } from '../random.ts';
import { openClients } from '../world/clients.ts';
import { type House, type HouseOptions, openHouse } from '../world/house.ts';
import { messageWriter } from '../world/messages.ts';
import { drain } from './drain.ts';
import { judge } from './judge.ts';
import { type Load, startLoad } from './load.ts';

/** A safeguard, how it is tried, and what must be found without it. */
interface Control {
  readonly name: string;
  readonly broken: NonNullable<HouseOptions['broken']>;
  readonly gateways: number;
  readonly finds: ViolationKind;
  readonly trial: (house: House, load: Load) => Promise<void>;
}

/** What a control came to. */
export interface ControlResult {
  readonly name: string;
  readonly red: boolean;
  /** The first finding of the kind that was to be found. */
  readonly found?: Violation;
  /** Why it could not be carried out. */
  readonly failure?: string;
}

const LOAD_MS = 2_500;
/** On a busy machine what takes a second takes a minute. */
const TRIAL_MS = 150_000;
const DRAIN_MS = 8_000;
const CONCURRENCY = 16;

const processOf = (house: House, name: string) => {
  const found = house.processes.get(name);
  if (found === undefined) throw new Error(`no process ${name}`);
  return found;
};

/** Every control. */
export const CONTROLS: readonly Control[] = [
  {
    name: 'deduplication at the gateway',
    broken: 'deduplication',
    gateways: 2,
    finds: 'doubled',
    trial: async (_house, load) => {
      for (let times = 0; times < 3; times += 1) await load.sameAtOnce(50);
    },
  },
  {
    name: 'deduplication at the recipient',
    broken: 'recipient',
    gateways: 1,
    finds: 'doubled',
    trial: async (house) => {
      const delivery = processOf(house, 'delivery');
      const before = delivery.kills();
      delivery.tell({ order: 'crash', at: 'pushed-not-told', passing: 2 });
      await until('delivery dies between push and record', () => delivery.kills() > before, TRIAL_MS);
      const arrivedTwice = (): boolean => {
        const ids = house.recipients.arrivals().map(({ deliveryId }) => deliveryId);
        return new Set(ids).size < ids.length;
      };
      await until('what was pushed before the death comes again', arrivedTwice, TRIAL_MS);
    },
  },
  {
    name: 'reconciler',
    broken: 'reconciler',
    gateways: 1,
    finds: 'lost',
    trial: async (house, load) => {
      house.recipients.pause(true);
      await delay(LOAD_MS);
      // nothing new from here on: a reader that answers anything gets what waited for it, with timers or without
      await load.stop();
      await using installer = await house.bus('installer');
      const isPutDown = async (): Promise<boolean> => {
        const consumer = await installer.jsm.consumers.info(STREAMS.messages, CONSUMERS.delivery);
        return consumer.num_ack_pending + consumer.num_pending === 0;
      };
      await until('every message is put down', isPutDown, TRIAL_MS);
      // What waits in the memory of the process is gone with it, and its timers are gone with Redis.
      const delivery = processOf(house, 'delivery');
      delivery.kill9();
      await house.redis('FLUSHALL');
      await until('delivery is away', () => !delivery.isReady());
      await delivery.ready();
      house.recipients.pause(false);
    },
  },
  {
    name: 'durable store',
    broken: 'store',
    gateways: 1,
    finds: 'lost',
    trial: () => delay(LOAD_MS),
  },
];

/** Runs one. */
export const runControl = async (control: Control, seed: number): Promise<ControlResult> => {
  const quiet = (): void => undefined;
  const { broken, gateways } = control;
  await using house = await openHouse({ broken, gateways, giveUpAfterMs: 120_000, tell: quiet });
  await using clients = openClients({
    gateways: house.gateways,
    keys: house.keys,
    connections: CONCURRENCY,
    patienceMs: 60_000,
  });
  await using installer = await house.bus('installer');
  const load = startLoad({
    clients,
    recipients: house.recipients,
    write: messageWriter(house.keys),
    chance: chanceFrom(seed),
    concurrency: CONCURRENCY,
    everything: false,
  });
  await until('messages are accepted', () => clients.history().length > CONCURRENCY, TRIAL_MS);
  await control.trial(house, load);
  await load.stop();
  await drain(installer, house, clients.history(), DRAIN_MS);
  const { judgement } = await judge(house, installer, clients, { witnesses: [], changes: [] });
  const found = judgement.violations.find(({ kind }) => kind === control.finds);
  return { name: control.name, red: found !== undefined, ...(found === undefined ? {} : { found }) };
};
