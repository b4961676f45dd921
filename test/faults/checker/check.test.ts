import type { DienstwegEvent } from '@dienstweg/schemas/events.ts';
import { describe, expect, test } from '@jest/globals';
import { check, type ViolationKind } from './check.ts';
import type { Arrival, History, StoredAcceptance, Submission } from './history.ts';

const reader = 'dvdv:tst:992000000001';
const submission: Submission = {
  author: 'dvdv:tst:991000000001',
  messageId: 'm1',
  reader,
  octetsDigest: 'd1',
  conversationId: 'c',
  tries: [{ end: 'accepted', receiptDigest: 'r1', repeated: false }],
  beganMs: 0,
  endedMs: 1,
};
const message: StoredAcceptance = {
  sequence: 1,
  author: submission.author,
  messageId: 'm1',
  octetsDigest: 'd1',
  readers: [{ authority: reader, deliveryId: 'x1' }],
  receiptDigest: 'r1',
  conversationId: 'c',
};
const arrival: Arrival = { reader, deliveryId: 'x1', octetsDigest: 'd1', atMs: 2, effect: true, by: 'push' };
const told = (type: 'handed-over' | 'dead-lettered' | 'replayed', deliveryId = 'x1'): DienstwegEvent =>
  ({ type, deliveryId }) as DienstwegEvent;
const entry = (state: 'waiting' | 'dead-letter', deliveryId = 'x1'): History['entries'][number] =>
  ({ deliveryId, standing: { state } }) as History['entries'][number];

const good: History = {
  submissions: [submission],
  arrivals: [arrival],
  messages: [message],
  events: [told('handed-over')],
  entries: [],
  receipts: [{ of: 'm1', ok: true }],
  witnesses: [{ stream: 'EVENTS', sequence: 1, before: 'h', after: 'h' }],
  changes: [{ id: 'u', recorded: 1 }],
  ordered: true,
};
const kindsOf = (history: History): readonly ViolationKind[] => check(history).violations.map(({ kind }) => kind);
const tried = (...tries: Submission['tries']): readonly Submission[] => [{ ...submission, tries }];

