/** Figures of what alarms look at, of alarms themselves and of the heartbeat. */
import { gauge, gaugeBy } from '@dienstweg/infra/metrics.ts';
import { ALARM_SEVERITIES } from '@dienstweg/schemas/alarms/alarm.ts';
import { Gauge, type Registry } from 'prom-client';
import type { AlarmBook } from './book.ts';
import type { Heartbeat } from './heartbeat.ts';
import type { Facts } from './measure.ts';

/** Where they are read. */
export interface AlarmFigureSources {
  /** As gathered last. */
  readonly facts: () => Facts;
  readonly book: Pick<AlarmBook, 'open'>;
  readonly failures: () => Readonly<Record<string, number>>;
  readonly heartbeat: Heartbeat | undefined;
  readonly now: () => Date;
}

/** Adds them. */
export const alarmFigures = (registry: Registry, sources: AlarmFigureSources): void => {
  const { facts, book, failures, heartbeat, now } = sources;
  gauge(
    registry,
    'dienstweg_oldest_undelivered_seconds',
    'Age of the oldest message that is not handed over and lies in no mailbox; 0 where there is none',
    () => {
      const { view } = facts();
      if (view === undefined) return undefined;
      const at = view.oldestUndeliveredAt;
      return at === undefined ? 0 : Math.max(0, (now().getTime() - Date.parse(at)) / 1000);
    },
  );
  gauge(
    registry,
    'dienstweg_oldest_in_mailbox_seconds',
    'How long the oldest delivery has lain in a mailbox; 0 where there is none',
    () => {
      const { delivery } = facts();
      if (delivery === undefined) return undefined;
      const at = delivery.mailboxes[0]?.oldestAt;
      return at === undefined ? 0 : Math.max(0, (now().getTime() - Date.parse(at)) / 1000);
    },
  );
  gauge(registry, 'dienstweg_dead_letters', 'Deliveries that are dead letters', () => facts().delivery?.deadLetters);
  const perStream = (
    name: string,
    help: string,
    of: (facts: NonNullable<Facts['streams']>[number]) => number | undefined,
  ) =>
    gaugeBy(registry, name, help, 'stream', () =>
      Object.fromEntries(
        (facts().streams ?? []).flatMap((one) => {
          const value = of(one);
          return value === undefined ? [] : [[one.stream, value]];
        }),
      ),
    );
  perStream('dienstweg_stream_messages', 'Messages stored in each stream', ({ messages }) => messages);
  perStream('dienstweg_stream_bytes', 'Octets stored in each stream', ({ bytes }) => bytes);
  perStream(
    'dienstweg_stream_limit_bytes',
    'Octets each stream takes at most, where it has a limit',
    (one) => one.limitBytes,
  );
  perStream('dienstweg_stream_behind', 'Stored messages that have not been worked off', ({ behind }) => behind);
  gauge(registry, 'dienstweg_disk_free_bytes', 'Free octets on the disk of the home', () => facts().disk?.freeBytes);
  gauge(registry, 'dienstweg_disk_size_bytes', 'Octets of the disk of the home', () => facts().disk?.totalBytes);
  gauge(
    registry,
    'dienstweg_registered_certificate_expiry_timestamp_seconds',
    'When the first of the registered certificates without successor ends, in seconds since 1970, if within 60 days',
    () => {
      const first = facts().registered?.[0]?.until;
      return first === undefined ? undefined : Date.parse(first) / 1000;
    },
  );
  new Gauge({
    name: 'dienstweg_alarms',
    help: 'Alarms that are not over, by severity and whether somebody sees to them',
    labelNames: ['severity', 'state'],
    registers: [registry],
    collect() {
      this.reset();
      for (const severity of ALARM_SEVERITIES)
        for (const state of ['raised', 'acknowledged'] as const)
          this.set(
            { severity, state },
            book.open().filter((alarm) => alarm.severity === severity && alarm.state === state).length,
          );
    },
  });
  gaugeBy(
    registry,
    'dienstweg_alarm_channel_failures',
    'How often in a row nobody could be told of alarms on a channel',
    'channel',
    failures,
  );
  gauge(
    registry,
    'dienstweg_heartbeat_timestamp_seconds',
    'When the outside monitor last took a sign of life, in seconds since 1970',
    () => {
      const at = heartbeat?.lastTakenAt();
      return at === undefined ? undefined : at / 1000;
    },
  );
};
