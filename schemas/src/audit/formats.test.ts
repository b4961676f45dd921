import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { DienstwegEvent } from '../events.ts';
import { AUDIT_FORMATS, auditLine } from './formats.ts';
import { auditRecordOf } from './record.ts';

const FROM = { host: 'broker', version: '1.2' };
const replayed = (reason: string): DienstwegEvent =>
  ({
    type: 'replayed',
    id: '5b0c0000-0000-4000-8000-000000000001',
    at: '2026-01-05T10:00:00.000Z',
    node: 'delivery',
    author: 'dvdv:a:1',
    messageId: 'm',
    reader: 'dvdv:b:1',
    deliveryId: 'd',
    by: 'operator',
    reason,
  }) as DienstwegEvent;
const lineOf = (reason: string, format: (typeof AUDIT_FORMATS)[number]): string =>
  auditLine(auditRecordOf(replayed(reason)), format, FROM);

/** A reader of CEF as the format's guide has it: heads end at bare pipes, keys stand before bare equals signs. */
const readCef = (
  line: string,
): { readonly head: readonly string[]; readonly extension: Readonly<Record<string, string>> } => {
  const parts = line.split(/(?<!\\)(?:\\\\)*\|/);
  const head = parts.slice(0, 7);
  const extension: Record<string, string> = {};
  const text = line.slice(line.indexOf('|rt=') + 1);
  const keys = [...text.matchAll(/(?:^| )(\w+)=/g)].filter(({ index }) => !/\\$/.test(text.slice(0, index)));
  for (const [n, key] of keys.entries()) {
    const from = (key.index ?? 0) + key[0].length;
    extension[key[1] ?? ''] = text.slice(from, keys[n + 1]?.index).replace(/\\([\\=])/g, '$1');
  }
  return { head, extension };
};

/** A reader of the structured data of RFC 5424, section 6.3.3. */
const readSyslog = (line: string): Readonly<Record<string, string>> => {
  const [, data = ''] =
    /^<\d+>1 \S+ \S+ \S+ \S+ \S+ \[dienstweg@32473((?: [^= "\]]+="(?:[^"\\\]]|\\["\\\]])*")*)\] /u.exec(line) ?? [];
  return Object.fromEntries(
    [...data.matchAll(/ ([^= "\]]+)="((?:[^"\\\]]|\\["\\\]])*)"/gu)].map(([, name = '', value = '']) => [
      name,
      value.replace(/\\(["\\\]])/g, '$1'),
    ]),
  );
};

describe('an audit record as a line', () => {
  test('of CEF', () => {
    expect(lineOf('is back', 'cef')).toBe(
      'CEF:0|Dienstweg|Dienstweg|1.2|replayed|replayed|5|rt=1767607200000 externalId=5b0c0000-0000-4000-8000-000000000001 dvchost=delivery cs3Label=author cs3=dvdv:a:1 cs1Label=messageId cs1=m cs4Label=reader cs4=dvdv:b:1 cs2Label=deliveryId cs2=d suser=operator reason=is back',
    );
  });

  test('of syslog', () => {
    expect(lineOf('is back', 'syslog')).toBe(
      '<109>1 2026-01-05T10:00:00.000Z broker dienstweg-delivery - replayed [dienstweg@32473 id="5b0c0000-0000-4000-8000-000000000001" author="dvdv:a:1" messageId="m" reader="dvdv:b:1" deliveryId="d" by="operator" reason="is back"] replayed',
    );
  });

  test('of JSON', () => {
    expect(JSON.parse(lineOf('is\nback\u2028', 'jsonl'))).toMatchObject({
      type: 'replayed',
      fields: { reason: 'is\nback\u2028' },
    });
  });

  test.each([
    'x\n<109>1 2026-01-05T10:00:00Z broker dienstweg - replayed - forged',
    'x\r\nCEF:0|Dienstweg|Dienstweg|1|forged|forged|1|rt=1',
    'x" by="somebody else"] forged',
    'x suser=somebody else reason\\=y',
    'x\\',
    'x|8|rt=0',
    '\u2028\u0085\u202e\ud800',
  ])('cannot be ended early, or turned into two, by a reason: %j', (reason) => {
    for (const format of AUDIT_FORMATS) {
      const line = lineOf(reason, format);
      expect(line.split(/[\r\n\u0085\u2028\u2029]/)).toHaveLength(1);
      expect(Buffer.from(line).toString('utf8')).toBe(line);
    }
    expect(readSyslog(lineOf(reason, 'syslog'))).toMatchObject({ by: 'operator', deliveryId: 'd' });
    expect(readCef(lineOf(reason, 'cef')).head.slice(0, 6)).toEqual([
      'CEF:0',
      'Dienstweg',
      'Dienstweg',
      '1.2',
      'replayed',
      'replayed',
    ]);
  });

  test('gives back whatever printable reason was given', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme-ascii' }).map((text) => text.trim()),
        (reason) => {
          expect(readSyslog(lineOf(reason, 'syslog')).reason).toBe(reason);
          // a value that looks like a key of its own is the one thing CEF cannot say otherwise than escaped
          expect(lineOf(reason, 'cef').endsWith(` reason=${reason.replace(/[\\=]/g, '\\$&')}`)).toBe(true);
          expect((JSON.parse(lineOf(reason, 'jsonl')) as { fields: { reason: string } }).fields.reason).toBe(reason);
        },
      ),
    );
  });

  test('has no receipt, no trace and no place of a refused message in it', () => {
    const refused = {
      ...replayed('x'),
      receipt: 'secret',
      traceparent: 'trace',
      places: [{ code: 'x', xpath: '/name' }],
    };
    expect(auditRecordOf(refused as DienstwegEvent).fields).not.toMatchObject({ receipt: expect.anything() });
    expect(JSON.stringify(auditRecordOf(refused as DienstwegEvent))).not.toMatch(/secret|trace|xpath/);
  });
});
