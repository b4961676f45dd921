/** Alarms: what operators are to be told of without looking. Rules are pure and stand in `tracking`; this is what is said. */
import type { AuthorityId, CertificateFingerprint } from '../identifiers.ts';

/** What is watched. `about` of an alarm says which of several, where a rule watches more than one thing. */
export const ALARM_RULES = [
  /** The oldest message that has not reached its reader. */
  'message-undelivered',
  /** Deadlines that come near, and such as are over. */
  'deadline-at-risk',
  'deadline-missed',
  /** About: the certificate's owner. */
  'certificate-expiring',
  /** About: the list's issuer. */
  'revocation-list-due',
  /** About: the authority whose node is not attempted any more. */
  'circuit-open',
  /** About: the stream whose work lies behind. */
  'stream-lag',
  /** About: the stream that is nearly full. */
  'stream-full',
  /** About: `home`. */
  'disk-full',
  /** Attempts of delivery that fail. */
  'failure-rate',
  'dead-letters',
  /** About: the authority that does not fetch what lies in its mailbox. */
  'mailbox-waiting',
  /** About: the process that is not ready. */
  'service-not-ready',
] as const;
export type AlarmRule = (typeof ALARM_RULES)[number];

/** `critical`: somebody has to act now; `warning`: somebody has to act before it becomes critical. */
export const ALARM_SEVERITIES = ['warning', 'critical'] as const;
export type AlarmSeverity = (typeof ALARM_SEVERITIES)[number];

/** `raised`: nobody has seen to it; `acknowledged`: somebody has; `cleared`: it is over, by itself or by what was done. */
export type AlarmState = 'raised' | 'acknowledged' | 'cleared';

/** Who is told, and how. `authority`: the contact in the directory of whom the alarm is about. */
export type AlarmChannel = 'webhook' | 'email' | 'authority';

/** Unit of an alarm's value and limit. */
export type AlarmUnit = 'seconds' | 'count' | 'percent' | 'octets';

/** An alarm as it stands. */
export interface Alarm {
  /** UUID; a rule that is met again after it was cleared raises another alarm. */
  readonly alarmId: string;
  readonly rule: AlarmRule;
  /** Absent where the rule watches one thing only. */
  readonly about?: string;
  readonly severity: AlarmSeverity;
  readonly state: AlarmState;
  /** RFC 3339, UTC. */
  readonly raisedAt: string;
  /** What was measured when it was raised or last escalated, and from which value on it is so severe. */
  readonly value: number;
  readonly limit: number;
  readonly unit: AlarmUnit;
  /** When it was last told more urgently: nobody acknowledged it, or it became worse. */
  readonly escalatedAt?: string;
  readonly acknowledged?: { readonly at: string; readonly by: string; readonly reason: string };
  readonly clearedAt?: string;
}

/** An alarm in words. */
export interface ToldAlarm extends Alarm {
  /** What is the matter, and what to do, in the language asked for. */
  readonly text: string;
  readonly remedy: string;
}

/** What delivery knows of readers that are not reached. At most a thousand of each, the longest first. */
export interface DeliveryCondition {
  /** Readers whose nodes failed: not pushed to but for a probe now and then. */
  readonly circuits: readonly { readonly reader: AuthorityId; readonly since: string; readonly until: string }[];
  /** Readers that do not fetch what lies in their mailboxes. */
  readonly mailboxes: readonly { readonly reader: AuthorityId; readonly waiting: number; readonly oldestAt: string }[];
  readonly deadLetters: number;
  /** Readers to which an operator has nothing pushed; absent: none. */
  readonly paused?: readonly PausedReader[];
}

/** Nothing is pushed to a reader's node until somebody says otherwise, or that moment comes. */
export interface PausedReader {
  readonly reader: AuthorityId;
  readonly since: string;
  readonly by: string;
  readonly reason: string;
  /** RFC 3339; absent: until it is resumed. */
  readonly until?: string;
}

/** A registered certificate that ends soon, or has ended, and has no successor. */
export interface ExpiringCertificate {
  readonly authority: AuthorityId;
  readonly purpose: 'signing' | 'tls' | 'encryption';
  readonly fingerprint: CertificateFingerprint;
  /** End of its validity, or of its entry in the directory, whichever comes first. RFC 3339. */
  readonly until: string;
}
