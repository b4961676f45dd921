import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Home } from '@dienstweg/infra/home.ts';
import type { InboxDelivery } from '@dienstweg/schemas/bus/requests.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';
import type { CommandSpec, Input } from '../args/command.ts';
import { usageError } from '../args/parse.ts';
import { decide } from '../client/decide.ts';
import { openExaminer } from '../client/examiner.ts';
import { type GatewayClient, gatewayClient } from '../client/gateway.ts';
import { deliveryIdFrom } from '../client/identifiers.ts';
import { authorityNamed } from '../client/keys.ts';
import { publishedTo } from '../client/published.ts';
import { table } from '../print/table.ts';
import { authorityText } from '../print/trace.ts';

/** Every delivery, over all pages. */
const allDeliveries = async (gateway: GatewayClient): Promise<readonly InboxDelivery[]> => {
  const all: InboxDelivery[] = [];
  let after: string | undefined;
  for (;;) {
    const page = await gateway.deliveries(after);
    all.push(...page.items);
    if (page.items.length === 0 || page.next === after) return all;
    after = page.next;
  }
};

const onlyOne = (input: Input): void => {
  const asked = ['fetch', 'accept', 'reject'].filter((name) => input.text(name) !== undefined);
  if (asked.length > 1) throw usageError(`--${asked.join(' and --')} cannot be done at once.`);
  if (input.text('out') !== undefined && !asked.includes('fetch')) throw usageError('--out goes with --fetch.');
  if (input.flag('as-json') && !asked.includes('fetch')) throw usageError('--as-json goes with --fetch.');
  if (asked.includes('reject') !== (input.text('reason') !== undefined))
    throw usageError('--reject DELIVERY and --reason CODE go together.');
  const code = input.text('reason');
  if (code !== undefined && !/^[^\s]{1,100}$/.test(code))
    throw usageError('--reason takes a code without blanks, e.g. T080; words to it go into --text.');
};

/** What a fetched message says, by part; only of one that is verified. Throws the problem of one that is not. */
const contentOf = (octets: Uint8Array, home: Home, language: Language) => {
  using examiner = openExaminer(home.trust.root, [], publishedTo(home));
  const examination = examiner.examine(octets, language);
  if (!examination.ok)
    throw new ProblemError(problem(examination.code, { violations: examination.violations, language }));
  const { header } = examination.message;
  return {
    messageId: header.messageId,
    messageType: header.messageType,
    author: header.author,
    view: Object.fromEntries(examiner.viewsOf(octets, examination.message)),
  };
};

/** `inbox --as AUTHORITY`: what was delivered to an authority, pushed or in its mailbox; fetch, accept, reject. */
export const inbox: CommandSpec = {
  options: {
    as: { value: 'AUTHORITY', text: 'the reader', required: true },
    fetch: { value: 'DELIVERY', text: 'the message, cut for this reader' },
    out: { value: 'FILE', text: 'where the fetched message goes (default stdout)' },
    'as-json': { text: 'with --fetch: verify it, and give its content as JSON, as the schema has it' },
    accept: { value: 'DELIVERY', text: 'accept, signed with the reader’s key' },
    reject: { value: 'DELIVERY', text: 'reject, signed with the reader’s key' },
    reason: { value: 'CODE', text: 'why, with --reject: a code agreed with the author, e.g. T080 (wrong reader)' },
    text: { value: 'TEXT', text: 'words to the reason' },
  },
  run: async (input, { settings, language }) => {
    onlyOne(input);
    const reader = authorityNamed(input.text('as') ?? '');
    await using gateway = gatewayClient(settings, reader, language);
    const [fetch, accept, reject] = [input.text('fetch'), input.text('accept'), input.text('reject')];
    if (fetch !== undefined) {
      const deliveryId = deliveryIdFrom(fetch);
      const octets = await gateway.fetch(deliveryId);
      const out = input.text('out');
      if (input.flag('as-json')) {
        const content = contentOf(octets, settings.home, language);
        const text = JSON.stringify(content.view, undefined, 2);
        if (out === undefined) return { value: { deliveryId, ...content }, text, isDocument: true };
        writeFileSync(resolve(out), `${text}\n`);
        return { value: { deliveryId, file: resolve(out), ...content }, text: resolve(out) };
      }
      if (out === undefined) {
        const message = Buffer.from(octets).toString('utf8');
        return { value: { deliveryId, sizeBytes: octets.length, message }, text: message.trimEnd(), isDocument: true };
      }
      const file = resolve(out);
      writeFileSync(file, octets);
      return { value: { deliveryId, file, sizeBytes: octets.length }, text: `${file} (${octets.length} octets)` };
    }
    if (accept !== undefined || reject !== undefined) {
      const reason = input.text('reason');
      const words = input.text('text');
      const answer = await decide(settings.home, gateway, {
        reader,
        deliveryId: deliveryIdFrom(accept ?? reject ?? ''),
        ...(reason === undefined
          ? {}
          : { rejection: { code: reason, ...(words === undefined ? {} : { text: words }) } }),
      });
      const was = answer.repeated === true ? 'was already' : 'is';
      return { value: answer, text: `${answer.deliveryId} ${was} ${answer.state}` };
    }
    const deliveries = await allDeliveries(gateway);
    const rows = deliveries.map((each) => [
      each.deliveryId,
      each.state,
      `${each.messageType.code} ${each.messageType.version}`,
      authorityText(each.author),
      each.parts.map(({ id, present }) => (present ? id : `(${id})`)).join(' '),
      each.acceptedAt,
    ]);
    return {
      value: { deliveries },
      text: table(['DELIVERY', 'STATE', 'TYPE', 'AUTHOR', 'PARTS', 'ACCEPTED'], rows, 'Nothing was delivered.'),
    };
  },
};
