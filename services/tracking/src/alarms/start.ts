/** The wiring of alarms and heartbeat within the tracking process. */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import { request } from '@dienstweg/infra/bus/requests.ts';
import type { Log } from '@dienstweg/infra/log.ts';
import { CONSUMERS, STREAMS } from '@dienstweg/schemas/bus/streams.ts';
import { ALARM_SIGNATURE_TYPE } from '@dienstweg/schemas/bus/webhooks.ts';
import type { Registry } from 'prom-client';
import type { AlarmConfig } from './config.ts';
import { alarmFigures } from './figures.ts';
import { factGatherer } from './gather.ts';
import { type Heartbeat, startHeartbeat } from './heartbeat.ts';
import type { Facts, ViewFacts } from './measure.ts';
import { processWatcher } from './processes.ts';
import { alarmAnswers } from './requests.ts';
import type { Channel } from './tell/channel.ts';
import { authoritiesByMail, mailerOn, operatorsByMail } from './tell/mail.ts';
import { DEFAULT_PACE, type PacePolicy } from './tell/pace.ts';
import { byWebhook } from './tell/webhook.ts';
import { watchAlarms } from './watch.ts';

/** What alarms need of the process they run in. */
export interface AlarmsNeeds {
  readonly bus: Bus;
  readonly log: Log;
  readonly config: AlarmConfig;
  readonly metrics: Registry;
  /** What the view of messages knows; rejects while it knows nothing. */
  readonly view: () => Promise<ViewFacts>;
  /** Stored messages the view has still to take in. */
  readonly behind: () => number;
  readonly now: () => Date;
  /** Quicker, for tests. */
  readonly pace?: PacePolicy;
  readonly calmMs?: number;
  readonly takeOverMs?: number;
}

/** Alarms that run. */
export interface Alarms extends AsyncDisposable {
  /** Answers to the requests about alarms. */
  readonly answers: ReturnType<typeof alarmAnswers>;
}

const DAY_MS = 24 * 3_600_000;
/** How far ahead ends of certificates are of interest, for figures and limits. */
const HORIZON_MS = 60 * DAY_MS;
const CALM_MS = 60_000;

/** Made when the first notice is due: reading keys costs memory that most installations need not spend. */
const signerOn = ({ keyFile, chainFile }: NonNullable<AlarmConfig['webhook']>) => {
  const made = async () => {
    const { detachedSigner } = await import('@dienstweg/certs/jws/detached.ts');
    const [privateKeyPem, chainPem] = await Promise.all([readFile(keyFile, 'utf8'), readFile(chainFile, 'utf8')]);
    return detachedSigner({ privateKeyPem, chainPem, type: ALARM_SIGNATURE_TYPE });
  };
  return async (octets: Uint8Array): Promise<string> => (await made())(octets);
};

const channelsOf = ({ bus, config, now }: AlarmsNeeds): readonly Channel[] => {
  const { mail, webhook, language, tellsAuthorities } = config;
  const mailer = mail === undefined ? undefined : mailerOn(mail);
  return [
    ...(webhook === undefined
      ? []
      : [
          byWebhook({
            url: webhook.url,
            ...(webhook.caFile === undefined ? {} : { ca: readFileSync(webhook.caFile, 'utf8') }),
            sign: signerOn(webhook),
            language,
            now,
          }),
        ]),
    ...(mailer === undefined || mail === undefined ? [] : [operatorsByMail(mailer, mail, language)]),
    ...(mailer === undefined || !tellsAuthorities
      ? []
      : [
          authoritiesByMail(
            mailer,
            async (authority) => {
              const reply = await request(bus, 'registryContact', { authority });
              if (!reply.ok) throw new Error(reply.problem.code);
              return reply.value.contact?.email;
            },
            language,
          ),
        ]),
  ];
};

/** Starts watching, telling and, where it is asked for, beating. */
export const startAlarms = async (needs: AlarmsNeeds): Promise<Alarms> => {
  const { bus, log, config, metrics, view, behind, now } = needs;
  await using stack = new AsyncDisposableStack();
  const learn = factGatherer({
    bus,
    view,
    behind,
    processes: processWatcher(config.processes, now),
    diskFolder: config.diskFolder,
    horizonMs: HORIZON_MS,
    now,
    log,
  });
  let facts: Facts = {};
  const gather = async (): Promise<Facts> => {
    facts = await learn();
    return facts;
  };
  const watch = stack.use(
    await watchAlarms({
      bus,
      log,
      limits: config.limits,
      gather,
      channels: channelsOf(needs),
      pace: needs.pace ?? DEFAULT_PACE,
      everyMs: config.everyMs,
      calmMs: needs.calmMs ?? CALM_MS,
      ...(needs.takeOverMs === undefined ? {} : { takeOverMs: needs.takeOverMs }),
      now,
    }),
  );
  const heartbeat: Heartbeat | undefined =
    config.heartbeat === undefined
      ? undefined
      : stack.use(
          startHeartbeat({
            url: config.heartbeat.url,
            ...(config.heartbeat.caFile === undefined ? {} : { ca: readFileSync(config.heartbeat.caFile, 'utf8') }),
            everyMs: config.heartbeat.everyMs,
            facts: learn,
            positions: async () => {
              const info = await bus.jsm.consumers.info(STREAMS.messages, CONSUMERS.delivery);
              const { num_pending, num_ack_pending, ack_floor } = info;
              return { waiting: num_pending + num_ack_pending, takenCareOf: ack_floor.stream_seq };
            },
            log,
          }),
        );
  alarmFigures(metrics, { facts: () => facts, book: watch.book, failures: watch.failures, heartbeat, now });
  const running = stack.move();
  return { answers: alarmAnswers(watch, now), [Symbol.asyncDispose]: () => running.disposeAsync() };
};
