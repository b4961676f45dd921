/** What is known of the system, as values of the rules. Pure. */
import type { AlarmRule, DeliveryCondition, ExpiringCertificate } from '@dienstweg/schemas/alarms/alarm.ts';
import type { Measured } from './judge.ts';

/** What the view of messages knows. */
export interface ViewFacts {
  /** When the oldest message was accepted that is not handed over and lies in no mailbox. */
  readonly oldestUndeliveredAt?: string;
  readonly deadlines: { readonly atRisk: number; readonly missed: number; readonly overdueAnswers: number };
  /** Of the last quarter of an hour. */
  readonly attempts: { readonly failed: number; readonly succeeded: number };
}

/** A stream and the furthest behind of those that work on it. */
export interface StreamFacts {
  readonly stream: string;
  readonly messages: number;
  readonly bytes: number;
  /** Absent: it may grow as far as the disk. */
  readonly limitBytes?: number;
  /** Absent: nobody works on it whom this process may ask. */
  readonly behind?: number;
}

/** Everything that is looked at; what could not be learned is absent. */
export interface Facts {
  readonly view?: ViewFacts;
  readonly streams?: readonly StreamFacts[];
  readonly delivery?: DeliveryCondition;
  readonly registered?: readonly ExpiringCertificate[];
  /** Certificates of this house's own nodes. */
  readonly own?: readonly { readonly owner: string; readonly until: Date }[];
  readonly revocationListsDueAt?: readonly { readonly issuer: string; readonly dueAt: Date }[];
  readonly disk?: { readonly freeBytes: number; readonly totalBytes: number };
  /** Since when each process is not ready; absent while it is. */
  readonly services?: readonly { readonly name: string; readonly notReadySince?: number }[];
}

/** Which facts a rule needs. */
const NEEDS: Readonly<Record<AlarmRule, readonly (keyof Facts)[]>> = {
  'message-undelivered': ['view'],
  'deadline-at-risk': ['view'],
  'deadline-missed': ['view'],
  'failure-rate': ['view'],
  'certificate-expiring': ['registered', 'own'],
  'revocation-list-due': ['revocationListsDueAt'],
  'circuit-open': ['delivery'],
  'mailbox-waiting': ['delivery'],
  'dead-letters': ['delivery'],
  'stream-lag': ['streams'],
  'stream-full': ['streams'],
  'disk-full': ['disk'],
  'service-not-ready': ['services'],
};

/** Rules of which something is not known. */
export const unknownRules = (facts: Facts): ReadonlySet<AlarmRule> =>
  new Set(
    (Object.keys(NEEDS) as AlarmRule[]).filter((rule) => NEEDS[rule].some((needed) => facts[needed] === undefined)),
  );

/** Fewer attempts say nothing about a rate. */
const ATTEMPTS_WORTH_A_RATE = 20;

const ofView = (view: ViewFacts, now: number): readonly Measured[] => {
  const { oldestUndeliveredAt, deadlines, attempts } = view;
  const all = attempts.failed + attempts.succeeded;
  return [
    ...(oldestUndeliveredAt === undefined
      ? []
      : [{ rule: 'message-undelivered' as const, value: (now - Date.parse(oldestUndeliveredAt)) / 1000 }]),
    { rule: 'deadline-at-risk', value: deadlines.atRisk },
    { rule: 'deadline-missed', value: deadlines.missed + deadlines.overdueAnswers },
    ...(all < ATTEMPTS_WORTH_A_RATE ? [] : [{ rule: 'failure-rate' as const, value: (100 * attempts.failed) / all }]),
  ];
};

const ofStreams = (streams: readonly StreamFacts[]): readonly Measured[] =>
  streams.flatMap(({ stream, bytes, limitBytes, behind }): readonly Measured[] => [
    ...(behind === undefined ? [] : [{ rule: 'stream-lag' as const, about: stream, value: behind }]),
    ...(limitBytes === undefined
      ? []
      : [{ rule: 'stream-full' as const, about: stream, value: (100 * bytes) / limitBytes }]),
  ]);

const ofDelivery = ({ circuits, mailboxes, deadLetters }: DeliveryCondition, now: number): readonly Measured[] => [
  ...circuits.map(
    ({ reader, since }): Measured => ({ rule: 'circuit-open', about: reader, value: (now - Date.parse(since)) / 1000 }),
  ),
  ...mailboxes.map(
    ({ reader, oldestAt }): Measured => ({
      rule: 'mailbox-waiting',
      about: reader,
      value: (now - Date.parse(oldestAt)) / 1000,
    }),
  ),
  { rule: 'dead-letters', value: deadLetters },
];

/** One value of each rule and subject; of several certificates of one owner that which ends first. */
const ofCertificates = ({ registered = [], own = [] }: Facts, now: number): readonly Measured[] => {
  const ends = new Map<string, number>();
  const note = (owner: string, until: number): void => void ends.set(owner, Math.min(ends.get(owner) ?? until, until));
  for (const { authority, until } of registered) note(authority, Date.parse(until));
  for (const { owner, until } of own) note(owner, until.getTime());
  return [...ends].map(([about, until]) => ({ rule: 'certificate-expiring', about, value: (until - now) / 1000 }));
};

/** The values of all rules that can be told from these facts. */
export const measure = (facts: Facts, at: Date): readonly Measured[] => {
  const now = at.getTime();
  const { view, streams, delivery, disk, services, revocationListsDueAt } = facts;
  return [
    ...(view === undefined ? [] : ofView(view, now)),
    ...(streams === undefined ? [] : ofStreams(streams)),
    ...(delivery === undefined ? [] : ofDelivery(delivery, now)),
    ...ofCertificates(facts, now),
    ...(revocationListsDueAt ?? []).map(
      ({ issuer, dueAt }): Measured => ({
        rule: 'revocation-list-due',
        about: issuer,
        value: (dueAt.getTime() - now) / 1000,
      }),
    ),
    ...(disk === undefined || disk.totalBytes === 0
      ? []
      : [{ rule: 'disk-full' as const, about: 'home', value: 100 - (100 * disk.freeBytes) / disk.totalBytes }]),
    ...(services ?? []).flatMap(({ name, notReadySince }): readonly Measured[] =>
      notReadySince === undefined
        ? []
        : [{ rule: 'service-not-ready', about: name, value: (now - notReadySince) / 1000 }],
    ),
  ];
};
