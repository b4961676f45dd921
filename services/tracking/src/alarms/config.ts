/** What alarms need to know, from the environment. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Home } from '@dienstweg/infra/home.ts';
import type { Ports } from '@dienstweg/infra/ports.ts';
import type { SettingsReader } from '@dienstweg/infra/settings.ts';
import { LANGUAGES, type Language } from '@dienstweg/schemas/problems/texts.ts';
import { readAlarmLimits } from './limits-file.ts';
import { type AlarmLimits, DEFAULT_ALARM_LIMITS } from './rules.ts';
import type { MailConfig } from './tell/mail.ts';

/** Alarms and heartbeat of the house. */
export interface AlarmConfig {
  readonly limits: AlarmLimits;
  readonly everyMs: number;
  readonly language: Language;
  /** The folder whose disk is watched. */
  readonly diskFolder: string;
  /** Operations addresses of the processes that are watched. */
  readonly processes: readonly { readonly name: string; readonly origin: string }[];
  readonly mail?: MailConfig;
  /** Authorities are told by e-mail that their mailbox waits. */
  readonly tellsAuthorities: boolean;
  readonly webhook?: {
    readonly url: string;
    readonly caFile?: string;
    readonly keyFile: string;
    readonly chainFile: string;
  };
  readonly heartbeat?: { readonly url: string; readonly caFile?: string; readonly everyMs: number };
}

