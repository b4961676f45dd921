/** The connection to the bus, as the processes under test are given it: it can kill its process, and it can cheat. */
import { type Bus, connectBus } from '@dienstweg/infra/bus/connect.ts';
import { subjectOfEvents, subjectOfMessage, subjectOfRegistryChange } from '@dienstweg/schemas/bus/streams.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import type { Broken, CrashPoint } from './orders.ts';

/** Points that were ordered, with how often they are still to be passed. */
export interface Crashes {
  order(at: CrashPoint, passing: number): void;
  passed(at: CrashPoint): void;
}

/** Dies as by `kill -9`: nothing is put down, nothing is said. */
export const crashes = (): Crashes => {
  const ordered = new Map<CrashPoint, number>();
  return {
    order: (at, passing) => void ordered.set(at, passing),
    passed: (at) => {
      const left = ordered.get(at);
      if (left === undefined) return;
      if (left > 1) ordered.set(at, left - 1);
      else process.kill(process.pid, 'SIGKILL');
    },
  };
};

type Publish = Bus['acks']['publish'];
type Data = Parameters<Publish>[0]['data'];

const rootOf = (subject: string): string => subject.slice(0, subject.indexOf('.') + 1);
const MESSAGE = rootOf(subjectOfMessage('x' as AuthorityId));
const EVENT = rootOf(subjectOfEvents('x'));

const textOf = (data: Data): string => (typeof data === 'string' ? data : new TextDecoder().decode(data));

/** The points before and after one publication. */
const pointsOf = (subject: string, data: Data): { readonly before?: CrashPoint; readonly after?: CrashPoint } => {
  if (subject.startsWith(MESSAGE)) return { before: 'not-stored', after: 'stored-not-answered' };
  if (subject === subjectOfRegistryChange) return { after: 'recorded-not-answered' };
  if (!subject.startsWith(EVENT)) return { after: 'held-not-put-down' };
  const text = textOf(data);
  if (text.includes('"type":"handed-over"')) return { before: 'pushed-not-told', after: 'told-not-held' };
  return { after: text.includes('"type":"message-refused"') ? 'refused-not-answered' : 'told-not-held' };
};

const MESSAGE_ID_HEADER = 'Nats-Msg-Id';
/** One message in so many is acknowledged and thrown away by the broken store. */
const FORGETS_ONE_IN = 25;

/** Connects as the services do; every publication passes the crash points, and the broken safeguards sit here. */
export const connectFaultily =
  (crash: Crashes, broken: Broken | undefined): typeof connectBus =>
  async (identity) => {
    const bus = await connectBus(identity);
    let stored = 0;
    const publish: Publish = async (publication) => {
      const { subject, data, headers } = publication;
      const { before, after } = pointsOf(subject, data);
      if (before !== undefined) crash.passed(before);
      const isMessage = subject.startsWith(MESSAGE);
      if (isMessage) stored += 1;
      if (broken === 'store' && isMessage && stored % FORGETS_ONE_IN === 0)
        return { is: 'answered', answer: { seq: 1, duplicate: false } };
      if (broken === 'deduplication' && isMessage) headers?.delete(MESSAGE_ID_HEADER);
      const heard = await bus.acks.publish(publication);
      if (after !== undefined && heard.is === 'answered') crash.passed(after);
      return heard;
    };
    return { ...bus, acks: { ...bus.acks, publish } };
  };
