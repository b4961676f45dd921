/** What the console needs to know, from the environment. */
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { seedFileOf } from '@dienstweg/infra/home.ts';
import {
  type Environment,
  readCommon,
  readSettings,
  type Settings,
  type SettingsReader,
} from '@dienstweg/infra/settings.ts';
import { type AuthorityId, parseAuthorityId } from '@dienstweg/schemas/identifiers.ts';
import { MESSAGE_TYPES_FOLDER } from '@dienstweg/schemas/message-types/own-folder.ts';

/** How people sign in by OpenID Connect. */
export interface OidcConfig {
  readonly issuer: string;
  readonly clientId: string;
  /** Absent: a public client; the exchange is protected by PKCE in any case. */
  readonly clientSecret?: string;
  readonly scope: string;
  /** Claim with the roles, as a path with dots; values are `dienstweg-<role>` or `<role>`. */
  readonly rolesClaim: string;
  /** Claim with the authority of a case worker. */
  readonly authorityClaim: string;
}

/** Configuration of the console. */
export interface ConsoleConfig {
  readonly natsUrl: string;
  readonly seedFile: string;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly opsPort: number;
  /** How browsers reach it, where that is not loopback: behind a proxy that speaks TLS. */
  readonly origin?: string;
  readonly oidc?: OidcConfig;
  readonly pagesFolder: string;
  /** Sessions; deleted, everybody signs in again. */
  readonly databaseFile: string;
  readonly linksFolder: string;
  readonly trustFolder: string;
  /** The home, for what only a look into it tells: processes, certificates of the nodes. */
  readonly homeFolder: string;
  readonly messageTypeFolders: readonly string[];
  readonly session: { readonly idleMs: number; readonly absoluteMs: number };
  readonly live: { readonly atMost: number; readonly perSession: number };
  /** In whose name dead letters are returned, where its keys stand in the home; absent: the command is told. */
  readonly returnsAs?: AuthorityId;
  /** Where rejections are handed in. */
  readonly gateway: string;
  readonly site: { readonly federalStrip: boolean; readonly operator: string; readonly contact?: string };
  /** Operations address of each service. */
  readonly services: Readonly<Record<string, string>>;
}

const PAGES = fileURLToPath(new URL('../dist/web', import.meta.url));
const MINUTE_MS = 60_000;

/** Whether a name means this machine and no other. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || (isIP(host) === 4 && host.startsWith('127.'));

const secretIn = (reader: SettingsReader, name: string): string | undefined => {
  const file = reader.optional(name);
  if (file === undefined) return undefined;
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    reader.mistake(`${name} names a file that cannot be read.`);
    return undefined;
  }
};

const authorityIn = (reader: SettingsReader, name: string): AuthorityId | undefined => {
  const given = reader.optional(name);
  const parsed = given === undefined ? undefined : parseAuthorityId(given);
  if (given !== undefined && parsed === undefined) reader.mistake(`${name} must be an authority, scheme:value.`);
  return parsed;
};

const oidcOf = (reader: SettingsReader): OidcConfig | undefined => {
  const issuer = reader.url('DIENSTWEG_CONSOLE_OIDC_ISSUER', ['https:', 'http:']);
  if (issuer === undefined) return undefined;
  const { protocol, hostname } = new URL(issuer);
  if (protocol === 'http:' && !isLoopback(hostname))
    reader.mistake('DIENSTWEG_CONSOLE_OIDC_ISSUER must begin with https:// unless it is on this machine.');
  const secret = secretIn(reader, 'DIENSTWEG_CONSOLE_OIDC_CLIENT_SECRET_FILE');
  return {
    issuer,
    clientId: reader.text('DIENSTWEG_CONSOLE_OIDC_CLIENT_ID'),
    ...(secret === undefined ? {} : { clientSecret: secret }),
    scope: reader.text('DIENSTWEG_CONSOLE_OIDC_SCOPE', 'openid profile'),
    rolesClaim: reader.text('DIENSTWEG_CONSOLE_OIDC_ROLES_CLAIM', 'roles'),
    authorityClaim: reader.text('DIENSTWEG_CONSOLE_OIDC_AUTHORITY_CLAIM', 'dienstweg_authority'),
  };
};

const originOf = (reader: SettingsReader): string | undefined => {
  const given = reader.url('DIENSTWEG_CONSOLE_ORIGIN', ['https:', 'http:']);
  if (given === undefined) return undefined;
  const { origin, protocol, hostname } = new URL(given);
  if (protocol === 'http:' && !isLoopback(hostname))
    reader.mistake('DIENSTWEG_CONSOLE_ORIGIN must begin with https:// unless it is on this machine.');
  return origin;
};

/** Reads the configuration, or says everything that is wrong with it. */
export const consoleConfig = (env: Environment): Settings<ConsoleConfig> =>
  readSettings(env, (reader) => {
    const { home, ports, natsUrl } = readCommon(reader);
    const host = reader.text('DIENSTWEG_CONSOLE_HOST', '127.0.0.1');
    const oidc = oidcOf(reader);
    const origin = originOf(reader);
    if (!isLoopback(host) && (oidc === undefined || origin === undefined))
      reader.mistake(
        'DIENSTWEG_CONSOLE_HOST other than loopback needs DIENSTWEG_CONSOLE_ORIGIN and DIENSTWEG_CONSOLE_OIDC_ISSUER: one-time links are for this machine only.',
      );
    const returnsAs = authorityIn(reader, 'DIENSTWEG_CONSOLE_RETURNS_AS');
    const contact = reader.optional('DIENSTWEG_CONSOLE_CONTACT');
    return {
      natsUrl,
      seedFile: seedFileOf(home, 'console'),
      host,
      port: ports.console,
      opsPort: ports.consoleOps,
      ...(origin === undefined ? {} : { origin }),
      ...(oidc === undefined ? {} : { oidc }),
      pagesFolder: PAGES,
      databaseFile: join(home.data.console, 'sessions.sqlite'),
      linksFolder: home.consoleLinks,
      trustFolder: home.trust.root,
      homeFolder: home.root,
      messageTypeFolders: [MESSAGE_TYPES_FOLDER],
      session: {
        idleMs: reader.integer('DIENSTWEG_CONSOLE_IDLE_MINUTES', { fallback: 30, min: 1, max: 24 * 60 }) * MINUTE_MS,
        absoluteMs:
          reader.integer('DIENSTWEG_CONSOLE_SESSION_HOURS', { fallback: 10, min: 1, max: 24 }) * 60 * MINUTE_MS,
      },
      live: {
        atMost: reader.integer('DIENSTWEG_CONSOLE_LIVE_CONNECTIONS', { fallback: 200, min: 1, max: 10_000 }),
        perSession: 12,
      },
      ...(returnsAs === undefined ? {} : { returnsAs }),
      gateway: `https://127.0.0.1:${ports.gateway}`,
      site: {
        federalStrip: reader.flag('DIENSTWEG_CONSOLE_FEDERAL_STRIP'),
        operator: reader.text('DIENSTWEG_CONSOLE_OPERATOR', 'Dienstweg'),
        ...(contact === undefined ? {} : { contact }),
      },
      services: {
        gateway: `http://127.0.0.1:${ports.gatewayOps}`,
        delivery: `http://127.0.0.1:${ports.deliveryOps}`,
        registry: `http://127.0.0.1:${ports.registryOps}`,
        tracking: `http://127.0.0.1:${ports.trackingOps}`,
      },
    };
  });
