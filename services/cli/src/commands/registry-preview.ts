import type { RegistryChange } from '@dienstweg/schemas/directory/change/changes.ts';
import { type Preview, previewChange, previewDays } from '@dienstweg/schemas/directory/change/preview.ts';
import { checkChange } from '@dienstweg/schemas/directory/check/check-change.ts';
import { dayOf } from '@dienstweg/schemas/directory/day.ts';
import type { CommandSpec } from '../args/command.ts';
import { usageError } from '../args/parse.ts';
import { connectOperator } from '../client/operator.ts';
import { entriesOf } from '../registry/asked-change.ts';
import { readFold } from '../registry/current.ts';
import { dayOption } from '../registry/day-option.ts';
import { previewText, shownPreview } from '../registry/show-preview.ts';

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
