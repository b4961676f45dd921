import { resolve } from 'node:path';
import { loadMessageTypes, MESSAGE_TYPES_FOLDER } from '@dienstweg/schemas/message-types/catalog.ts';
import type { CommandSpec, Input } from '../args/command.ts';
import { table } from '../print/table.ts';

const foldersOf = (input: Input): readonly string[] => {
  const folders: string[] = [];
  for (let given = input.argument(0); given !== undefined; given = input.argument(folders.length))
    folders.push(resolve(given));
  return folders;
};

/** `message-type list`: what this release knows, in every version; works without a broker. */
export const messageTypeList: CommandSpec = {
  arguments: [
    {
      name: 'DIR',
      text: 'folder with types as CODE/VERSION, besides those of this release',
      optional: true,
      repeated: true,
    },
  ],
  run: async (input, { language }) => {
    using catalog = loadMessageTypes([MESSAGE_TYPES_FOLDER, ...foldersOf(input)]);
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
