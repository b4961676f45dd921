/** What becomes of alarms, from what is measured and what stands open. Pure: time is passed in, nothing is remembered here. */
import type { Alarm, AlarmRule, AlarmSeverity, AlarmUnit } from '@dienstweg/schemas/alarms/alarm.ts';
import { type AlarmLimits, gradeOf, RULE_MEASURES } from './rules.ts';

/** One value of one rule. */
export interface Measured {
  readonly rule: AlarmRule;
  readonly about?: string;
  readonly value: number;
}

/** An alarm that is not over, with how often it was told more urgently. */
export type OpenAlarm = Alarm & { readonly escalations: number };

/** What is to be told. */
export type Decision =
  | {
      readonly decision: 'raise';
      readonly rule: AlarmRule;
      readonly about?: string;
      readonly severity: AlarmSeverity;
      readonly value: number;
      readonly limit: number;
      readonly unit: AlarmUnit;
    }
  | {
      readonly decision: 'escalate';
      readonly alarmId: string;
      readonly why: 'worse' | 'not-acknowledged';
      readonly severity: AlarmSeverity;
      readonly value: number;
      readonly limit: number;
    }
  | { readonly decision: 'clear'; readonly alarmId: string };

/** What is known. */
export interface Judged {
  readonly open: readonly OpenAlarm[];
  readonly measured: readonly Measured[];
  /** Rules of which nothing could be learned this time: their alarms stay as they are. */
  readonly unknown: ReadonlySet<AlarmRule>;
  readonly limits: AlarmLimits;
  /** Since when, milliseconds, the rule of an open alarm is not met any more, by its id. */
  readonly calmSince: ReadonlyMap<string, number>;
  /** An alarm is over when its rule was not met for so long: what goes up and down is told once. */
  readonly calmMs: number;
  readonly now: Date;
}

/** More of one rule at a time tell nothing new, and would drown the others. */
const MOST_OPEN_OF_A_RULE = 100;
const LONGEST_ESCALATION_MS = 24 * 3_600_000;

const keyOf = ({ rule, about = '' }: { readonly rule: AlarmRule; readonly about?: string }): string =>
  `${rule} ${about}`;

const mayBeEscalated = (alarm: OpenAlarm, limits: AlarmLimits, now: Date): boolean => {
  const afterMinutes = limits[alarm.rule]?.escalateAfterMinutes;
  if (alarm.state !== 'raised' || afterMinutes === undefined) return false;
  const waitMs = Math.max(Math.min(afterMinutes * 60_000 * 2 ** alarm.escalations, LONGEST_ESCALATION_MS), 60_000);
  return now.getTime() - Date.parse(alarm.escalatedAt ?? alarm.raisedAt) >= waitMs;
};

/** Decides on everything that is measured and everything that stands open, and says what is calm now. */
export const judgeAlarms = ({
  open,
  measured,
  unknown,
  limits,
  calmSince,
  calmMs,
  now,
}: Judged): { readonly decisions: readonly Decision[]; readonly calmSince: ReadonlyMap<string, number> } => {
  const values = new Map(measured.map((one) => [keyOf(one), one]));
  const openKeys = new Set(open.map(keyOf));
  const openOf = (rule: AlarmRule): number => open.filter((alarm) => alarm.rule === rule).length;
  const calm = new Map<string, number>();
  const decisions: Decision[] = [];

  for (const alarm of open) {
    const { alarmId, rule } = alarm;
    const ruleLimits = limits[rule];
    const value = values.get(keyOf(alarm))?.value;
    const grade = ruleLimits === undefined || value === undefined ? undefined : gradeOf(rule, value, ruleLimits);
    if (grade === undefined || value === undefined) {
      if (unknown.has(rule)) continue;
      const since = calmSince.get(alarmId) ?? now.getTime();
      if (now.getTime() - since >= calmMs) decisions.push({ decision: 'clear', alarmId });
      else calm.set(alarmId, since);
      continue;
    }
    const isWorse = grade.severity === 'critical' && alarm.severity === 'warning';
    if (isWorse) decisions.push({ decision: 'escalate', alarmId, why: 'worse', value, ...grade });
    else if (mayBeEscalated(alarm, limits, now))
      decisions.push({
        decision: 'escalate',
        alarmId,
        why: 'not-acknowledged',
        severity: alarm.severity,
        value,
        limit: alarm.limit,
      });
  }

  const room = new Map<AlarmRule, number>();
  for (const { rule, about, value } of values.values()) {
    const ruleLimits = limits[rule];
    if (ruleLimits === undefined || openKeys.has(keyOf({ rule, ...(about === undefined ? {} : { about }) }))) continue;
    const grade = gradeOf(rule, value, ruleLimits);
    const left = room.get(rule) ?? MOST_OPEN_OF_A_RULE - openOf(rule);
    if (grade === undefined || left <= 0) continue;
    room.set(rule, left - 1);
    const { unit } = RULE_MEASURES[rule];
    decisions.push({ decision: 'raise', rule, ...(about === undefined ? {} : { about }), value, unit, ...grade });
  }
  return { decisions, calmSince: calm };
};
