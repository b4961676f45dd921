import { loadMessageTypes, MESSAGE_TYPES_FOLDER } from '@dienstweg/schemas/message-types/catalog.ts';
import type { CommandSpec } from '../args/command.ts';
import { table } from '../print/table.ts';

/** `message-type list`: what this release knows, in every version; works without a broker. */
export const messageTypeList: CommandSpec = {
  run: async (_input, { language }) => {
    using catalog = loadMessageTypes([MESSAGE_TYPES_FOLDER]);
    const messageTypes = catalog.list().map(({ manifest }) => manifest);
    const rows = messageTypes.map((each) => [
      each.code,
      each.version,
      each.state,
      each.validFrom,
      each.validUntil ?? '',
      each.name[language] ?? each.name.de,
    ]);
    return { value: { messageTypes }, text: table(['CODE', 'VERSION', 'STATE', 'FROM', 'UNTIL', 'NAME'], rows) };
  },
};
