/** Commands of the workshop, and of the message types of a running broker. */
import type { ListedCommand } from './args/command.ts';

/** In the order of help. */
export const WORKSHOP_COMMANDS: readonly ListedCommand[] = [
  {
    name: 'message-type list',
    summary: 'message types of the running broker, or of this release',
    load: async () => (await import('./commands/message-type-list.ts')).messageTypeList,
  },
  {
    name: 'message-type new',
    summary: 'begin a message type, empty or from a published collection of schemas',
    load: async () => (await import('./commands/message-type-new.ts')).messageTypeNew,
  },
  {
    name: 'message-type lint',
    summary: 'what can be said against a message type: manifest, schemas, rules, samples',
    load: async () => (await import('./commands/message-type-lint.ts')).messageTypeLint,
  },
  {
    name: 'message-type test',
    summary: 'run the samples of message types',
    load: async () => (await import('./commands/message-type-test.ts')).messageTypeTest,
  },
  {
    name: 'message-type diff',
    summary: 'what a new version breaks for readers and writers of the old one',
    load: async () => (await import('./commands/message-type-diff.ts')).messageTypeDiff,
  },
  {
    name: 'message-type types',
    summary: 'TypeScript types, reader and writer of a message type',
    load: async () => (await import('./commands/message-type-types.ts')).messageTypeTypes,
  },
  {
    name: 'message-type docs',
    summary: 'a page for each message type, in three languages',
    load: async () => (await import('./commands/message-type-docs.ts')).messageTypeDocs,
  },
  {
    name: 'message-type publish',
    summary: 'put a message type into force in the running broker, signed by a registrar',
    load: async () => (await import('./commands/message-type-publish.ts')).messageTypePublish,
  },
  {
    name: 'message-type deprecate',
    summary: 'a version is still taken, with a warning, and until when',
    load: async () => (await import('./commands/message-type-deprecate.ts')).messageTypeDeprecate,
  },
  {
    name: 'message-type retire',
    summary: 'a version is not taken any more from a day on',
    load: async () => (await import('./commands/message-type-retire.ts')).messageTypeRetire,
  },
];
