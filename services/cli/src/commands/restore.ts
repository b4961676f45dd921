import { resolve } from 'node:path';
import type { CommandSpec } from '../args/command.ts';
import { bringBack, keepReport } from '../backup/bring-back.ts';
import { OPEN_OPTIONS } from '../backup/key.ts';
import { asBackupProblem, openBackup } from '../backup/open.ts';
import { countFrom } from '../client/identifiers.ts';
import { table } from '../print/table.ts';
import { authorityText } from '../print/trace.ts';
import { asStartFailure } from '../up/start-failure.ts';

const HOUR_MS = 60 * 60 * 1000;

/** What whoever restored has to tell others. */
const whoMustResubmit = (from: string): readonly string[] => [
  'Missing is what was accepted after that moment and before the restore; nobody here can know what it was.',
  'Every author holds receipts of it: for each receipt since then ask GET /v1/messages/{id} (or "dienstweg trace ID").',
  'Where the answer is message-unknown, hand the same octets in again, under the same id: they are accepted as new, with a',
  `new receipt. What was accepted before ${from} is answered with the receipt of then and never counts twice; readers`,
  'that had received it before know it by its delivery id, which stays the same.',
];

/** `restore DIR`: brings a backup back into this home, and says what is missing and whom that concerns. */
export const restore: CommandSpec = {
  arguments: [{ name: 'DIR', text: 'the backup' }],
  options: {
    ...OPEN_OPTIONS,
    replace: { text: 'put aside what this home holds, and bring the backup back in its place' },
    'active-hours': { value: 'N', text: 'name authors who handed in within so many hours before (default 72)' },
  },
  run: async (input, cli) => {
    const { home } = cli.settings;
    const began = performance.now();
    const backup = await openBackup(resolve(input.argument(0) ?? ''), input);
    const hours = countFrom('active-hours', input.text('active-hours'), 72, 100_000);
    const back = await bringBack({
      cli,
      backup,
      replace: input.flag('replace'),
      activeMs: hours * HOUR_MS,
      now: () => new Date(),
    }).catch((error: unknown) => {
      throw asStartFailure(asBackupProblem(error), home.logs);
    });
    const seconds = Math.round((performance.now() - began) / 100) / 10;
    const value = { ok: true, seconds, ...back };
    const report = await keepReport(home, value);
    const { epoch, authors, streams } = back;
    const rows = authors.map(({ author, messages, last }) => [
      authorityText(author),
      String(messages),
      last.messageId,
      last.acceptedAt,
    ]);
    return {
      value: { ...value, report },
      text: [
        `${home.root}: ${streams.MESSAGES?.entries ?? 0} messages are back, epoch ${epoch.epoch} is open (${seconds} s).`,
        ...(back.putAside === undefined ? [] : [`What was here before lies in ${back.putAside}.`]),
        `Whatever was accepted before ${epoch.missing.from} is there.`,
        ...whoMustResubmit(epoch.missing.from),
        '',
        `Authors who handed in within ${hours} hours before, each with the last message known of it:`,
        table(['AUTHOR', 'MESSAGES', 'LAST KNOWN', 'ACCEPTED'], rows),
        '',
        `This report is kept in ${report}. Start with: dienstweg up --detach`,
      ].join('\n'),
    };
  },
};
