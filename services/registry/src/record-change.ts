/** The way of a record: who says so → what is it → was it here already → does it fit → recorded → known. */
import type { RecordedReply, RequestContract } from '@dienstweg/schemas/bus/requests.ts';
import type { RegistryChange } from '@dienstweg/schemas/directory/change/changes.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';
import { holdContent } from './contents/hold-content.ts';
import { holdFit } from './hold-fit.ts';
import { recordDecision } from './record-decision.ts';
import { CollectedParts, type PartLimits, type ReceivedPart } from './record-parts.ts';
import { recordSet } from './record-set.ts';
import { type RecordNeeds, recordBehindLatest, refuse, repeated } from './record-steps.ts';
import { recordText } from './texts.ts';
import { UnderWay, type UnderWayLimits } from './under-way.ts';

type Contract = RequestContract['registryChange'];

/** Records what registrars sign. */
export interface Recorder extends Disposable {
  /**
   * Records a signed change, a part of one, or a decision, and resolves with its edition once this directory knows it;
   * the same again gives the same answer. What takes long is answered `checking`, and goes on. Throws ProblemError: a code of the signature, `registry-change-invalid` with
   * everything that stands against it, `registry-conflict` when its entries were changed since the edition it is based
   * on (or since it came in), `approval-refused`, `not-found`, `too-large`, `broker-unavailable`, `outcome-unknown`.
   */
  record(request: Contract['request']): Promise<RecordedReply>;
}

/** Makes a recorder over one directory. */
export const changeRecorder = (
  needs: RecordNeeds,
  { parts, underWay: waiting }: { readonly parts?: PartLimits; readonly underWay?: UnderWayLimits } = {},
): Recorder => {
  const { directory } = needs.fold;
  const collected = new CollectedParts(parts);
  const underWay = new UnderWay(waiting);

  /** What is sent again while it is being recorded waits for that, and does not begin anew. */
  const once = (id: string, jws: string, record: () => Promise<RecordedReply>): Promise<RecordedReply> => {
    if (underWay.holds(id, jws)) return underWay.again(id);
    return underWay.isRunning(id) ? record() : underWay.begin(id, jws, record);
  };

  const recordPart = async (received: ReceivedPart, language: Language): Promise<RecordedReply> => {
    const { change, part, jws } = received;
    if (underWay.holds(change.id, jws)) return await underWay.again(change.id);
    const there = await repeated(needs, change, jws, language);
    if (there !== undefined) return there;
    if (underWay.isRunning(change.id)) {
      if (part.n < part.of) return { edition: 0, received: part.n };
      return refuse('registry-conflict', language, {
        detail: recordText('partOfAnother', language, { n: part.n, here: part.of }),
      });
    }
    const taken = collected.add(received, directory.edition, language);
    if ('here' in taken) return { edition: 0, received: taken.here };
    return await underWay.begin(change.id, jws, () => recordSet(needs, taken, language));
  };

  const recordWhole = async (
    change: RegistryChange,
    { jws, language, attached }: { jws: string; language: Language; attached: string | undefined },
  ): Promise<RecordedReply> => {
    const basis = change.basedOn ?? directory.edition;
    if (change.puts.some(({ kind }) => kind === 'message-type')) {
      const before = await repeated(needs, change, jws, language);
      if (before !== undefined) return before;
      // judging a content is work: what would not be recorded anyway is refused first
      await holdFit(needs, change, basis, language);
      await holdContent(needs.contents, change, attached, language);
    }
    return await recordBehindLatest(needs, language, async () => {
      const there = await repeated(needs, change, jws, language);
      if (there !== undefined) return { answer: there };
      const after = directory.edition;
      await holdFit(needs, change, basis, language);
      return { jws, messageId: change.id, after };
    });
  };

  return {
    record: async ({ change: jws, language = 'en', package: attached }) => {
      if (typeof jws !== 'string') return refuse('request-invalid', language, { detail: 'change: a compact JWS' });
      const signed = needs.verify(jws, language);
      if (!signed.ok) return refuse(signed.code, language, signed.text === undefined ? {} : { detail: signed.text });
      const read = needs.read(signed.payload, language);
      if (!read.ok) return refuse('registry-change-invalid', language, { violations: read.violations });
      const { record } = read;
      if ('decides' in record)
        return await once(record.id, jws, () => recordDecision(needs, record, { jws, language }));
      return record.part === undefined
        ? await once(record.id, jws, () => recordWhole(record, { jws, language, attached }))
        : await recordPart({ change: record, part: record.part, jws, registrar: signed.registrar }, language);
    },
    [Symbol.dispose]: () => {
      collected[Symbol.dispose]();
      underWay[Symbol.dispose]();
    },
  };
};
