/** A change made here: looked at, or signed and recorded. The same order twice is recorded once. */
import type { RecordedReply } from '@dienstweg/schemas/bus/requests.ts';
import { kindsToApprove } from '@dienstweg/schemas/directory/change/approval.ts';
import { changeIdOf } from '@dienstweg/schemas/directory/change/change-id.ts';
import type { RegistryChange } from '@dienstweg/schemas/directory/change/changes.ts';
import { previewChange } from '@dienstweg/schemas/directory/change/preview.ts';
import { checkChange } from '@dienstweg/schemas/directory/check/check-change.ts';
import { dayOf } from '@dienstweg/schemas/directory/day.ts';
import type { RegistryFold } from '@dienstweg/schemas/directory/fold/fold.ts';
import type { Cli, Outcome } from '../args/command.ts';
import type { Operator } from '../client/operator.ts';
import { typesOfBroker } from '../message-type/broker-types.ts';
import { shippedManifests } from '../message-type/registered.ts';
import type { Signing } from './registrar.ts';
import { sendChange } from './send-change.ts';
import { previewText, shownPreview } from './show-preview.ts';
import { openSpool } from './spool.ts';
import { namesTypes, unknownTypes } from './unknown-types.ts';

/** What is to be changed, and why. */
export interface Order {
  readonly puts: RegistryChange['puts'];
  readonly closes: RegistryChange['closes'];
  readonly reason: string;
  readonly confirms: readonly string[];
}

/** What it is carried out with. `fold` is the caller's own: a preview is laid into it. */
export interface ProposeNeeds {
  readonly cli: Cli;
  readonly operator: Operator;
  readonly fold: RegistryFold;
  readonly signing: Signing;
}

/**
 * The change of an order, based on the last edition of its entries that the fold knows. Its id tells this order at this state of its entries: repeated
 * before they change it is the same change, later another one.
 */
export const changeOf = ({ fold: { directory }, signing: { by } }: ProposeNeeds, order: Order): RegistryChange => {
  const { puts, closes, reason, confirms } = order;
  const states = [...puts, ...closes].map(({ id }) => directory.editionOfEntry(id) ?? 0);
  return {
    id: changeIdOf([by, reason, puts, closes, confirms, states]),
    by,
    reason,
    // whatever changes one of its entries from here on is recorded later than the last that did
    basedOn: Math.max(0, ...states),
    ...(confirms.length === 0 ? {} : { confirms }),
    puts,
    closes,
  };
};

/** Signs and sends a change, in parts where it is large. */
export const recordOrder = async (needs: ProposeNeeds, change: RegistryChange): Promise<RecordedReply> => {
  const { cli, operator, signing } = needs;
  const { puts, closes, ...head } = change;
  using spool = openSpool();
  for (const entry of puts) spool.put(JSON.stringify(entry));
  for (const close of closes) spool.close(close);
  return await sendChange(
    {
      operator,
      sign: signing.sign,
      language: cli.language,
      onPart: (received, of) => cli.tell(`part ${received}/${of}`),
    },
    head,
    spool.parts(),
  );
};

const warningsOf = (fold: RegistryFold, puts: RegistryChange['puts']): readonly string[] =>
  puts.some(namesTypes) ? unknownTypes(puts, typesOfBroker(fold, shippedManifests(), new Date())) : [];

const warned = (warnings: readonly string[]) => (warnings.length === 0 ? {} : { warnings });

/** Says what stands against a change and what it would route differently; records nothing. */
export const tryOrder = async ({ cli, operator, fold }: ProposeNeeds, change: RegistryChange): Promise<Outcome> => {
  const { directory } = fold;
  const today = dayOf(new Date());
  const violations = checkChange(directory, change, { language: cli.language, today });
  const needsApproval = kindsToApprove(directory, change, today);
  const { edition } = directory;
  const preview = await shownPreview(operator, previewChange(directory, change, { today }));
  const { puts, closes } = change;
  const warnings = warningsOf(fold, puts);
  const value = {
    dryRun: true,
    ok: violations.length === 0,
    edition,
    puts,
    closes,
    violations,
    needsApproval,
    ...warned(warnings),
    preview,
  };
  const text = [
    `${puts.length} entries would be put, ${closes.length} closed, on top of edition ${edition}. Nothing was recorded.`,
    ...violations.map((each) => `✗ ${each.text} — ${each.remedy}`),
    ...(needsApproval.length === 0 ? [] : [`It would wait for a second registrar (${needsApproval.join(', ')}).`]),
    ...warnings.map((each) => `warning: ${each}`),
    '',
    previewText(preview),
  ].join('\n');
  return { value, text, ...(violations.length === 0 ? {} : { exitCode: 1 as const }) };
};

/** So many are named one by one. */
const FEW_ENTRIES = 5;

/** Tries an order or records it, and says what became of it. */
export const carryOut = async (needs: ProposeNeeds, order: Order, dryRun: boolean): Promise<Outcome> => {
  const change = changeOf(needs, order);
  if (dryRun) return await tryOrder(needs, change);
  const warnings = warningsOf(needs.fold, change.puts);
  const reply = await recordOrder(needs, change);
  const value = {
    edition: reply.edition,
    ...(reply.pending === true ? { pending: true } : {}),
    id: change.id,
    puts: change.puts.length,
    closes: change.closes.length,
    entries: [...change.puts, ...change.closes].slice(0, 1000).map(({ id }) => id),
    ...warned(warnings),
  };
  const few = value.entries.length <= FEW_ENTRIES ? `: ${value.entries.join(', ')}` : '';
  const done = `edition ${reply.edition}: ${value.puts} entries put, ${value.closes} closed (change ${change.id})${few}`;
  const lines = [done, ...(reply.pending === true ? [waitingText(change.id)] : [])];
  return { value, text: [...lines, ...warnings.map((each) => `warning: ${each}`)].join('\n') };
};

/** What is to be done about a change that waits. */
export const waitingText = (id: string): string =>
  `It waits for a second registrar: dienstweg registry approve ${id} --reason TEXT --registrar NAME`;
