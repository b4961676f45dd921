/** A change that is asked about before it is recorded: from files, or one that waits for approval. */
import type { RegistryChange, RegistryEntry } from '@dienstweg/schemas/directory/change/changes.ts';
import type { RegistryFold } from '@dienstweg/schemas/directory/fold/fold.ts';
import { canonicalText } from '@dienstweg/schemas/directory/tables/canonical.ts';
import { isClose } from '@dienstweg/schemas/directory/tables/read-table.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';
import type { Input } from '../args/command.ts';
import { usageError } from '../args/parse.ts';
import { Findings, filesOf, gather } from './gather.ts';

/** What a change puts and closes. */
export type Entries = Pick<RegistryChange, 'puts' | 'closes'>;

/** What files would change. Throws ProblemError with everything that is wrong in them. */
const fromFiles = async (path: string, { directory }: RegistryFold, language: Language): Promise<Entries> => {
  const findings = new Findings(language);
  const puts: RegistryEntry[] = [];
  const closes: unknown[] = [];
  await gather(filesOf(path), {
    findings,
    onEntry: (entry, canonical) => {
      const there = directory.entry(entry.id);
      if (there === undefined || canonicalText(there) !== canonical) puts.push(entry);
    },
    onClose: (close) => closes.push(close),
  });
  findings.refuseIfAny();
  return { puts, closes: closes.filter(isClose) };
};

const pendingChange = (fold: RegistryFold, id: string): Entries => {
  const pending = fold.pending().find(({ change }) => change.id === id);
  if (pending === undefined)
    throw new ProblemError(problem('not-found', { detail: `No change ${id} waits for approval.` }));
  return pending.change;
};

/** The entries whose effect is asked for; `undefined`: only a day is. */
export const entriesOf = async (input: Input, fold: RegistryFold, language: Language): Promise<Entries | undefined> => {
  const sources = ['import', 'change', 'pending'].filter((name) => input.text(name) !== undefined);
  if (sources.length > 1) throw usageError(`--${sources.join(' and --')} exclude each other.`);
  const [file, pending] = [input.text('import') ?? input.text('change'), input.text('pending')];
  if (file !== undefined) return await fromFiles(file, fold, language);
  return pending === undefined ? undefined : pendingChange(fold, pending);
};
