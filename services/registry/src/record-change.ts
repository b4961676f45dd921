/** The way of a change: who says so → is it one → was it here already → does it fit → recorded → known. */
import type { RegistryChangeVerdict } from '@dienstweg/certs/jws/registry-change.ts';
import type { Published } from '@dienstweg/infra/bus/publish.ts';
import type { RegistryChange } from '@dienstweg/schemas/directory/changes.ts';
import { checkChange } from '@dienstweg/schemas/directory/check-change.ts';
import { payloadSegment } from '@dienstweg/schemas/directory/decode.ts';
import type { Directory } from '@dienstweg/schemas/directory/directory.ts';
import type { ChangeRead } from '@dienstweg/schemas/directory/read-change.ts';
import type { ProblemCode } from '@dienstweg/schemas/problems/codes.ts';
import { type ProblemDetails, ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';
import { conflictText } from './texts.ts';

/** What recording needs from outside. */
export interface RecordNeeds {
  readonly directory: Directory;
  readonly verify: (jws: string, language: Language) => RegistryChangeVerdict;
  readonly read: (octets: Uint8Array, language: Language) => ChangeRead;
  /** Stores the change if `after` is the last edition. */
  readonly store: (jws: string, changeId: string, after: number) => Promise<Published>;
  /** The compact JWS recorded as an edition; `undefined` where there is none. */
  readonly stored: (edition: number) => Promise<string | undefined>;
  /** The last edition in the stream, known here or not. */
  readonly lastEdition: () => Promise<number>;
  /** Resolves when the edition is known here, or after some seconds. */
  readonly known: (edition: number) => Promise<unknown>;
}

const MOST_ATTEMPTS = 20;

/**
 * Records a signed change and resolves with its edition once this directory knows it; the same change again gives the
 * same edition. Throws ProblemError: a code of the signature, `registry-change-invalid` with everything that stands
 * against it, `registry-conflict` when its entries were changed since the edition it is based on (or since it came in),
 * `broker-unavailable`, `outcome-unknown`.
 */
export const changeRecorder =
  (needs: RecordNeeds) =>
  async ({ change: jws, language = 'en' }: { readonly change: string; readonly language?: Language }) => {
    const refuse = (code: ProblemCode, details: ProblemDetails = {}): never => {
      throw new ProblemError(problem(code, { language, ...details }));
    };
    const { directory } = needs;
    const signed = needs.verify(jws, language);
    if (!signed.ok) return refuse(signed.code, signed.text === undefined ? {} : { detail: signed.text });
    const read = needs.read(signed.payload, language);
    if (!read.ok) return refuse('registry-change-invalid', { violations: read.violations });
    const { change } = read;
    const basis = change.basedOn ?? directory.edition;
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
      const recorded = directory.editionOfChange(change.id);
      if (recorded !== undefined) return repeat(needs, jws, change.id, recorded, language);
      const changedSince = entriesChangedSince(directory, change, basis);
      if (changedSince.length > 0) {
        const values = { edition: basis, ids: changedSince.join(', ') };
        return refuse('registry-conflict', { detail: conflictText('changedSince', language, values) });
      }
      const violations = checkChange(directory, change, { language });
      if (violations.length > 0) return refuse('registry-change-invalid', { violations });
      const published = await needs.store(jws, change.id, directory.edition);
      if (published.ok) {
        await needs.known(published.sequence);
        return published.duplicate
          ? repeat(needs, jws, change.id, published.sequence, language)
          : { edition: published.sequence };
      }
      if (published.reason === 'outcome-unknown') return refuse('outcome-unknown');
      if (published.reason !== 'wrong-sequence') return refuse('broker-unavailable');
      await needs.known(await needs.lastEdition());
    }
    return refuse('registry-conflict', {
      detail: conflictText('alwaysLater', language, { edition: directory.edition }),
    });
  };

const entriesChangedSince = (directory: Directory, change: RegistryChange, basis: number): readonly string[] =>
  [...change.puts, ...change.closes].map(({ id }) => id).filter((id) => (directory.editionOfEntry(id) ?? 0) > basis);

/** The first answer again, if it is the same change: signed anew it differs, its content does not. */
const repeat = async (
  { stored }: RecordNeeds,
  jws: string,
  ids: string,
  edition: number,
  language: Language,
): Promise<{ readonly edition: number }> => {
  const first = await stored(edition);
  if (first !== undefined && payloadSegment(first) === payloadSegment(jws)) return { edition };
  throw new ProblemError(
    problem('registry-conflict', { language, detail: conflictText('idUsed', language, { edition, ids }) }),
  );
};
