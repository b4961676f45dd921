/**
 * Messages about a message: rejection, forwarding, transfer, no responsibility, status query and answer. From a
 * verified message to the header and payload of the one about it; pure. Its types stand in `message-types/`.
 */
import type { HeaderDraft, PartDraft } from '../envelope/build.ts';
import type { AuthorityId, MessageId } from '../identifiers.ts';
import type { MessageHeader, VerifiedMessage } from '../message.ts';
import { escapeAttribute, escapeText } from '../xml/escape.ts';
import type { PassedOn } from './forwarding.ts';

/** The states of a case that can be told. */
export const CASE_STATES = [
  'nicht-bekannt',
  'eingegangen',
  'in-bearbeitung',
  'wartet-auf-andere',
  'abgegeben',
  'entschieden',
  'abgeschlossen',
] as const;

/** Who found a message to be sent back. */
export const EXAMINERS = ['vermittlung', 'posteingang', 'fachverfahren', 'sachbearbeitung'] as const;

/** An authority with the name people know. */
export interface NamedAuthority {
  readonly id: AuthorityId;
  readonly name: string;
}

/** What is said about a message. Days are `YYYY-MM-DD`, times RFC 3339 with zone. */
export type Statement =
  | {
      readonly type: 'rueckweisung';
      readonly examiner: (typeof EXAMINERS)[number];
      /** Reason code of XÖV standards, e.g. `T080`. */
      readonly reason: string;
      readonly text: string;
      readonly findings?: readonly { readonly place?: string; readonly text: string }[];
    }
  | {
      readonly type: 'weiterleitung';
      readonly to: NamedAuthority;
      readonly text: string;
      readonly receivedAt: string;
      /** Bodies that passed it on before, the first one first. */
      readonly before: readonly PassedOn[];
    }
  | { readonly type: 'abgabe'; readonly to: NamedAuthority; readonly text: string }
  | { readonly type: 'nichtzustaendigkeit'; readonly text: string; readonly hint?: string }
  | {
      readonly type: 'statusanfrage';
      readonly to: NamedAuthority;
      readonly text?: string;
      readonly answerBy?: string;
    }
  | {
      readonly type: 'statusantwort';
      readonly state: (typeof CASE_STATES)[number];
      readonly since: string;
      readonly text: string;
      readonly next?: string;
    };

/** The message it is about. Read from what was verified only. */
export interface Original {
  readonly header: MessageHeader;
  readonly headerDigest: VerifiedMessage['headerDigest'];
  /** Octets of the whole document: sent along where the type has a part for them. */
  readonly octets?: Uint8Array;
}

/** Who says it, when, under which id. */
export interface Saying {
  readonly author: NamedAuthority;
  readonly messageId: MessageId;
  readonly at: Date;
  /** The author's own file reference. */
  readonly reference?: string;
}

/** The message to be signed by its author. */
export const messageAbout = (
  original: Original,
  statement: Statement,
  saying: Saying,
): { readonly header: HeaderDraft; readonly parts: readonly PartDraft[] } => {
  const { header } = original;
  const reader = readerOf(header, statement);
  return {
    header: {
      messageId: saying.messageId,
      messageType: { code: statement.type, version: '1.0' },
      author: saying.author.id,
      addressee: { by: 'reader', reader },
      distribution: [],
      inReplyTo: header.messageId,
      conversationId: header.conversationId ?? header.messageId,
      processReference: referencesOf(header, saying),
      createdAt: saying.at.toISOString(),
      testMessage: header.testMessage,
    },
    parts: [
      {
        id: 'core',
        role: 'payload',
        mediaType: 'application/xml',
        octets: payload(original, statement, saying, reader),
      },
      ...(original.octets !== undefined && (statement.type === 'weiterleitung' || statement.type === 'rueckweisung')
        ? [
            {
              id: 'original',
              role: 'attachment' as const,
              mediaType: 'application/xml',
              octets: original.octets,
              fileName: `${header.messageId}.xml`,
            },
          ]
        : []),
    ],
  };
};

/** Whoever is to read it: named, or the author of the message it is about, or whom that wants answers to go to. */
const readerOf = ({ author, replyTo }: MessageHeader, statement: Statement): AuthorityId =>
  statement.type === 'weiterleitung' || statement.type === 'statusanfrage' ? statement.to.id : (replyTo ?? author);

