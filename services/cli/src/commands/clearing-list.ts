import type { CommandSpec } from '../args/command.ts';
import { countFrom } from '../client/identifiers.ts';
import { askOnce } from '../client/operator.ts';
import { table } from '../print/table.ts';
import { authorityText } from '../print/trace.ts';

/** `clearing list`: roles nobody holds, whose parts wait for an operator to say who gets them. */
export const clearingList: CommandSpec = {
  options: { limit: { value: 'N', text: 'at most so many (default 200)' } },
  examples: [
    'dienstweg send --type meldebescheinigung.anfrage --version 1.0 --as moorland.wohngeldstelle --service leika:99999115004000 --region ars:990200000000 --part core=schemas/message-types/meldebescheinigung.anfrage/1.0/samples/valid/wohngeld.xml',
    'dienstweg clearing list',
  ],
  run: async (input, { settings }) => {
    const { inClearing } = await askOnce(settings, 'clearing', {
      limit: countFrom('limit', input.text('limit'), 200, 10_000),
    });
    const rows = inClearing.map(({ deliveryId, messageId, author, role, parts, standing }) => [
      deliveryId,
      role,
      parts.join(' '),
      standing.state === 'in-clearing' ? [standing.reason, standing.from].join(' ').trim() : '',
      authorityText(author),
      messageId,
    ]);
    return {
      value: { inClearing },
      text: table(['DELIVERY', 'ROLE', 'PARTS', 'WHY', 'AUTHOR', 'MESSAGE'], rows, 'Nothing waits in clearing.'),
    };
  },
};
