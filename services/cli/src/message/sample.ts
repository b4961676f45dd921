/** Ready messages of the sample flows. */
import { randomUUID } from 'node:crypto';
import type { HeaderDraft } from '@dienstweg/schemas/envelope/build.ts';
import type { MessageId } from '@dienstweg/schemas/identifiers.ts';
import { parseMessageId } from '@dienstweg/schemas/identifiers.ts';
import type { SampleFlow, SendStep } from '@dienstweg/schemas/sandbox/flow.ts';
import { SAMPLE_FLOWS } from '@dienstweg/schemas/sandbox/flows.ts';
import { readSample } from '@dienstweg/schemas/sandbox/samples.ts';
import { unknownWord } from '../args/parse.ts';
import type { Draft } from './draft.ts';

/** A new message id. */
export const newMessageId = (): MessageId => {
  const id = parseMessageId(randomUUID());
  if (id === undefined) throw new Error('randomUUID gave no UUID');
  return id;
};

/** The flow of a name. Throws `usage-error` with the name that was probably meant. */
export const flowNamed = (name: string): SampleFlow => {
  const flow = SAMPLE_FLOWS.find((each) => each.name === name);
  if (flow === undefined)
    throw unknownWord(
      'sample flow',
      name,
      SAMPLE_FLOWS.map((each) => each.name),
    );
  return flow;
};

/** The message that begins a flow. */
export const firstSend = (flow: SampleFlow): SendStep => {
  const step = flow.steps.find((each): each is SendStep => each.does === 'send');
  if (step === undefined) throw new Error(`flow ${flow.name} sends nothing`);
  return step;
};

/** What a step's message has of earlier ones. */
export type Links = Pick<HeaderDraft, 'inReplyTo' | 'conversationId'>;

/** The draft of a step's message, with a new id and the time of now; of a burst, the first. */
export const draftOfStep = (step: SendStep, now: Date, links: Links = {}): Draft => ({
  header: {
    messageId: newMessageId(),
    messageType: step.messageType,
    author: step.as,
    addressee: step.addressee,
    distribution: step.distribution,
    processReference: step.processReference,
    createdAt: now.toISOString(),
    ...links,
    ...(step.legalBasis === undefined ? {} : { legalBasis: step.legalBasis }),
    ...(step.applicantAssurance === undefined ? {} : { applicantAssurance: step.applicantAssurance }),
    testMessage: step.testMessage,
  },
  parts: step.parts.map((part) => ({
    id: part.id,
    role: part.role,
    mediaType: part.mediaType,
    octets: readSample(part),
    ...(part.fileName === undefined ? {} : { fileName: part.fileName }),
  })),
});

/** The drafts of a step's messages: one, or a burst of them, each with a reference of its own. */
export const draftsOfStep = (step: SendStep, now: Date, links: Links): readonly Draft[] => {
  const { burst, processReference } = step;
  if (burst === undefined) return [draftOfStep(step, now, links)];
  return Array.from({ length: burst.times }, (_none, n) => {
    const requester = `${processReference.requester ?? 'burst'}-${String(n + 1).padStart(6, '0')}`;
    const parts = burst.parts[n % burst.parts.length] ?? step.parts;
    return draftOfStep({ ...step, parts, processReference: { ...processReference, requester } }, now, links);
  });
};
