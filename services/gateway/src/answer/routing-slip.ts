/**
 * The routing slip: all events of a message as one XML document for the file, in the shape of XTA's TransportReport
 * (MessageMetaData, ReportTime, XTAServerIdentity, MessageStatus with its three lists, AdditionalReports), in a
 * namespace of our own.
 */
import type { MessageTrace, TracedEvent } from '@dienstweg/schemas/bus/requests.ts';
import type { MessageState } from '@dienstweg/schemas/delivery/state.ts';
import { type AuthorityId, schemeAndValue } from '@dienstweg/schemas/identifiers.ts';
import { issuerNode } from '@dienstweg/schemas/receipt/claims.ts';
import { asXmlText } from '@dienstweg/schemas/xml/escape.ts';
import { create } from 'xmlbuilder2';

export const ROUTING_SLIP_NAMESPACE = 'urn:dienstweg:routing-slip:1';

/** XTA: 0 open, 1 green, 2 yellow, 3 red. */
const STATUS: Readonly<Record<MessageState, 0 | 1 | 2 | 3>> = {
  accepted: 0,
  delivering: 0,
  'in-mailbox': 0,
  waiting: 2,
  'handed-over': 1,
  'accepted-by-reader': 1,
  'rejected-by-reader': 2,
  'dead-letter': 3,
  expired: 3,
  refused: 3,
};

type Weight = 'ErrorList' | 'WarnList' | 'InfoList';

const WEIGHT: Readonly<Record<TracedEvent['type'], Weight>> = {
  'message-accepted': 'InfoList',
  'message-refused': 'ErrorList',
  'attempt-failed': 'WarnList',
  'delivery-held': 'WarnList',
  'laid-into-mailbox': 'InfoList',
  'handed-over': 'InfoList',
  'accepted-by-reader': 'InfoList',
  'rejected-by-reader': 'WarnList',
  'dead-lettered': 'ErrorList',
  replayed: 'InfoList',
  'laid-into-clearing': 'WarnList',
  assigned: 'InfoList',
  returned: 'ErrorList',
  'mailbox-reminder': 'WarnList',
  'mailbox-escalated': 'WarnList',
  'deadline-at-risk': 'WarnList',
  'deadline-missed': 'ErrorList',
  'answer-overdue': 'ErrorList',
  expired: 'ErrorList',
};

const identifier = (id: AuthorityId) => {
  const { scheme, value } = schemeAndValue(id);
  return { '@scheme': scheme, '@value': value };
};

const entry = ({ at, type, reader, deliveryId, code, reasonCode, attempt }: TracedEvent) => ({
  Timestamp: at,
  Code: type,
  ...(reader === undefined ? {} : { Reader: identifier(reader) }),
  ...(deliveryId === undefined ? {} : { Delivery: deliveryId }),
  ...(attempt === undefined ? {} : { Attempt: attempt }),
  ...((code ?? reasonCode) === undefined ? {} : { Reason: asXmlText(code ?? reasonCode ?? '') }),
});

const listOf = (events: readonly TracedEvent[], weight: Weight) => {
  const entries = events.filter(({ type }) => WEIGHT[type] === weight).map(entry);
  return entries.length === 0 ? {} : { [weight]: { Entry: entries } };
};

const receiptsOf = (events: readonly TracedEvent[]) =>
  events.flatMap(({ type, receipt, deliveryId }) =>
    receipt === undefined
      ? []
      : [{ '@event': type, ...(deliveryId === undefined ? {} : { '@delivery': deliveryId }), '#': receipt }],
  );

/** The document as text. */
export const routingSlip = (trace: MessageTrace, node: string, at: Date): string => {
  const { requester, responder } = trace.processReference;
  const receipts = receiptsOf(trace.events);
  return create(
    { version: '1.0', encoding: 'UTF-8' },
    {
      TransportReport: {
        '@xmlns': ROUTING_SLIP_NAMESPACE,
        MessageMetaData: {
          DeliveryAttributes: { InitialSend: trace.acceptedAt },
          Originators: { Author: identifier(trace.author), Sender: identifier(trace.sender) },
          Destinations: {
            Reader: trace.deliveries.map(({ reader, role, parts, deliveryId, state }) => ({
              ...identifier(reader),
              '@role': role,
              '@parts': parts.join(' '),
              '@delivery': deliveryId,
              '@state': state,
            })),
          },
          MsgIdentification: {
            MessageID: `urn:uuid:${trace.messageId}`,
            ...(trace.inReplyTo === undefined ? {} : { 'In-Reply-To': `urn:uuid:${trace.inReplyTo}` }),
            ...(trace.conversationId === undefined ? {} : { ConversationId: trace.conversationId }),
            ProcessRef: {
              ...(requester === undefined ? {} : { Requester: requester }),
              ...(responder === undefined ? {} : { Responder: responder }),
            },
          },
          MessageType: { '@code': trace.messageType.code, '@version': trace.messageType.version },
          TestMessage: trace.testMessage,
          MsgSize: trace.sizeBytes,
        },
        ReportTime: at.toISOString(),
        XTAServerIdentity: issuerNode(node),
        MessageStatus: {
          Status: STATUS[trace.state],
          ...listOf(trace.events, 'ErrorList'),
          ...listOf(trace.events, 'WarnList'),
          ...listOf(trace.events, 'InfoList'),
        },
        ...(receipts.length === 0 ? {} : { AdditionalReports: { Receipt: receipts } }),
      },
    },
  ).end({ prettyPrint: true });
};
