/** A second registrar's word on a change that waits for it. */
import { isSameRegistrar, signedBy } from '@dienstweg/certs/jws/registry-change.ts';
import type { RecordedReply } from '@dienstweg/schemas/bus/requests.ts';
import type { RegistryDecision } from '@dienstweg/schemas/directory/change/changes.ts';
import type { PendingChange } from '@dienstweg/schemas/directory/fold/fold.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';
import { holdFit } from './hold-fit.ts';
import { type RecordNeeds, recordBehindLatest, refuse, repeated } from './record-steps.ts';
import { recordText } from './texts.ts';

/** A decision as it came in. */
export interface SignedDecision {
  readonly jws: string;
  readonly language: Language;
}

/**
 * Records an approval by somebody else than the proposer, if the change still fits; or a withdrawal, by anyone who may
 * change the registry. Throws as the recorder does.
 */
export const recordDecision = (
  needs: RecordNeeds,
  decision: RegistryDecision,
  { jws, language }: SignedDecision,
): Promise<RecordedReply> =>
  recordBehindLatest(needs, language, async () => {
    const there = await repeated(needs, decision, jws, language);
    if (there !== undefined) return { answer: there };
    const proposed = needs.fold.pending().find(({ change }) => change.id === decision.decides);
    if (proposed === undefined) return refuseUnproposed(needs, decision.decides, language);
    const after = needs.fold.directory.edition;
    if (decision.decision === 'approve') {
      await holdSecond(needs, decision, proposed, { jws, language });
      await holdFit(needs, proposed.change, proposed.edition, language);
    }
    return { jws, messageId: decision.id, after };
  });

const refuseUnproposed = ({ fold }: RecordNeeds, id: string, language: Language): never => {
  const standing = fold.standingOf(id);
  if (standing === undefined || standing.state === 'incomplete')
    return refuse('not-found', language, { detail: recordText('notProposed', language, { id }) });
  const { edition } = standing;
  return refuse('registry-conflict', language, { detail: recordText('decidedAlready', language, { id, edition }) });
};

/** Refuses whoever may be the proposer: by the key, by the certificate's subject, by the name in the record. */
const holdSecond = async (
  { stored }: RecordNeeds,
  { by }: RegistryDecision,
  { change, edition }: PendingChange,
  { jws, language }: SignedDecision,
): Promise<void> => {
  const proposal = await stored(edition);
  const [first, second] = [proposal === undefined ? undefined : signedBy(proposal), signedBy(jws)];
  if (first === undefined || second === undefined || isSameRegistrar(first, second))
    refuse('approval-refused', language, { detail: recordText('sameRegistrar', language, { by: change.by }) });
  if (plain(by) === plain(change.by))
    refuse('approval-refused', language, { detail: recordText('sameName', language, { by }) });
};

/** A name without what does not tell two people apart. */
const plain = (name: string): string => name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
