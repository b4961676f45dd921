/** What a sandbox authority answers, as data: the decision of its case-handling application. */
import type { AuthorityId, MessageId } from '../identifiers.ts';
import type { Addressee, MessageHeader, MessageTypeRef } from '../message.ts';
import { findSandboxAuthority } from './authorities.ts';
import type { SamplePart } from './flow.ts';
import type { HeadOfSample } from './samples.ts';
import { payload, pdf, type } from './writing-flows.ts';

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

/** What is sent in reply, and how the replying authority's own reference begins. */
interface Kind {
  readonly messageType: MessageTypeRef;
  readonly reference: string;
  readonly parts: readonly SamplePart[];
}

/** Category of a body that is heard → its own reference, and its statement. */
const STATEMENTS: Readonly<Record<string, readonly [reference: string, file: string]>> = {
  'county/fire-brigade': ['38-VB', 'brandschutz'],
  'county/nature-conservation': ['67-N', 'naturschutz'],
  'municipality/monument-protection': ['41-D', 'denkmalschutz'],
  'county/water-authority': ['66-W', 'wasserrecht'],
};

const statementOf = (reader: AuthorityId): Kind | undefined => {
  const [reference, file] = STATEMENTS[findSandboxAuthority(reader)?.category ?? ''] ?? [];
  if (reference === undefined) return undefined;
  const parts = [payload('core', `bauantrag.stellungnahme/1.0/samples/valid/${file}.xml`)];
  return { messageType: type('bauantrag.stellungnahme'), reference, parts };
};

/** Message type answered → type and parts of the answer. */
const ANSWERS: Readonly<Record<string, (reader: AuthorityId) => Kind | undefined>> = {
  'wohnsitz.rueckmeldung': () => ({
    messageType: type('wohnsitz.auswertung'),
    reference: '33-MB',
    parts: [payload('core', 'wohnsitz.auswertung/1.0/samples/valid/familie-fortgeschrieben.xml')],
  }),
  'meldebescheinigung.anfrage': () => ({
    messageType: type('meldebescheinigung.antwort'),
    reference: '33-MB',
    parts: [
      payload('core', 'meldebescheinigung.antwort/1.0/samples/valid/bescheinigt.xml'),
      {
        ...pdf('certificate', 'meldebescheinigung.antwort/1.0/samples/valid/meldebescheinigung.pdf'),
        fileName: 'Meldebescheinigung.pdf',
      },
    ],
  }),
  'bauantrag.beteiligung': statementOf,
  'wahlschein.antrag': () => ({
    messageType: type('wahlschein.antrag.bestaetigung'),
    reference: '12-W',
    parts: [payload('core', 'wahlschein.antrag.bestaetigung/1.0/samples/valid/erteilt.xml')],
  }),
  'kindergeld.nachweis.anfrage': () => ({
    messageType: type('kindergeld.nachweis.antwort'),
    reference: '34-PSt',
    parts: [
      payload('core', 'kindergeld.nachweis.antwort/1.0/samples/valid/nachgewiesen.xml'),
      pdf('certificate', 'kindergeld.nachweis.antwort/1.0/samples/valid/geburtsurkunde.pdf'),
    ],
  }),
  'akte.anbietung': () => ({
    messageType: type('akte.bewertung'),
    reference: 'LA-B',
    parts: [payload('core', 'akte.bewertung/1.0/samples/valid/bewertet.xml')],
  }),
};

/**
 * What `reader` answers to a message it got; `undefined` where messages of that type are not answered. The same for
 * the same message, so that a repeated delivery is not answered with other content.
 */
export const answerFor = (received: MessageHeader, reader: AuthorityId): Answer | undefined => {
  const answer = ANSWERS[received.messageType.code]?.(reader);
  if (answer === undefined) return undefined;
  const asker = received.replyTo ?? received.author;
  const requester = received.processReference.requester ?? received.messageId;
  const responder = `${answer.reference}/${received.messageId.slice(0, 8)}`;
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