/** The asker's reference stays the requester's; ours is the responder's, unless it is our own message. */
const referencesOf = (
  { processReference, author }: MessageHeader,
  saying: Saying,
): MessageHeader['processReference'] =>
  saying.reference === undefined
    ? processReference
    : author === saying.author.id
      ? { ...processReference, requester: saying.reference }
      : { ...processReference, responder: saying.reference };

const payload = (original: Original, statement: Statement, saying: Saying, reader: AuthorityId): Uint8Array => {
  const { type } = statement;
  const xml = `<?xml version="1.0" encoding="UTF-8"?>
<t:${type} xmlns:t="urn:dienstweg:${type}:1" xmlns:b="urn:dienstweg:basis:1">
  <t:kopf>
    ${element('b:nachrichtentyp', type)}
    ${element('b:version', '1.0')}
    ${authority('b:autor', saying.author)}
    ${authority('b:leser', 'to' in statement && statement.to.id === reader ? statement.to : { id: reader, name: reader })}
    ${element('b:erstellt', saying.at.toISOString())}
    <b:verfahren produkt="${escapeAttribute('Dienstweg')}" hersteller="${escapeAttribute('Dienstweg')}" version="1.0"/>
  </t:kopf>
  <t:bezug>
    ${element('b:autor', original.header.author)}
    ${element('b:nachricht', original.header.messageId)}
    ${element('b:nachrichtentyp', original.header.messageType.code)}
    ${element('b:version', original.header.messageType.version)}
    ${element('b:kopfDigest', original.headerDigest)}
    ${optional('b:aktenzeichenAutor', original.header.processReference.requester)}
    ${optional('b:aktenzeichenLeser', original.header.processReference.responder)}
  </t:bezug>
  ${saidIn(statement, saying)}
</t:${type}>
`;
  return Buffer.from(xml.replace(/^\s*\n/gm, ''), 'utf8');
};

const saidIn = (statement: Statement, saying: Saying): string => {
  switch (statement.type) {
    case 'rueckweisung':
      return [
        element('t:pruefinstanz', statement.examiner),
        element('t:grund', statement.reason),
        element('t:erlaeuterung', statement.text),
        ...(statement.findings ?? []).map(
          ({ place, text }) => `<t:beanstandung>${optional('t:ort', place)}${element('t:text', text)}</t:beanstandung>`,
        ),
      ].join('\n  ');
    case 'weiterleitung':
      return [
        ...statement.before,
        {
          body: saying.author,
          receivedAt: statement.receivedAt,
          passedOnAt: saying.at.toISOString(),
          reason: statement.text,
        },
      ]
        .map(passedOn)
        .join('\n  ');
    case 'abgabe':
      return [
        authority('t:abgegebenAn', statement.to),
        element('t:abgegeben', saying.at.toISOString()),
        element('t:erlaeuterung', statement.text),
      ].join('\n  ');
    case 'nichtzustaendigkeit':
      return `${element('t:geprueft', statement.text)}\n  ${optional('t:hinweis', statement.hint)}`;
    case 'statusanfrage':
      return `${optional('t:anlass', statement.text)}\n  ${optional('t:antwortBis', statement.answerBy)}`;
    case 'statusantwort':
      return [
        element('t:stand', statement.state),
        element('t:seit', statement.since),
        element('t:auskunft', statement.text),
        optional('t:naechsterSchritt', statement.next),
      ].join('\n  ');
    default:
      return statement satisfies never;
  }
};

const passedOn = ({ body, receivedAt, passedOnAt, reason }: PassedOn): string =>
  `<t:weiterleitung>
    ${authority('b:stelle', body)}
    ${element('b:erhalten', receivedAt)}
    ${element('b:weitergeleitet', passedOnAt)}
    ${element('b:grund', reason)}
  </t:weiterleitung>`;

const element = (name: string, text: string): string => `<${name}>${escapeText(text)}</${name}>`;
const optional = (name: string, text: string | undefined): string => (text === undefined ? '' : element(name, text));
const authority = (tag: string, { id, name }: NamedAuthority): string =>
  `<${tag}>${element('b:kennung', id)}${element('b:name', name)}</${tag}>`;
