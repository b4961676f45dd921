/**
 * Whether what stands in a stream has what the view needs of it. Whoever holds the key of a service can write anything:
 * one entry that nobody can take in must not stop everything behind it.
 */
import type { AcceptedRecord } from '@dienstweg/schemas/accepted.ts';
import type { DienstwegEvent } from '@dienstweg/schemas/events.ts';
import { isDeliveryEvent } from './advance.ts';

type Members = Readonly<Record<string, unknown>>;

const isMembers = (value: unknown): value is Members => typeof value === 'object' && value !== null;
const areTexts = (members: Members, names: readonly string[]): boolean =>
  names.every((name) => typeof members[name] === 'string');
const areTextsOrAbsent = (members: Members, names: readonly string[]): boolean =>
  names.every((name) => members[name] === undefined || typeof members[name] === 'string');

const isReader = (value: unknown): boolean =>
  isMembers(value) && areTexts(value, ['deliveryId', 'authority', 'role']) && Array.isArray(value.parts);
const isRole = (value: unknown): boolean =>
  isMembers(value) && areTexts(value, ['deliveryId', 'role']) && Array.isArray(value.parts);
const isKey = (value: unknown): boolean => isMembers(value) && areTexts(value, ['name', 'value']);

/** Of a message. */
export const isSoundRecord = (value: unknown): value is AcceptedRecord => {
  if (!isMembers(value) || !areTexts(value, ['acceptedAt', 'author', 'sender', 'messageId'])) return false;
  const { messageType, route, processReference, parts, businessKeys = [] } = value;
  if (!isMembers(messageType) || !areTexts(messageType, ['code', 'version'])) return false;
  if (!isMembers(processReference) || !areTextsOrAbsent(processReference, ['requester', 'responder'])) return false;
  if (!areTextsOrAbsent(value, ['conversationId', 'inReplyTo', 'service', 'region'])) return false;
  if (!Array.isArray(parts) || !parts.every(isMembers)) return false;
  if (!Array.isArray(businessKeys) || !businessKeys.every(isKey)) return false;
  if (!isMembers(route) || !Array.isArray(route.readers) || !route.readers.every(isReader)) return false;
  const { clearing = [] } = route;
  return Array.isArray(clearing) && clearing.every(isRole);
};

/** Of an event. One of a kind that is not known here is sound: it is passed over later. */
export const isSoundEvent = (event: DienstwegEvent): boolean => {
  const members: Members = { ...event };
  if (!areTexts(members, ['id', 'node'])) return false;
  if ('by' in members && !areTextsOrAbsent(members, ['by', 'reason'])) return false;
  if (event.type === 'message-refused') {
    const { claimed = {} } = members;
    return (
      areTexts(members, ['code']) &&
      areTextsOrAbsent(members, ['peer']) &&
      isMembers(claimed) &&
      areTextsOrAbsent(claimed, ['author', 'messageId'])
    );
  }
  if (!isDeliveryEvent(event)) return true;
  if (!areTexts(members, ['deliveryId', 'messageId', 'author', 'reader'])) return false;
  if (!areTextsOrAbsent(members, ['code', 'receipt', 'reasonCode', 'nextAttemptAt', 'by', 'reason'])) return false;
  return event.type !== 'assigned' || isReader(members.to);
};
