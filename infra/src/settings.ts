/** Environment → typed settings. Every mistake is reported, not only the first. */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Home, homeLayout } from './home.ts';
import { DEFAULT_PORT_BASE, type Ports, portsOf } from './ports.ts';
import type { TracingConfig } from './trace.ts';

/** The environment of a process, as `main.ts` passes it in. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Readers of single variables. A mistake is noted and some value of the type is returned, so that reading goes on. */
export interface SettingsReader {
  /** Any text; a mistake where it is missing and there is no fallback. */
  text(name: string, fallback?: string): string;
  /** Any text, or nothing. An empty variable counts as not given. */
  optional(name: string): string | undefined;
  /** A whole number. */
  integer(
    name: string,
    bounds: {
      readonly fallback?: number;
      readonly min?: number;
      readonly max?: number;
    },
  ): number;
  /** A path, made absolute. */
  path(name: string, fallback?: string): string;
  /** A URL with one of the schemes (`https:`), or nothing. */
  url(name: string, schemes: readonly string[]): string | undefined;
  /** Several of them separated by commas, as they stand; or nothing. */
  urls(name: string, schemes: readonly string[]): string | undefined;
  /** One of the choices. */
  oneOf<T extends string>(name: string, choices: readonly T[], fallback?: T): T;
  /** `yes`/`true`/`1` or `no`/`false`/`0`; not given: no. */
  flag(name: string): boolean;
  /** Notes a mistake that only several variables together show. */
  mistake(sentence: string): void;
}

/** What reading came to. */
export type Settings<T> =
  | { readonly ok: true; readonly settings: T }
  | { readonly ok: false; readonly mistakes: readonly string[] };

const readerOf = (env: Environment, mistakes: string[]): SettingsReader => {
  const optional = (name: string): string | undefined => (env[name] === '' ? undefined : env[name]);
  const text = (name: string, fallback?: string): string => {
    const given = optional(name) ?? fallback;
    if (given === undefined) mistakes.push(`${name} is not set.`);
    return given ?? '';
  };
  return {
    optional,
    text,
    integer: (name, { fallback, min = 0, max = Number.MAX_SAFE_INTEGER }) => {
      const given = optional(name);
      if (given === undefined && fallback !== undefined) return fallback;
      const number = Number(given ?? Number.NaN);
      if (Number.isInteger(number) && number >= min && number <= max) return number;
      mistakes.push(`${name} must be a whole number from ${min} to ${max}, not "${given ?? ''}".`);
      return min;
    },
    path: (name, fallback) => resolve(text(name, fallback)),
    url: (name, schemes) => {
      const given = optional(name);
      if (given === undefined) return undefined;
      if (schemes.includes(URL.parse(given)?.protocol ?? '')) return given;
      // The value is not repeated: such URLs may hold a password.
      mistakes.push(`${name} must be a URL that begins with ${schemes.map((scheme) => `${scheme}//`).join(' or ')}.`);
      return undefined;
    },
    urls: (name, schemes) => {
      const given = optional(name);
      if (given === undefined) return undefined;
      if (given.split(',').every((each) => schemes.includes(URL.parse(each.trim())?.protocol ?? ''))) return given;
      const prefixes = schemes.map((scheme) => `${scheme}//`).join(' or ');
      mistakes.push(`${name} must be a URL, or several separated by commas, that begin with ${prefixes}.`);
      return undefined;
    },
    oneOf: <T extends string>(name: string, choices: readonly T[], fallback?: T): T => {
      const given = optional(name) ?? fallback;
      const chosen = choices.find((choice) => choice === given);
      if (chosen !== undefined) return chosen;
      mistakes.push(`${name} must be one of ${choices.join(', ')}, not "${given ?? ''}".`);
      return fallback ?? (choices[0] as T);
    },
    flag: (name) => {
      const given = optional(name)?.toLowerCase();
      if (given !== undefined && !['yes', 'true', '1', 'no', 'false', '0'].includes(given))
        mistakes.push(`${name} must be yes or no, not "${given}".`);
      return given === 'yes' || given === 'true' || given === '1';
    },
    mistake: (sentence) => void mistakes.push(sentence),
  };
};

/** Reads settings and freezes them; with any mistake, the list of all of them, each a sentence. */
export const readSettings = <T>(env: Environment, read: (reader: SettingsReader) => T): Settings<T> => {
  const mistakes: string[] = [];
  const settings = Object.freeze(read(readerOf(env, mistakes)));
  return mistakes.length === 0 ? { ok: true, settings } : { ok: false, mistakes };
};

/** What every process of the house needs to know. */
export interface CommonSettings {
  readonly home: Home;
  readonly ports: Ports;
  readonly natsUrl: string;
  /** Given by URL: used, not started. */
  readonly natsGiven: boolean;
  readonly natsMonitorUrl?: string;
  /** The operator states that the given NATS server acknowledges only what is on disk. */
  readonly natsDurable: boolean;
  /** Servers of the given cluster that hold every message: 1, 3 or 5. */
  readonly natsReplicas: number;
  /** May hold a password: never log it. */
  readonly redisUrl: string;
  readonly redisGiven: boolean;
}

/** The same one from every folder: another is another installation, with a CA of its own. */
const CHECKOUT_HOME = fileURLToPath(new URL('../../.dienstweg', import.meta.url));

/** The common settings, for use inside another `readSettings`. */
export const readCommon = (reader: SettingsReader): CommonSettings => {
  const home = homeLayout(reader.path('DIENSTWEG_HOME', CHECKOUT_HOME));
  const ports = portsOf(
    reader.integer('DIENSTWEG_PORT_BASE', {
      fallback: DEFAULT_PORT_BASE,
      min: 1024,
      max: 65_500,
    }),
  );
  const nats = reader.urls('DIENSTWEG_NATS_URL', ['nats:', 'tls:']);
  const monitor = reader.url('DIENSTWEG_NATS_MONITOR_URL', ['http:', 'https:']);
  const redis = reader.url('DIENSTWEG_REDIS_URL', ['redis:', 'rediss:']);
  return {
    home,
    ports,
    natsUrl: nats ?? `nats://127.0.0.1:${ports.nats}`,
    natsGiven: nats !== undefined,
    ...(monitor === undefined ? {} : { natsMonitorUrl: monitor }),
    natsDurable: reader.flag('DIENSTWEG_NATS_DURABLE'),
    natsReplicas: reader.integer('DIENSTWEG_NATS_REPLICAS', { fallback: 1, min: 1, max: 5 }),
    redisUrl: redis ?? `redis://127.0.0.1:${ports.redis}`,
    redisGiven: redis !== undefined,
  };
};

/** Where traces go, as OpenTelemetry's own variables say; absent: there are none. */
export const readTracing = (reader: SettingsReader): { readonly tracing?: TracingConfig } => {
  const endpoint = reader.url('OTEL_EXPORTER_OTLP_ENDPOINT', ['http:', 'https:']);
  const percent = reader.integer('DIENSTWEG_TRACE_PERCENT', { fallback: 100, min: 0, max: 100 });
  return endpoint === undefined ? {} : { tracing: { endpoint, sampleRatio: percent / 100 } };
};

/** Home, ports and the URLs of the servers. */
export const commonSettings = (env: Environment): Settings<CommonSettings> => readSettings(env, readCommon);
