import type { CommandSpec } from '../args/command.ts';
import { askOnce } from '../client/operator.ts';
import { table } from '../print/table.ts';

/** `alarms list`: what needs somebody, the most severe and oldest first. */
export const alarmsList: CommandSpec = {
  options: { cleared: { text: 'those that are over as well' } },
  run: async (input, { settings, language }) => {
    const { alarms } = await askOnce(settings, 'alarmsList', { language, cleared: input.flag('cleared') });
    const rows = alarms.map(({ alarmId, severity, state, rule, about = '', raisedAt, acknowledged, text }) => [
      alarmId,
      severity,
      acknowledged === undefined || state === 'cleared' ? state : `${state} by ${acknowledged.by}`,
      `${rule} ${about}`.trim(),
      raisedAt,
      text,
    ]);
    return {
      value: { alarms },
      text: table(['ALARM', 'SEVERITY', 'STATE', 'RULE', 'SINCE', ''], rows, 'No alarm.'),
    };
  },
};
