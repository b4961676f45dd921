import type { CommandSpec } from '../args/command.ts';
import { ACTING_OPTIONS, actingFrom } from '../client/acting.ts';
import { askOnce } from '../client/operator.ts';

/** `alarms acknowledge`: somebody sees to it; it is told again only if it becomes worse. */
export const alarmsAcknowledge: CommandSpec = {
  arguments: [{ name: 'ALARM', text: 'id of the alarm, as "alarms list" shows it' }],
  options: ACTING_OPTIONS,
  examples: ['dienstweg alarms acknowledge 5b0c0000-0000-4000-8000-000000000001 --reason "called the data centre"'],
  run: async (input, { settings, language }) => {
    const { alarm } = await askOnce(settings, 'alarmsAcknowledge', {
      alarmId: input.argument(0) ?? '',
      language,
      ...actingFrom(input),
    });
    const { by = '', reason = '' } = alarm.acknowledged ?? {};
    return { value: alarm, text: `${alarm.text}\n${alarm.state} by ${by}: ${reason}` };
  },
};