const LOOPBACK = ['127.0.0.1', '[::1]', '::1', 'localhost'];
const ADDRESS = /^[^\s@<>,;:"()[\]\\]{1,64}@[A-Za-z0-9.-]{1,253}$/;

const addresses = (reader: SettingsReader, name: string): readonly string[] => {
  const all = (reader.optional(name) ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  for (const one of all)
    if (!ADDRESS.test(one)) reader.mistake(`${name} must be e-mail addresses separated by commas; "${one}" is none.`);
  return all;
};

const file = (reader: SettingsReader, name: string): string | undefined => {
  const given = reader.optional(name);
  if (given === undefined || existsSync(given)) return given;
  reader.mistake(`${name} names a file that is not there: ${given}.`);
  return undefined;
};

const placed = (reader: SettingsReader, name: string): string | undefined => {
  const url = reader.url(name, ['https:', 'http:']);
  const parsed = url === undefined ? null : URL.parse(url);
  if (parsed?.protocol === 'http:' && !LOOPBACK.includes(parsed.hostname))
    reader.mistake(`${name} must begin with https: unless it is on this machine.`);
  return url;
};

const mailOf = (reader: SettingsReader): MailConfig | undefined => {
  const url = reader.url('DIENSTWEG_SMTP_URL', ['smtp:', 'smtps:']);
  const to = addresses(reader, 'DIENSTWEG_ALARM_TO');
  const escalateTo = addresses(reader, 'DIENSTWEG_ALARM_ESCALATE_TO');
  const passwordFile = file(reader, 'DIENSTWEG_SMTP_PASSWORD_FILE');
  const caFile = file(reader, 'DIENSTWEG_SMTP_CA');
  const isPlain = reader.flag('DIENSTWEG_SMTP_PLAIN');
  const [from] = addresses(reader, 'DIENSTWEG_ALARM_FROM');
  if (url === undefined) {
    if (to.length + escalateTo.length > 0)
      reader.mistake('DIENSTWEG_ALARM_TO needs DIENSTWEG_SMTP_URL: the server that takes the letters.');
    return undefined;
  }
  const { protocol, hostname, port, username, password } = new URL(url);
  if (from === undefined)
    reader.mistake('DIENSTWEG_SMTP_URL needs DIENSTWEG_ALARM_FROM: the address letters come from.');
  if (to.length === 0) reader.mistake('DIENSTWEG_SMTP_URL needs DIENSTWEG_ALARM_TO: who is told.');
  if (password !== '')
    reader.mistake('DIENSTWEG_SMTP_URL must not hold a password; name a file: DIENSTWEG_SMTP_PASSWORD_FILE.');
  if (username !== '' && passwordFile === undefined)
    reader.mistake('DIENSTWEG_SMTP_URL names a user; its password stands in DIENSTWEG_SMTP_PASSWORD_FILE.');
  if (isPlain && !LOOPBACK.includes(hostname))
    reader.mistake('DIENSTWEG_SMTP_PLAIN is for a mail server on this machine only.');
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (protocol === 'smtps:' ? 465 : 587) : Number(port),
    tls: protocol === 'smtps:' ? 'at-once' : isPlain ? 'none' : 'starttls',
    ...(username === '' ? {} : { user: decodeURIComponent(username) }),
    ...(passwordFile === undefined ? {} : { passwordFile }),
    ...(caFile === undefined ? {} : { caFile }),
    from: from ?? '',
    to,
    escalateTo,
  };
};

const limitsOf = (reader: SettingsReader): AlarmLimits => {
  const name = 'DIENSTWEG_ALARM_LIMITS';
  const path = file(reader, name);
  if (path === undefined) return DEFAULT_ALARM_LIMITS;
  const read = readAlarmLimits(readFileSync(path, 'utf8'));
  if ('limits' in read) return read.limits;
  for (const mistake of read.mistakes) reader.mistake(`${name} (${path}): ${mistake}`);
  return DEFAULT_ALARM_LIMITS;
};

/** `gateway-1=http://10.0.0.1:4704,…`; those of this machine where nothing is said, none for `none`. */
const processesOf = (reader: SettingsReader, ports: Ports): AlarmConfig['processes'] => {
  const name = 'DIENSTWEG_ALARM_PROCESSES';
  const given = reader.optional(name);
  if (given === 'none') return [];
  if (given === undefined)
    return [
      { name: 'registry', origin: `http://127.0.0.1:${ports.registryOps}` },
      { name: 'gateway', origin: `http://127.0.0.1:${ports.gatewayOps}` },
      { name: 'delivery', origin: `http://127.0.0.1:${ports.deliveryOps}` },
    ];
  return given.split(',').flatMap((one) => {
    const [, process, origin] = /^\s*([a-z][a-z0-9-]{0,40})=(https?:\/\/[^\s/]+)\/?\s*$/.exec(one) ?? [];
    if (process !== undefined && origin !== undefined) return [{ name: process, origin }];
    reader.mistake(
      `${name} must be names with operations addresses such as gateway=http://127.0.0.1:4704; "${one}" is none.`,
    );
    return [];
  });
};

/** Reads it; mistakes are noted with the reader. */
export const readAlarmConfig = (reader: SettingsReader, home: Home, ports: Ports): AlarmConfig => {
  const mail = mailOf(reader);
  const tellsAuthorities = reader.flag('DIENSTWEG_ALARM_TELL_AUTHORITIES');
  if (tellsAuthorities && mail === undefined)
    reader.mistake('DIENSTWEG_ALARM_TELL_AUTHORITIES needs DIENSTWEG_SMTP_URL.');
  const webhook = placed(reader, 'DIENSTWEG_ALARM_WEBHOOK');
  const webhookCa = file(reader, 'DIENSTWEG_ALARM_WEBHOOK_CA');
  const heartbeat = placed(reader, 'DIENSTWEG_HEARTBEAT_URL');
  const heartbeatCa = file(reader, 'DIENSTWEG_HEARTBEAT_CA');
  const everyS = reader.integer('DIENSTWEG_HEARTBEAT_EVERY_S', { fallback: 60, min: 5, max: 3_600 });
  const key = (name: string): string => join(home.nodes, 'tracking', name);
  return {
    limits: limitsOf(reader),
    everyMs: 1000 * reader.integer('DIENSTWEG_ALARM_EVERY_S', { fallback: 15, min: 1, max: 3_600 }),
    language: reader.oneOf('DIENSTWEG_ALARM_LANGUAGE', LANGUAGES, 'de'),
    diskFolder: home.root,
    processes: processesOf(reader, ports),
    ...(mail === undefined ? {} : { mail }),
    tellsAuthorities,
    ...(webhook === undefined
      ? {}
      : {
          webhook: {
            url: webhook,
            ...(webhookCa === undefined ? {} : { caFile: webhookCa }),
            keyFile: key('receipt.key'),
            chainFile: key('receipt.pem'),
          },
        }),
    ...(heartbeat === undefined
      ? {}
      : {
          heartbeat: {
            url: heartbeat,
            ...(heartbeatCa === undefined ? {} : { caFile: heartbeatCa }),
            everyMs: everyS * 1000,
          },
        }),
  };
};
