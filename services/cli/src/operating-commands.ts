/** Commands about what failed, whom nothing reaches, and what is told of it. */
import type { ListedCommand } from './args/command.ts';

/** In the order of help. */
export const OPERATING_COMMANDS: readonly ListedCommand[] = [
  {
    name: 'dead-letters list',
    summary: 'deliveries that ended without success',
    load: async () => (await import('./commands/dead-letters-list.ts')).deadLettersList,
  },
  {
    name: 'dead-letters show',
    summary: 'one dead letter with the history of its message',
    load: async () => (await import('./commands/dead-letters-show.ts')).deadLettersShow,
  },
  {
    name: 'dead-letters replay',
    summary: 'start a dead letter over, to the same reader',
    load: async () => (await import('./commands/dead-letters-replay.ts')).deadLettersReplay,
  },
  {
    name: 'dead-letters assign',
    summary: 'another reader takes the place of a dead letter',
    load: async () => (await import('./commands/dead-letters-assign.ts')).assign,
  },
  {
    name: 'dead-letters return',
    summary: 'send the author a rejection and close the dead letter',
    load: async () => (await import('./commands/dead-letters-return.ts')).returnAs('dead-letters return'),
  },
  {
    name: 'recipients list',
    summary: 'readers that are paused, fail, or do not fetch',
    load: async () => (await import('./commands/recipients.ts')).recipientsList,
  },
  {
    name: 'recipients pause',
    summary: 'have nothing pushed to a reader; what is for it waits',
    load: async () => (await import('./commands/recipients.ts')).recipientsPause,
  },
  {
    name: 'recipients resume',
    summary: 'push to it again',
    load: async () => (await import('./commands/recipients.ts')).recipientsResume,
  },
  {
    name: 'clearing list',
    summary:
      'roles nobody holds, of services whose entry says "unresolvable: clear" (others are refused): who gets them?',
    load: async () => (await import('./commands/clearing-list.ts')).clearingList,
  },
  {
    name: 'clearing assign',
    summary: 'say who gets what waits in clearing',
    load: async () => (await import('./commands/dead-letters-assign.ts')).assign,
  },
  {
    name: 'clearing return',
    summary: 'send the author a rejection and close what waits in clearing',
    load: async () => (await import('./commands/dead-letters-return.ts')).returnAs('clearing return'),
  },
  {
    name: 'alarms list',
    summary: 'what needs somebody: alarms that are not over',
    load: async () => (await import('./commands/alarms-list.ts')).alarmsList,
  },
  {
    name: 'alarms acknowledge',
    summary: 'say that somebody sees to an alarm, and why',
    load: async () => (await import('./commands/alarms-acknowledge.ts')).alarmsAcknowledge,
  },
  {
    name: 'audit export',
    summary: 'what happened to messages, the directory and certificates, and who did it, as JSON lines, CEF or syslog',
    load: async () => (await import('./commands/audit-export.ts')).auditExport,
  },
  {
    name: 'statistics publish',
    summary: 'message flows as open data: JSON, CSV and a DCAT-AP description',
    load: async () => (await import('./commands/statistics-publish.ts')).statisticsPublish,
  },
];
