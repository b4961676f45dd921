/** The questions an operator's pages ask, with values that are there, that are often and that are seldom. */
import type { RequestContract } from '@dienstweg/schemas/bus/requests.ts';
import { authorNo, keyNo, messageNo, readerNo, referenceNo, typeNo } from './material.ts';

type Question = Omit<RequestContract['trackingFind']['request'], 'limit'>;

const HOUR_MS = 3_600_000;

/** Filters of the message page by name; each is asked with another value every time. */
export const questionsFor = (messages: number, until: number): Readonly<Record<string, (time: number) => Question>> => {
  const some = (time: number): number => 1 + ((time * 7_919_317) % messages);
  const moment = (ms: number): string => new Date(ms).toISOString();
  const day = (time: number): { readonly since: string; readonly until: string } => {
    const from = until - (1 + (time % 29)) * 24 * HOUR_MS;
    return { since: moment(from), until: moment(from + 24 * HOUR_MS) };
  };
  return {
    'no filter': () => ({}),
    'no filter, counted': () => ({ count: true }),
    'page in the middle': (time) => ({ after: `d${some(time)}` }),
    'page before': (time) => ({ before: `d${some(time)}` }),
    'message id': (time) => ({ messageId: messageNo(some(time)) }),
    'search box': (time) => ({ search: referenceNo(some(time)) }),
    'search box, nothing': (time) => ({ search: `nothing ${time}` }),
    'case reference': (time) => ({ processReference: referenceNo(some(time)) }),
    conversation: (time) => ({ conversation: messageNo(some(time)) }),
    'business key': (time) => ({ businessKey: { name: 'vorgangsnummer', value: keyNo(some(time)) } }),
    'author, frequent': (time) => ({ author: authorNo(time % 3), count: true }),
    'author, seldom': (time) => ({ author: authorNo(700 + (time % 90)), count: true }),
    'reader, frequent': (time) => ({ reader: readerNo(time % 3) }),
    'reader, seldom, counted': (time) => ({ reader: readerNo(300 + (time % 90)), count: true }),
    'state handed-over': () => ({ state: 'handed-over', count: true }),
    'state waiting': () => ({ state: 'waiting', count: true }),
    'state dead-letter': () => ({ state: 'dead-letter', count: true }),
    'state delivering, none': () => ({ state: 'delivering', count: true }),
    'message type': (time) => ({ messageType: typeNo(time % 25), count: true }),
    'message type and version': (time) => ({ messageType: typeNo(time % 25), messageTypeVersion: '1.0' }),
    'problem code': () => ({ code: 'recipient-timeout', count: true }),
    'a day': day,
    'a day, counted': (time) => ({ ...day(time), count: true }),
    'an hour long ago': (time) => ({
      since: moment(until - (500 + (time % 100)) * HOUR_MS),
      until: moment(until - (499 + (time % 100)) * HOUR_MS),
    }),
    'test messages': () => ({ testMessage: true, count: true }),
    'case worker: own messages': (time) => ({ visibleTo: authorNo(time % 40) }),
    'case worker: own, dead letters': (time) => ({ visibleTo: authorNo(time % 40), state: 'dead-letter' }),
    'author, type, state, a day': (time) => ({
      author: authorNo(time % 20),
      messageType: typeNo(time % 10),
      state: 'handed-over',
      ...day(time),
      count: true,
    }),
    'frequent author and reader': (time) => ({ author: authorNo(time % 3), reader: readerNo(time % 3), count: true }),
    'frequent reader, dead letters, type': (time) => ({
      reader: readerNo(time % 3),
      state: 'dead-letter',
      messageType: typeNo(time % 5),
      count: true,
    }),
    'frequent, yet nothing fits all': (time) => ({
      author: authorNo(0),
      reader: readerNo(0),
      messageType: typeNo(0),
      state: 'accepted-by-reader',
      messageTypeVersion: '1.0',
      testMessage: true,
      until: moment(until - (28 * 24 + (time % 20)) * HOUR_MS),
    }),
    'frequent, and in nothing together': () => ({ state: 'handed-over', code: 'recipient-timeout', count: true }),
  };
};
