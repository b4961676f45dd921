import type { AlarmChannel } from '@dienstweg/schemas/alarms/alarm.ts';
import { describe, expect, test } from '@jest/globals';
import type { BookedAlarm, Turn } from '../book.ts';
import { dueNotices } from './due.ts';
import { AT_ONCE, afterFailure, afterSuccess, DEFAULT_PACE } from './pace.ts';

const NOW = new Date('2026-06-02T10:00:00Z');
const turn = (type: Turn['type'], at: string, told: Turn['told'] = {}): Turn => ({
  of: `${type} ${at}`,
  type,
  at,
  told,
});
const RAISED = '2026-06-02T09:00:00Z';
const alarm = (more: Partial<BookedAlarm>): BookedAlarm => ({
  alarmId: 'a',
  rule: 'dead-letters',
  severity: 'warning',
  state: 'raised',
  raisedAt: RAISED,
  value: 1,
  limit: 1,
  unit: 'count',
  escalations: 0,
  turns: [turn('alarm-raised', RAISED)],
  ...more,
});
const due = (channel: AlarmChannel, ...alarms: readonly BookedAlarm[]): readonly string[] =>
  dueNotices(alarms, channel, NOW).due.map((notice) => notice.turn.type);

describe('whoever is to be told', () => {
  test('is told of what is new and of its end, each once on each channel', () => {
    expect(due('email', alarm({}))).toEqual(['alarm-raised']);
    expect(due('email', alarm({ turns: [turn('alarm-raised', RAISED, { email: 'told' })] }))).toEqual([]);
    expect(due('webhook', alarm({ turns: [turn('alarm-raised', RAISED, { email: 'told' })] }))).toEqual([
      'alarm-raised',
    ]);
    const over = [turn('alarm-raised', RAISED, { email: 'told' }), turn('alarm-cleared', '2026-06-02T09:30:00Z')];
    expect(due('email', alarm({ state: 'cleared', turns: over }))).toEqual(['alarm-cleared']);
  });

  test('hears nothing of what was over before anybody was told, nor by mail of what somebody sees to', () => {
    const turns = [turn('alarm-raised', RAISED), turn('alarm-cleared', '2026-06-02T09:01:00Z')];
    expect(due('email', alarm({ state: 'cleared', turns }))).toEqual([]);
    expect(due('email', alarm({ state: 'acknowledged' }))).toEqual([]);
    expect(due('webhook', alarm({ state: 'acknowledged' }))).toEqual(['alarm-raised']);
  });

  test('is not told any more after a day', () => {
    const old = alarm({ turns: [turn('alarm-raised', '2026-06-01T09:00:00Z')] });
    const { due: now, tooOld } = dueNotices([old], 'email', NOW);
    expect([now, tooOld.map((notice) => notice.alarm.alarmId)]).toEqual([[], ['a']]);
  });

  test('is, where it is an authority, told of its own mailbox only', () => {
    expect(due('authority', alarm({}))).toEqual([]);
    expect(due('authority', alarm({ rule: 'mailbox-waiting', about: 'oin:1' }))).toEqual(['alarm-raised']);
  });
});

test('a channel that fails is used ever more seldom, up to an hour, and at once again when it works', () => {
  let pace = AT_ONCE;
  const pauses: number[] = [];
  for (let n = 0; n < 10; n += 1) {
    pace = afterFailure(pace, 0, DEFAULT_PACE);
    pauses.push(pace.notBefore / 1_000);
  }
  expect(pauses).toEqual([30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]);
  expect(afterSuccess(0, DEFAULT_PACE)).toEqual({ notBefore: 60_000, failures: 0 });
});
