import type { CommandSpec } from '../args/command.ts';
import { connectOperator } from '../client/operator.ts';
import { typeFoldersOf } from '../message-type/folders.ts';
import { inUseText, isInUse } from '../message-type/in-use.ts';
import { makeReady, type PublishedVersion, publishType } from '../message-type/publish.ts';
import { readFold } from '../registry/current.ts';
import { waitingText } from '../registry/propose.ts';
import { SIGNING_OPTIONS, signingOf } from '../registry/registrar.ts';

const lineOf = ({ code, version, outcome, edition, change, draft, packageBytes }: PublishedVersion): string => {
  const name = `${code} ${version}${draft ? ' (draft)' : ''}`;
  switch (outcome) {
    case 'unchanged':
      return `${name} stands so in edition ${edition}. Nothing was recorded.`;
    case 'product':
      return `${name} comes with the product, with this content. Nothing was recorded.`;
    case 'pending':
      return `${name}: proposed in edition ${edition}, ${packageBytes} octets. ${waitingText(change ?? '')}`;
    case 'published':
      return edition === undefined
        ? `${name} would be published, ${packageBytes} octets. Nothing was recorded.`
        : `${name}: published in edition ${edition}, ${packageBytes} octets (change ${change}).`;
    default:
      return outcome satisfies never;
  }
};

/** `message-type publish DIR…`: types into a running broker, signed by a registrar; the same again changes nothing. */
export const messageTypePublish: CommandSpec = {
  arguments: [{ name: 'DIR', text: 'folder of a message type, or of several', repeated: true }],
  options: {
    reason: { value: 'TEXT', text: 'why; part of the history' },
    'dry-run': { text: 'judge and pack, and say what would be published; record nothing' },
    ...SIGNING_OPTIONS,
  },
  examples: [
    'dienstweg message-type publish my-types/notice.change/1.0 --reason "decision of the working group"',
    'dienstweg message-type publish my-types --dry-run --json',
  ],
  run: async (input, cli) => {
    const at = new Date();
    const ready = typeFoldersOf(input).map((folder) => makeReady(folder, at, cli.language));
    const signing = signingOf(cli.settings.home, input);
    const how = { reason: input.text('reason'), dryRun: input.flag('dry-run') };
    await using operator = await connectOperator(cli.settings);
    const types: PublishedVersion[] = [];
    for (const type of ready) {
      const fold = await readFold(operator);
      types.push(await publishType({ cli, operator, fold, signing }, type, how));
    }
    const lines = types.flatMap((type) => [lineOf(type), ...type.warnings.map((warning) => `  warning: ${warning}`)]);
    const recorded = types.filter(({ outcome }) => outcome === 'published').flatMap(({ edition }) => edition ?? []);
    if (how.dryRun || recorded.length === 0) return { value: { dryRun: how.dryRun, types }, text: lines.join('\n') };
    const inUse = await isInUse(cli.settings, Math.max(...recorded));
    return { value: { types, inUse }, text: [...lines, inUseText(inUse)].join('\n') };
  },
};
