/**
 * The change from one version of a message type to the next: which reader takes which version on which days, and which
 * deliveries that are on their way would find nobody who takes them any more. Pure.
 */
import type { AuthorityId } from '../identifiers.ts';
import type { MessageTypeRef } from '../message.ts';
import type { Channel, Environment } from './change/changes.ts';
import type { Directory } from './directory.ts';
import { endpointsOn, takesOn } from './parties.ts';

/** Days from `from` to the one before `until`, on which a reader takes these versions; no version: a gap. */
export interface TakenVersions {
  readonly from: string;
  /** Absent: from then on without end. */
  readonly until?: string;
  readonly versions: readonly string[];
}

/** Days on which messages of a version count at all, whoever takes them. */
export interface InForce {
  readonly from: string;
  /** Retired from then on; absent: without end. */
  readonly until?: string;
}

/** What one reader takes of a type from a day on. */
export interface ReaderCalendar {
  readonly reader: AuthorityId;
  readonly environment: Environment;
  readonly channels: readonly Channel['type'][];
  /** In order, without a day left out. */
  readonly days: readonly TakenVersions[];
}

interface Period {
  readonly version: string;
  readonly from: string;
  readonly until: string;
}

/** Later than every day. */
const NEVER = '9999-99-99';

const later = (a: string, b: string): string => (a > b ? a : b);
const earlier = (a: string, b: string): string => (a < b ? a : b);

/** Days in a row with the versions that count on them. */
const inSteps = (periods: readonly Period[], from: string): readonly TakenVersions[] => {
  const days = [...new Set([from, ...periods.flatMap((each) => [each.from, each.until])])]
    .filter((day) => day >= from && day !== NEVER)
    .sort();
  const steps: TakenVersions[] = [];
  for (const day of days) {
    const versions = [
      ...new Set(periods.filter((each) => each.from <= day && day < each.until).map(({ version }) => version)),
    ].sort();
    const last = steps.at(-1);
    if (last !== undefined && last.versions.join('\n') === versions.join('\n')) continue;
    if (last !== undefined) steps[steps.length - 1] = { ...last, until: day };
    steps.push({ from: day, versions });
  }
  return steps;
};

/**
 * Every reader whose endpoints name any version of a type from `from` (`YYYY-MM-DD`) on, as registered now; sorted. Its
 * days are those on which a version also is in force; one that `inForce` does not name never is.
 */
export const readerCalendars = (
  dir: Directory,
  code: string,
  from: string,
  inForce: ReadonlyMap<string, InForce>,
): readonly ReaderCalendar[] => {
  const readers = new Map<
    string,
    { reader: AuthorityId; environment: Environment; channels: Set<Channel['type']>; periods: Period[] }
  >();
  for (const entry of dir.entries()) {
    if (entry.kind !== 'endpoint') continue;
    const { authority: reader, environment, channel, validFrom, validUntil = NEVER } = entry;
    for (const taken of entry.takes) {
      if (taken.code !== code) continue;
      const period: Period = {
        version: taken.version,
        from: later(validFrom, taken.from ?? validFrom),
        until: earlier(validUntil, taken.until ?? NEVER),
      };
      if (period.until <= from || period.until <= period.from) continue;
      const key = `${reader} ${environment}`;
      const known = readers.get(key) ?? { reader, environment, channels: new Set(), periods: [] };
      known.channels.add(channel.type);
      const counts = inForce.get(taken.version);
      if (counts !== undefined)
        known.periods.push({
          ...period,
          from: later(period.from, counts.from),
          until: earlier(period.until, counts.until ?? NEVER),
        });
      readers.set(key, known);
    }
  }
  return [...readers]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { periods, channels, ...rest }]) => ({
      ...rest,
      channels: [...channels].sort(),
      days: inSteps(periods, from),
    }));
};

/** Days on which a reader takes no version that is in force. */
export interface Gap extends Omit<TakenVersions, 'versions'> {
  readonly reader: AuthorityId;
}

/** The gaps that begin on `on` at the latest. */
export const gapsOf = (calendars: readonly ReaderCalendar[], on: string): readonly Gap[] =>
  calendars.flatMap(({ reader, days }) =>
    days
      .filter(({ versions, from }) => versions.length === 0 && from <= on)
      .map(({ from, until }) => ({ reader, from, ...(until === undefined ? {} : { until }) })),
  );

/** A delivery that is on its way. */
export interface OpenDelivery {
  readonly reader: AuthorityId;
  readonly messageType: MessageTypeRef;
}

/** A delivery nobody would take on a day that was looked at. */
export interface Stranded<D extends OpenDelivery> {
  readonly delivery: D;
  /** First of these days on which its reader does not take its version. */
  readonly since: string;
  /** Versions of the type its reader takes then. */
  readonly takes: readonly string[];
}

/** Days on which something about a type changes for any reader, after `today` and up to `on`; `on` itself among them. */
export const cutOverDays = (calendars: readonly ReaderCalendar[], today: string, on: string): readonly string[] =>
  [...new Set([on, ...calendars.flatMap(({ days }) => days.map(({ from }) => from))])]
    .filter((day) => day > today && day <= on)
    .sort();

/** Versions of a type a reader takes on a day; `undefined`: it has no endpoint at all. */
export const versionsTakenOn = (
  dir: Directory,
  reader: AuthorityId,
  code: string,
  day: string,
): readonly string[] | undefined => {
  const endpoints = endpointsOn(dir, reader, { day });
  if (endpoints.length === 0) return undefined;
  const taken = endpoints.flatMap((endpoint) =>
    endpoint.takes.filter((each) => each.code === code && takesOn(endpoint, each, day)).map(({ version }) => version),
  );
  return [...new Set(taken)].sort();
};

/** The deliveries that would be stranded on one of `days`, which are in order. */
export const strandedOn = <D extends OpenDelivery>(
  dir: Directory,
  deliveries: readonly D[],
  days: readonly string[],
): readonly Stranded<D>[] =>
  deliveries.flatMap((delivery) => {
    const { reader, messageType } = delivery;
    const since = days.find(
      (day) => !endpointsOn(dir, reader, { day }).some((endpoint) => takesOn(endpoint, messageType, day)),
    );
    if (since === undefined) return [];
    return [{ delivery, since, takes: versionsTakenOn(dir, reader, messageType.code, since) ?? [] }];
  });
