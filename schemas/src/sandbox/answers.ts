/** What a sandbox authority answers, as data: the decision of its case-handling application. */
import type { AuthorityId, MessageId } from '../identifiers.ts';
import type { Addressee, MessageHeader, MessageTypeRef } from '../message.ts';
import type { SamplePart } from './flow.ts';
import type { HeadOfSample } from './samples.ts';

/** A reply to be built and signed by the reader of the message it answers. */
export interface Answer {
  readonly author: AuthorityId;
  readonly messageType: MessageTypeRef;
  readonly addressee: Addressee;
  readonly inReplyTo: MessageId;
  readonly conversationId: string;
  /** Both references: the asker's, and our own. */
  readonly processReference: { readonly requester: string; readonly responder: string };
  readonly testMessage: boolean;
  readonly parts: readonly SamplePart[];
  /** What `fillSample` is to write into the head of each payload. */
  readonly head: HeadOfSample;
}

/** Message type answered → type and parts of the answer. */
const ANSWERS: Readonly<
  Record<string, { readonly messageType: MessageTypeRef; readonly parts: readonly SamplePart[] }>
> = {
  'wohnsitz.rueckmeldung': {
    messageType: { code: 'wohnsitz.auswertung', version: '1.0' },
    parts: [
      {
        id: 'core',
        role: 'payload',
        mediaType: 'application/xml',
        file: 'wohnsitz.auswertung/1.0/samples/valid/familie-fortgeschrieben.xml',
      },
    ],
  },
  'meldebescheinigung.anfrage': {
    messageType: { code: 'meldebescheinigung.antwort', version: '1.0' },
    parts: [
      {
        id: 'core',
        role: 'payload',
        mediaType: 'application/xml',
        file: 'meldebescheinigung.antwort/1.0/samples/valid/bescheinigt.xml',
      },
      {
        id: 'certificate',
        role: 'attachment',
        mediaType: 'application/pdf',
        file: 'meldebescheinigung.antwort/1.0/samples/valid/meldebescheinigung.pdf',
        fileName: 'Meldebescheinigung.pdf',
      },
    ],
  },
};

/**
 * What `reader` answers to a message it got; `undefined` where messages of that type are not answered. The same for
 * the same message, so that a repeated delivery is not answered with other content.
 */
export const answerFor = (received: MessageHeader, reader: AuthorityId): Answer | undefined => {
  const answer = ANSWERS[received.messageType.code];
  if (answer === undefined) return undefined;
  const asker = received.replyTo ?? received.author;
  const requester = received.processReference.requester ?? received.messageId;
  const responder = `33-MB/${received.messageId.slice(0, 8)}`;
  return {
    author: reader,
    messageType: answer.messageType,
    addressee: { by: 'reader', reader: asker },
    inReplyTo: received.messageId,
    conversationId: received.conversationId ?? received.messageId,
    processReference: { requester, responder },
    testMessage: received.testMessage,
    parts: answer.parts,
    head: { author: reader, reader: asker, requester, responder },
  };
};
