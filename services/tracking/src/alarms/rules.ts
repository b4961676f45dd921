/** What counts as an alarm: for each rule from which value on, how severe, and how long nobody may see to it. Pure. */
import type { AlarmRule, AlarmSeverity, AlarmUnit } from '@dienstweg/schemas/alarms/alarm.ts';

/** When a rule is met. A limit that is absent is never reached. */
export interface RuleLimits {
  readonly warning?: number;
  readonly critical?: number;
  /** After this long without acknowledgement it is told again, to more; then after twice as long, and so on. */
  readonly escalateAfterMinutes: number;
}

/** The limits of every rule; a rule that is absent is not watched. */
export type AlarmLimits = Readonly<Partial<Record<AlarmRule, RuleLimits>>>;

/** What a rule measures, and which way is worse. */
interface RuleMeasure {
  readonly unit: AlarmUnit;
  readonly worse: 'above' | 'below';
}

/** Unit and direction of each rule. `certificate-expiring` and `revocation-list-due` measure what is left. */
export const RULE_MEASURES: Readonly<Record<AlarmRule, RuleMeasure>> = {
  'message-undelivered': { unit: 'seconds', worse: 'above' },
  'deadline-at-risk': { unit: 'count', worse: 'above' },
  'deadline-missed': { unit: 'count', worse: 'above' },
  'certificate-expiring': { unit: 'seconds', worse: 'below' },
  'revocation-list-due': { unit: 'seconds', worse: 'below' },
  'circuit-open': { unit: 'seconds', worse: 'above' },
  'stream-lag': { unit: 'count', worse: 'above' },
  'stream-full': { unit: 'percent', worse: 'above' },
  'disk-full': { unit: 'percent', worse: 'above' },
  'failure-rate': { unit: 'percent', worse: 'above' },
  'dead-letters': { unit: 'count', worse: 'above' },
  'mailbox-waiting': { unit: 'seconds', worse: 'above' },
  'service-not-ready': { unit: 'seconds', worse: 'above' },
};

const HOUR = 3_600;
const DAY = 24 * HOUR;

/** The limits where nothing else is said. */
export const DEFAULT_ALARM_LIMITS: AlarmLimits = {
  'message-undelivered': { warning: HOUR / 4, critical: 4 * HOUR, escalateAfterMinutes: 60 },
  'deadline-at-risk': { warning: 1, escalateAfterMinutes: 24 * 60 },
  'deadline-missed': { warning: 1, critical: 10, escalateAfterMinutes: 8 * 60 },
  'certificate-expiring': { warning: 30 * DAY, critical: 7 * DAY, escalateAfterMinutes: 24 * 60 },
  'revocation-list-due': { warning: 12 * HOUR, critical: HOUR, escalateAfterMinutes: 60 },
  'circuit-open': { warning: HOUR / 12, critical: 4 * HOUR, escalateAfterMinutes: 4 * 60 },
  'stream-lag': { warning: 5_000, critical: 50_000, escalateAfterMinutes: 60 },
  'stream-full': { warning: 80, critical: 95, escalateAfterMinutes: 60 },
  'disk-full': { warning: 90, critical: 97, escalateAfterMinutes: 30 },
  'failure-rate': { warning: 20, critical: 60, escalateAfterMinutes: 60 },
  'dead-letters': { warning: 1, critical: 100, escalateAfterMinutes: 8 * 60 },
  'mailbox-waiting': { warning: 3 * DAY, critical: 14 * DAY, escalateAfterMinutes: 24 * 60 },
  'service-not-ready': { warning: 60, critical: 300, escalateAfterMinutes: 30 },
};

/** How severe a value is and which limit it has reached; `undefined` where it is none of either. */
export const gradeOf = (
  rule: AlarmRule,
  value: number,
  { warning, critical }: RuleLimits,
): { readonly severity: AlarmSeverity; readonly limit: number } | undefined => {
  const { worse } = RULE_MEASURES[rule];
  const reaches = (limit: number | undefined): limit is number =>
    limit !== undefined && (worse === 'above' ? value >= limit : value <= limit);
  if (reaches(critical)) return { severity: 'critical', limit: critical };
  return reaches(warning) ? { severity: 'warning', limit: warning } : undefined;
};
