import type { DayCount } from '@dienstweg/schemas/bus/requests.ts';
import { describe as about, expect, test } from '@jest/globals';
import { describe } from './dcat.ts';
import { csvOf, statisticsOf } from './document.ts';

const count = (day: string, code: string, region: string | undefined, messages: number): DayCount =>
  ({
    day,
    messageType: { code, version: '1.0' },
    service: 'leika:1',
    ...(region === undefined ? {} : { region }),
    messages,
  }) as DayCount;
const COUNTS = [
  count('2026-05-02', 'gewerbeanzeige', 'ars:1', 30),
  count('2026-05-02', 'gewerbeanzeige', 'ars:2', 8),
  count('2026-05-02', 'rechnung', undefined, 12),
  count('2026-05-03', 'rechnung', undefined, 2),
  count('2026-04-30', 'rechnung', undefined, 90),
];
const PLAN = { from: '2026-05-01', to: '2026-05-31', unit: 'day', threshold: 5, counts: COUNTS } as const;

about('the document of message flows', () => {
  test('tells periods, types, services and regions; of a small period only that there was something', () => {
    expect(csvOf(statisticsOf(PLAN))).toBe(
      [
        'period,messageType,service,region,others,messages',
        '2026-05-02,,,,,50',
        '2026-05-02,gewerbeanzeige,,,,38',
        '2026-05-02,gewerbeanzeige,leika:1,,,38',
        '2026-05-02,gewerbeanzeige,leika:1,ars:1,,30',
        '2026-05-02,gewerbeanzeige,leika:1,ars:2,,8',
        '2026-05-02,rechnung,,,,12',
        '2026-05-02,rechnung,leika:1,,,12',
        '2026-05-02,rechnung,leika:1,none,,12',
        '2026-05-03,,,,,',
        '',
      ].join('\r\n'),
    );
  });

  test('of days that are over stays as it was when later days come', () => {
    const later = statisticsOf({ ...PLAN, counts: [...COUNTS, count('2026-05-04', 'rechnung', undefined, 70)] });
    expect(later.rows.slice(0, -4)).toEqual(statisticsOf(PLAN).rows);
  });

  test('by months adds days up before it leaves anything out', () => {
    const { rows } = statisticsOf({ ...PLAN, unit: 'month' });
    expect(rows[0]).toEqual({ period: '2026-05', messages: 52 });
  });

  test('has no cell that a spreadsheet takes for a formula or for two', () => {
    const { rows } = statisticsOf({ ...PLAN, counts: [count('2026-05-02', '=cmd|"x",1', 'ars:1', 9)] });
    expect(csvOf({ ...statisticsOf(PLAN), rows })).toContain(`2026-05-02,"'=cmd|""x"",1",,,,9`);
  });

  test('is described for catalogues: who, what, when, under which licence, and where each form is', () => {
    const described = JSON.stringify(
      describe(statisticsOf(PLAN), {
        name: 'Amt',
        baseUrl: 'https://data.example/',
        licence: 'https://l.example/',
        contact: 'a@b.example',
      }),
    );
    for (const needed of [
      '"@type":"dcat:Dataset"',
      '"dct:publisher":{"@type":"foaf:Agent","foaf:name":"Amt"}',
      '"dcat:accessURL":{"@id":"https://data.example/messages.csv"}',
      '"dcat:startDate":{"@type":"xsd:date","@value":"2026-05-01"}',
      '"dct:license":{"@id":"https://l.example/"}',
      'frequency/DAILY',
    ])
      expect(described).toContain(needed);
  });
});
