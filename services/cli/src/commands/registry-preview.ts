import type { RegistryChange, RegistryEntry } from '@dienstweg/schemas/directory/changes.ts';
import { checkChange } from '@dienstweg/schemas/directory/check-change.ts';
import { dayOf } from '@dienstweg/schemas/directory/day.ts';
import type { RegistryFold } from '@dienstweg/schemas/directory/fold.ts';
import { type Preview, previewChange, previewDays } from '@dienstweg/schemas/directory/preview.ts';
import { canonicalText } from '@dienstweg/schemas/directory/tables/canonical.ts';
import { isClose } from '@dienstweg/schemas/directory/tables/read-table.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';
import type { CommandSpec, Input } from '../args/command.ts';
import { usageError } from '../args/parse.ts';
import { connectOperator } from '../client/operator.ts';
import { readFold } from '../registry/current.ts';
import { dayOption } from '../registry/day-option.ts';
import { Findings, filesOf, gather } from '../registry/gather.ts';
import { previewText, shownPreview } from '../registry/show-preview.ts';

type Entries = Pick<RegistryChange, 'puts' | 'closes'>;

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
const entriesOf = async (input: Input, fold: RegistryFold, language: Language): Promise<Entries | undefined> => {
  const sources = ['import', 'change', 'pending'].filter((name) => input.text(name) !== undefined);
  if (sources.length > 1) throw usageError(`--${sources.join(' and --')} exclude each other.`);
  const [file, pending] = [input.text('import') ?? input.text('change'), input.text('pending')];
  if (file !== undefined) return await fromFiles(file, fold, language);
  return pending === undefined ? undefined : pendingChange(fold, pending);
};

/** `registry preview`: what would be routed differently on a day, or after a change. Records nothing. */
export const registryPreview: CommandSpec = {
  options: {
    on: { value: 'DATE', text: 'on which day, compared with today; with a change: only on that day' },
    import: { value: 'FILE', text: 'after an import of this file or folder' },
    change: { value: 'FILE', text: 'after this change (JSON with "puts" and "closes")' },
    pending: { value: 'CHANGE', text: 'after the approval of this change' },
  },
  examples: ['dienstweg registry preview --on 2027-01-01', 'dienstweg registry preview --import responsibility.csv'],
  run: async (input, { settings, language }) => {
    const on = dayOption(input, 'on');
    const today = dayOf(new Date());
    if (on === undefined && !['import', 'change', 'pending'].some((name) => input.text(name) !== undefined))
      throw usageError('Say what is asked for: --on DATE, --import FILE, --change FILE or --pending CHANGE.');
    await using operator = await connectOperator(settings);
    const fold = await readFold(operator);
    const { directory } = fold;
    const { edition } = directory;
    const entries = await entriesOf(input, fold, language);
    let violations: readonly { readonly text: string; readonly remedy: string }[] = [];
    let preview: Preview;
    if (entries === undefined) preview = previewDays(directory, today, on ?? today);
    else {
      const change: RegistryChange = { id: 'preview', by: '-', reason: '-', ...entries };
      violations = checkChange(directory, change, { language, today });
      preview = previewChange(directory, change, { today, ...(on === undefined ? {} : { on }) });
    }
    const shown = await shownPreview(operator, preview);
    const value = { edition, today, ...(on === undefined ? {} : { on }), ...shown, violations };
    return {
      value,
      text: [
        previewText(shown),
        ...(violations.length === 0 ? [] : ['', 'It cannot be recorded so:']),
        ...violations.map((each) => `✗ ${each.text} — ${each.remedy}`),
      ].join('\n'),
    };
  },
};
