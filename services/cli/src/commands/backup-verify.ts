import { resolve } from 'node:path';
import type { CommandSpec } from '../args/command.ts';
import { OPEN_OPTIONS } from '../backup/key.ts';
import type { ShownBy } from '../backup/maker.ts';
import { checkBackup, openBackup } from '../backup/open.ts';

const SHOWN: Readonly<Record<ShownBy, string>> = {
  passphrase: 'made by somebody who knew the passphrase',
  key: 'made by somebody who had the key',
  fingerprint: 'the one with the fingerprint given',
  nothing: 'nothing shows who made it',
};

/** `backup verify DIR`: who made it, and that every file is whole, belongs to this backup and can be opened to its end. */
export const backupVerify: CommandSpec = {
  arguments: [{ name: 'DIR', text: 'the backup' }],
  options: OPEN_OPTIONS,
  run: async (input, { tell }) => {
    const backup = await openBackup(resolve(input.argument(0) ?? ''), input);
    await checkBackup(backup, { thorough: true, tell });
    const { id, begunAt, lastMessage, streams } = backup.manifest;
    return {
      value: {
        ok: true,
        id,
        fingerprint: backup.fingerprint,
        shownBy: backup.shownBy,
        begunAt,
        ...(lastMessage === undefined ? {} : { lastMessage }),
        streams: Object.fromEntries(
          Object.entries(streams).map(([name, { state }]) => [
            name,
            { entries: state.messages, lastSequence: state.last_seq },
          ]),
        ),
      },
      text: [
        `whole: ${streams.MESSAGES?.state.messages ?? 0} messages, begun ${begunAt}`,
        `${SHOWN[backup.shownBy]}; fingerprint ${backup.fingerprint}`,
      ].join('\n'),
    };
  },
};
