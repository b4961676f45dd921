import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import type { RegistryChange } from '@dienstweg/schemas/directory/changes.ts';
import { changeReader } from '@dienstweg/schemas/directory/read-change.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { CommandSpec } from '../args/command.ts';
import { connectOperator } from '../client/operator.ts';
import { DOCUMENT_LIMIT_BYTES, readInput } from '../client/read-input.ts';
import { signedChange } from '../up/load-sandbox.ts';

/** The change in a file: a whole one, `{puts, closes}`, or the `{entries}` of an export; what is missing is filled in. */
const completed = (text: string, by: string, reason: string): unknown => {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : 'This is no JSON.';
    throw new ProblemError(problem('registry-change-invalid', { detail }), { cause });
  }
  if (typeof document !== 'object' || document === null || Array.isArray(document))
    return { id: randomUUID(), by, reason, puts: document, closes: [] };
  const { entries, edition: _, ...rest } = document as Record<string, unknown>;
  return { id: randomUUID(), by, reason, puts: entries ?? [], closes: [], ...rest };
};

/** `registry import FILE`: a change as JSON, signed by this home's registrar and recorded as a whole or not at all. */
export const registryImport: CommandSpec = {
  arguments: [{ name: 'FILE', text: 'JSON: a change, {"puts":[…],"closes":[…]}, a list of entries, or an export' }],
  options: {
    by: { value: 'NAME', text: 'who asks for it (default the name of the account)' },
    reason: { value: 'TEXT', text: 'why; part of the history' },
  },
  run: async (input, { settings, language }) => {
    const text = readInput(input.argument(0) ?? '', DOCUMENT_LIMIT_BYTES).toString('utf8');
    const reason = input.text('reason') ?? 'imported';
    const document = completed(text, input.text('by') ?? userInfo().username, reason);
    const read = changeReader()(Buffer.from(JSON.stringify(document)), language);
    if (!read.ok) throw new ProblemError(problem('registry-change-invalid', { violations: read.violations, language }));
    const change: RegistryChange = read.change;
    const signed = signedChange(settings, change);
    await using operator = await connectOperator(settings);
    const { edition } = await operator.ask('registryChange', { change: signed }, 30_000);
    const value = { edition, id: change.id, puts: change.puts.length, closes: change.closes.length };
    return {
      value,
      text: `edition ${edition}: ${value.puts} entries put, ${value.closes} closed (change ${change.id})`,
    };
  },
};
