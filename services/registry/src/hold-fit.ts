/** Whether a whole change fits what is known now: nobody else changed its entries, and nothing stands against it. */
import type { RegistryChange } from '@dienstweg/schemas/directory/change/changes.ts';
import type { Directory } from '@dienstweg/schemas/directory/directory.ts';
import { type Violation, violation } from '@dienstweg/schemas/problems/problem.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';
import { type RecordNeeds, refuse } from './record-steps.ts';
import { distinctRegistrars } from './registrars.ts';
import { changedText, recordText } from './texts.ts';

/** Refuses a whole change that does not fit what is known now. */
export const holdFit = async (
  needs: RecordNeeds,
  change: RegistryChange,
  basis: number,
  language: Language,
): Promise<void> => {
  const { directory } = needs.fold;
  holdAgainst(directory, change, basis, language);
  holdChecked(
    [...(await needs.check(directory, change, language)), ...aloneUnderRule(needs, change, language)],
    language,
  );
};

/** A rule of four eyes with two eyes there could never be met, nor dropped. */
const aloneUnderRule = (needs: RecordNeeds, change: RegistryChange, language: Language) =>
  change.puts.some(({ kind }) => kind === 'approval-rule') && distinctRegistrars(needs.registrars()) < 2
    ? [
        violation('registry-change-invalid', recordText('noSecondRegistrar', language), {
          language,
          remedy: recordText('noSecondRegistrarRemedy', language),
        }),
      ]
    : [];

/** Refuses a change of entries that somebody changed since the edition `basis`, saying which, who, when and why. */
const holdAgainst = (directory: Directory, change: RegistryChange, basis: number, language: Language): void => {
  const since = [...change.puts, ...change.closes].flatMap(({ id }) => {
    const edition = directory.editionOfEntry(id) ?? 0;
    return edition > basis ? [{ id, edition: directory.editions.of(edition) }] : [];
  });
  if (since.length > 0) refuse('registry-conflict', language, { detail: changedText(since, basis, language) });
};

/** So many violations are told; a reply has its limit. */
const MOST_VIOLATIONS = 2_000;

/** Refuses a change against which anything stands. */
const holdChecked = (violations: readonly Violation[], language: Language): void => {
  if (violations.length === 0) return;
  const more = violations.length - MOST_VIOLATIONS;
  const told = violations.slice(0, MOST_VIOLATIONS);
  refuse('registry-change-invalid', language, {
    violations:
      more > 0
        ? [
            ...told,
            violation('registry-change-invalid', recordText('moreViolations', language, { count: more }), { language }),
          ]
        : told,
  });
};
