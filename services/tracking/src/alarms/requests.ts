/** What operators ask of alarms: which there are, and that somebody sees to one. */
import type { RequestContract } from '@dienstweg/schemas/bus/requests.ts';
import type { AlarmAcknowledged } from '@dienstweg/schemas/events.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import { chooseLanguage } from '@dienstweg/schemas/problems/texts.ts';
import { type BookedAlarm, plainAlarm } from './book.ts';
import { toldAlarm } from './texts.ts';
import { type AlarmWatch, alarmEventHead } from './watch.ts';

type List = RequestContract['alarmsList'];
type Acknowledge = RequestContract['alarmsAcknowledge'];

const LONGEST = { by: 200, reason: 1_000 };

const byUrgency = (a: BookedAlarm, b: BookedAlarm): number =>
  Number(b.severity === 'critical') - Number(a.severity === 'critical') || a.raisedAt.localeCompare(b.raisedAt);

/** Text of a member; `request-invalid` where it is none, empty or too long. */
const given = (name: keyof typeof LONGEST, value: unknown): string => {
  const text = typeof value === 'string' ? value.trim() : '';
  if (text === '' || text.length > LONGEST[name])
    throw new ProblemError(
      problem('request-invalid', { detail: `${name} must be a text of 1 to ${LONGEST[name]} characters` }),
    );
  return text;
};

/** Answers to both requests. */
export const alarmAnswers = (watch: Pick<AlarmWatch, 'book' | 'record'>, now: () => Date) => ({
  alarmsList: async ({ language, cleared = false }: List['request']): Promise<List['reply']> => ({
    alarms: [...watch.book.open().toSorted(byUrgency), ...(cleared ? watch.book.cleared() : [])].map((alarm) =>
      toldAlarm(plainAlarm(alarm), chooseLanguage(language)),
    ),
  }),
  alarmsAcknowledge: async (order: Acknowledge['request']): Promise<Acknowledge['reply']> => {
    const language = chooseLanguage(order.language);
    const by = given('by', order.by);
    const reason = given('reason', order.reason);
    const alarm = watch.book.get(String(order.alarmId));
    if (alarm === undefined) throw new ProblemError(problem('alarm-unknown', { language }));
    const refuse = (detail: string): never => {
      throw new ProblemError(problem('alarm-not-open', { language, detail }));
    };
    if (alarm.acknowledged !== undefined)
      refuse(`${alarm.acknowledged.by}, ${alarm.acknowledged.at}: ${alarm.acknowledged.reason}`);
    if (alarm.state !== 'raised') refuse(`${alarm.state}: ${alarm.clearedAt ?? ''}`);
    const event: AlarmAcknowledged = {
      ...alarmEventHead(alarm.alarmId, now()),
      type: 'alarm-acknowledged',
      by,
      reason,
    };
    await watch.record(event);
    const after = watch.book.get(alarm.alarmId) ?? alarm;
    // somebody else was faster
    if (after.acknowledged?.at !== event.at || after.acknowledged.by !== by)
      refuse(after.acknowledged?.by ?? after.state);
    return { alarm: toldAlarm(plainAlarm(after), language) };
  },
});
