/** Limits of alarms as an operator writes them: a JSON object, by rule. Pure. */
import { ALARM_RULES, type AlarmRule } from '@dienstweg/schemas/alarms/alarm.ts';
import { type AlarmLimits, DEFAULT_ALARM_LIMITS, RULE_MEASURES, type RuleLimits } from './rules.ts';

const MEMBERS: readonly (keyof RuleLimits)[] = ['warning', 'critical', 'escalateAfterMinutes'];

const isRule = (name: string): name is AlarmRule => (ALARM_RULES as readonly string[]).includes(name);
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** One rule: what is written stands in place of the default; `null` takes a limit away. */
const ruleOf = (rule: AlarmRule, written: Record<string, unknown>, mistakes: string[]): RuleLimits => {
  const before: RuleLimits = DEFAULT_ALARM_LIMITS[rule] ?? { escalateAfterMinutes: 60 };
  const after: Record<string, number> = { ...before };
  for (const [name, value] of Object.entries(written)) {
    if (!(MEMBERS as readonly string[]).includes(name))
      mistakes.push(`${rule}: "${name}" is none of ${MEMBERS.join(', ')}.`);
    else if (value === null && name !== 'escalateAfterMinutes') delete after[name];
    else if (typeof value !== 'number' || !Number.isFinite(value) || value < 0)
      mistakes.push(
        `${rule}: ${name} must be a number from 0 on${name === 'escalateAfterMinutes' ? '' : ', or null'}.`,
      );
    else after[name] = value;
  }
  const { warning, critical } = after;
  if (warning !== undefined && critical !== undefined) {
    const { worse } = RULE_MEASURES[rule];
    if (worse === 'above' ? critical < warning : critical > warning)
      mistakes.push(`${rule}: critical must be ${worse} warning, or it would never be told which of both it is.`);
  }
  return after as unknown as RuleLimits;
};

/** Reads the text of the file: the limits, or everything that is wrong with them. `false` switches a rule off. */
export const readAlarmLimits = (
  text: string,
): { readonly limits: AlarmLimits } | { readonly mistakes: readonly string[] } => {
  let written: unknown;
  try {
    written = JSON.parse(text);
  } catch (error) {
    return { mistakes: [`it is no JSON: ${(error as Error).message}.`] };
  }
  if (!isRecord(written)) return { mistakes: ['it must be an object with one member for each rule.'] };
  const mistakes: string[] = [];
  const limits: Partial<Record<AlarmRule, RuleLimits>> = { ...DEFAULT_ALARM_LIMITS };
  for (const [name, value] of Object.entries(written)) {
    if (!isRule(name)) mistakes.push(`"${name}" is no rule; there are ${ALARM_RULES.join(', ')}.`);
    else if (value === false) delete limits[name];
    else if (!isRecord(value)) mistakes.push(`${name} must be an object with ${MEMBERS.join(', ')}, or false.`);
    else limits[name] = ruleOf(name, value, mistakes);
  }
  return mistakes.length === 0 ? { limits } : { mistakes };
};
