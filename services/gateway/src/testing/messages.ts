/** Signed messages of the sample flows, and what the streams hold, for the tests of this folder. */
import { randomUUID } from 'node:crypto';
import { signMessage } from '@dienstweg/certs/signature/sign.ts';
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import { readMessage } from '@dienstweg/infra/bus/read.ts';
import { STREAMS, type StreamName } from '@dienstweg/schemas/bus/streams.ts';
import { buildMessage, type HeaderDraft } from '@dienstweg/schemas/envelope/build.ts';
import type { DienstwegEvent } from '@dienstweg/schemas/events.ts';
import type { MessageId } from '@dienstweg/schemas/identifiers.ts';
import { findSandboxAuthority, sandboxAuthority } from '@dienstweg/schemas/sandbox/authorities.ts';
import type { SendStep } from '@dienstweg/schemas/sandbox/flow.ts';
import { findFlow } from '@dienstweg/schemas/sandbox/flows.ts';
import { fillSample, readSample } from '@dienstweg/schemas/sandbox/samples.ts';
import type { House } from './house.ts';

/** The message a flow begins with. */
export const stepOf = (flow: string): SendStep => {
  const step = findFlow(flow)?.steps[0];
  if (step?.does !== 'send') throw new Error(`flow ${flow} begins with no message`);
  return step;
};

/** What may differ from the sample. */
export interface Differently {
  readonly header?: Partial<HeaderDraft>;
  /** Name of the sandbox authority whose key signs. */
  readonly signedBy?: string;
  /** Name of the reader it is addressed to, and the payload's head made out to. */
  readonly to?: string;
}

/** The signed message of a step, with a new id. */
export const messageOf = (house: House, step: SendStep, { header = {}, signedBy, to }: Differently = {}): string => {
  const signer = signedBy ?? nameOf(step.signedBy ?? step.as);
  const { signing } = house.keysOf(signer);
  const reader = to === undefined ? undefined : sandboxAuthority(to).id;
  const reference = step.processReference.requester ?? '';
  const unsigned = buildMessage(
    {
      messageId: randomUUID() as MessageId,
      messageType: step.messageType,
      author: step.as,
      addressee: reader === undefined ? step.addressee : { by: 'reader', reader },
      distribution: step.distribution,
      processReference: step.processReference,
      createdAt: new Date().toISOString(),
      testMessage: step.testMessage,
      ...header,
    },
    step.parts.map((part) => ({
      id: part.id,
      role: part.role,
      mediaType: part.mediaType,
      octets:
        reader === undefined
          ? readSample(part)
          : fillSample(part, { author: header.author ?? step.as, reader, requester: reference, responder: reference }),
    })),
  );
  return signMessage(unsigned, {
    privateKeyPem: signing.privateKeyPem,
    certificateDer: signing.der,
    signingTime: new Date(),
  });
};

const nameOf = (id: string): string => {
  const found = findSandboxAuthority(id);
  if (found === undefined) throw new Error(`${id} is no sandbox authority`);
  return found.name;
};

/** Messages in a stream. */
export const countOf = async (bus: Bus, stream: StreamName): Promise<number> =>
  (await bus.jsm.streams.info(stream)).state.messages;

/** Every event recorded so far. */
export const eventsIn = async (bus: Bus): Promise<readonly DienstwegEvent[]> => {
  const { last_seq } = (await bus.jsm.streams.info(STREAMS.events)).state;
  const events: DienstwegEvent[] = [];
  for (let sequence = 1; sequence <= last_seq; sequence += 1) {
    const stored = await readMessage(bus, STREAMS.events, sequence);
    events.push(...(JSON.parse(new TextDecoder().decode(stored?.data)) as DienstwegEvent[]));
  }
  return events;
};
