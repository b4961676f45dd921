/** Paths of the gateway's HTTP API, for the server and its clients alike. Templates are in OpenAPI's form. */
import type { DeliveryId, MessageId } from '../identifiers.ts';

/** Path templates, each once. */
export const PATHS = {
  messages: '/v1/messages',
  message: '/v1/messages/{id}',
  routingSlip: '/v1/messages/{id}/routing-slip',
  conversation: '/v1/conversations/{id}',
  events: '/v1/events',
  webhook: '/v1/webhook',
  mailbox: '/v1/mailbox',
  mailboxDelivery: '/v1/mailbox/{delivery}',
  deliveries: '/v1/deliveries',
  acceptance: '/v1/deliveries/{delivery}/acceptance',
  rejection: '/v1/deliveries/{delivery}/rejection',
  routes: '/v1/routes',
  routeSearch: '/v1/routes/search',
  services: '/v1/services',
  regions: '/v1/regions',
  messageTypes: '/v1/message-types',
  messageType: '/v1/message-types/{code}/{version}',
  validate: '/v1/message-types/{code}/{version}/validate',
  openData: '/open-data/{file}',
  openapi: '/openapi.json',
} as const;
export type PathTemplate = (typeof PATHS)[keyof typeof PATHS];

/** `GET`: status and history of a message. */
export const pathOfMessage = (id: MessageId): string => `/v1/messages/${id}`;
/** `GET`: the routing slip, XML. */
export const pathOfRoutingSlip = (id: MessageId): string => `/v1/messages/${id}/routing-slip`;
/** `GET`: joint status of what belongs together. */
export const pathOfConversation = (id: string): string => `/v1/conversations/${encodeURIComponent(id)}`;
/** `GET`: the octets of a delivery, cut for its reader. */
export const pathOfMailboxDelivery = (delivery: DeliveryId): string => `/v1/mailbox/${delivery}`;
/** `POST`: the reader's signed acceptance. */
export const pathOfAcceptance = (delivery: DeliveryId): string => `/v1/deliveries/${delivery}/acceptance`;
/** `POST`: the reader's signed rejection. */
export const pathOfRejection = (delivery: DeliveryId): string => `/v1/deliveries/${delivery}/rejection`;
/** `GET`: a message type. */
export const pathOfMessageType = (code: string, version: string): string =>
  `/v1/message-types/${encodeURIComponent(code)}/${encodeURIComponent(version)}`;
/** `POST`: a payload or a message held against a message type. */
export const pathOfValidation = (code: string, version: string): string =>
  `${pathOfMessageType(code, version)}/validate`;

/** Media types of requests and answers. */
export const MEDIA_TYPES = {
  xml: 'application/xml',
  textXml: 'text/xml',
  problem: 'application/problem+json',
  json: 'application/json',
  jose: 'application/jose',
  text: 'text/plain',
} as const;