describe('the checker', () => {
  test('finds nothing where everything accepted took effect once', () => {
    expect(check(good)).toMatchObject({ accepted: 1, handedOver: 1, deadLetters: 0, violations: [] });
  });

  test('finds nothing in a dead letter with its reason, also where the reader had it all the same', () => {
    const dead = { ...good, arrivals: [], events: [told('dead-lettered')], entries: [entry('dead-letter')] };
    expect(check(dead)).toMatchObject({ handedOver: 0, deadLetters: 1, violations: [] });
    expect(kindsOf({ ...dead, arrivals: [arrival] })).toEqual([]);
  });

  test('finds nothing in a repeated push that took no effect, and counts it', () => {
    const again = { ...good, arrivals: [arrival, { ...arrival, effect: false }] };
    expect(check(again)).toMatchObject({ repeatedPushes: 1, violations: [] });
  });

  test('counts an unknown outcome that a repetition settled', () => {
    const again = tried({ end: 'unknown' }, { end: 'accepted', receiptDigest: 'r1', repeated: true });
    expect(check({ ...good, submissions: again })).toMatchObject({ unknownResolved: 1, violations: [] });
  });

  test.each<readonly [string, ViolationKind, Partial<History>]>([
    ['accepted, not stored', 'lost', { messages: [], arrivals: [], events: [] }],
    ['stored, never arrived, nothing waits', 'lost', { arrivals: [], events: [] }],
    ['still waiting after the drain', 'lost', { arrivals: [], events: [], entries: [entry('waiting')] }],
    ['two effects', 'doubled', { arrivals: [arrival, arrival] }],
    ['stored twice', 'doubled', { messages: [message, { ...message, sequence: 2 }] }],
    ['arrived, never stored', 'unexpected', { arrivals: [arrival, { ...arrival, deliveryId: 'x9' }] }],
    [
      'stored, never handed in',
      'unexpected',
      { messages: [message, { ...message, sequence: 2, messageId: 'm9', readers: [] }] },
    ],
    ['stored with other octets', 'unexpected', { messages: [{ ...message, octetsDigest: 'd9' }] }],
    ['to another authority', 'misdelivered', { arrivals: [{ ...arrival, reader: 'dvdv:tst:992000000002' }] }],
    ['with other octets', 'misdelivered', { arrivals: [{ ...arrival, octetsDigest: 'd9' }] }],
    ['a receipt that does not hold', 'unverifiable', { receipts: [{ of: 'm1', ok: false }] }],
    ['a receipt that is not the stored one', 'unverifiable', { messages: [{ ...message, receiptDigest: 'r9' }] }],
    [
      'two receipts',
      'contradiction',
      {
        submissions: tried(
          { end: 'accepted', receiptDigest: 'r1', repeated: false },
          { end: 'accepted', receiptDigest: 'r2', repeated: true },
        ),
      },
    ],
    [
      'refused and stored',
      'contradiction',
      { submissions: tried({ end: 'unknown' }, { end: 'refused', code: 'schema-violation' }) },
    ],
    [
      'other octets under a used id accepted',
      'contradiction',
      { submissions: [submission, { ...submission, octetsDigest: 'd2', isReuse: true }] },
    ],
    ['no outcome', 'unresolved', { submissions: tried({ end: 'unknown' }) }],
    [
      'a refusal without record',
      'unaudited',
      {
        submissions: [
          submission,
          { ...submission, messageId: 'm2', octetsDigest: 'd2', tries: [{ end: 'refused', code: 'schema-violation' }] },
        ],
      },
    ],
    ['handed over, never arrived', 'inconsistent', { arrivals: [], entries: [entry('dead-letter')] }],
    ['arrived, not told', 'inconsistent', { events: [] }],
    ['dead after handed over', 'inconsistent', { events: [told('handed-over'), told('dead-lettered')] }],
    ['told of nothing', 'inconsistent', { events: [...good.events, told('handed-over', 'x9')] }],
    ['changed log', 'rewritten', { witnesses: [{ stream: 'EVENTS', sequence: 1, before: 'h', after: 'i' }] }],
    ['cut log', 'rewritten', { witnesses: [{ stream: 'EVENTS', sequence: 1, before: 'h', after: undefined }] }],
    ['forgotten change', 'lost', { changes: [{ id: 'u', recorded: 0 }] }],
    [
      'order broken',
      'disordered',
      {
        submissions: [submission, { ...submission, messageId: 'm2', octetsDigest: 'd2', tries: submission.tries }],
        messages: [
          message,
          {
            ...message,
            sequence: 2,
            messageId: 'm2',
            octetsDigest: 'd2',
            readers: [{ authority: reader, deliveryId: 'x2' }],
          },
        ],
        arrivals: [arrival, { ...arrival, deliveryId: 'x2', octetsDigest: 'd2', atMs: 1 }],
        events: [told('handed-over'), told('handed-over', 'x2')],
      },
    ],
  ])('goes red: %s', (_, kind, change) => {
    expect(kindsOf({ ...good, ...change })).toContain(kind);
  });

  test('does not hold against the order what a reader asks for at once', () => {
    const two: Partial<History> = {
      submissions: [submission, { ...submission, messageId: 'm2', octetsDigest: 'd2', tries: submission.tries }],
      messages: [
        message,
        {
          ...message,
          sequence: 2,
          messageId: 'm2',
          octetsDigest: 'd2',
          readers: [{ authority: reader, deliveryId: 'x2' }],
        },
      ],
      events: [told('handed-over'), told('handed-over', 'x2')],
    };
    const arrivals = (by: Arrival['by']): readonly Arrival[] => [
      { ...arrival, by },
      { ...arrival, by, deliveryId: 'x2', octetsDigest: 'd2', atMs: 1 },
    ];
    expect(kindsOf({ ...good, ...two, arrivals: arrivals('push') })).toContain('disordered');
    expect(kindsOf({ ...good, ...two, arrivals: arrivals('fetch') })).not.toContain('disordered');
  });

  test('does not hold a day’s refusal against what was accepted before it', () => {
    const late = tried({ end: 'unknown' }, { end: 'refused', code: 'certificate-revoked' });
    const audited = { type: 'message-refused', code: 'certificate-revoked', octetsDigest: 'd1' } as DienstwegEvent;
    expect(kindsOf({ ...good, submissions: late, events: [...good.events, audited] })).toEqual([]);
  });
});
