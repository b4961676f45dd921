import { describe, expect, test } from '@jest/globals';
import type { RegionId } from '../../identifiers.ts';
import type { RegionEntry } from '../change/changes.ts';
import { authority, baseEntries, change, directoryOf, responsible, SERVICE, TOWN } from '../testing/directories.ts';
import { answerRoute } from './answer-route.ts';

const NOW = new Date('2026-03-02T10:00:00Z');
const question = { service: SERVICE, region: TOWN };

describe('asking who is responsible', () => {
  test('names the one authority of a role, its entry and the edition', () => {
    expect(answerRoute(directoryOf(...baseEntries()), { ...question, role: 'tax-office' }, NOW)).toEqual({
      answer: 'one',
      readers: [{ authority: authority('tax'), name: 'Office tax', role: 'tax-office', entry: 'tax-office-tax' }],
      edition: 1,
    });
  });

  test('without a role names those of every role of the service, with their disclosure limits', () => {
    const entries = [...baseEntries(), responsible('responsible', 'town', { disclosure: ['core'] })];
    const answer = answerRoute(directoryOf(...entries), question, NOW);
    expect(answer.answer).toBe('several');
    expect(answer.readers.map(({ role, disclosure }) => [role, disclosure])).toEqual([
      ['responsible', ['core']],
      ['tax-office', undefined],
      ['chamber', undefined],
    ]);
  });

  test('says from when there is an answer, or that there is none', () => {
    const directory = directoryOf(
      ...baseEntries(),
      responsible('responsible', 'county', { validFrom: '2027-01-01' }),
      responsible('responsible', 'town', { id: 'withdrawn', validFrom: '2026-06-01', validUntil: '2026-06-01' }),
    );
    const asked = { ...question, role: 'responsible' };
    expect(answerRoute(directory, asked, NOW)).toEqual({
      answer: 'later',
      readers: [],
      edition: 1,
      validFrom: '2027-01-01',
    });
    expect(answerRoute(directory, { ...asked, at: '2027-01-01' }, NOW)).toMatchObject({ answer: 'one' });
    expect(answerRoute(directory, { ...question, role: 'archive' }, NOW)).toMatchObject({ answer: 'none' });
  });

  test('answers for the past as it was known then', () => {
    const directory = directoryOf(...baseEntries());
    directory.apply(
      change([responsible('tax-office', 'county', { id: 'tax-office-tax' })]),
      2,
      new Date('2026-02-01T00:00:00Z'),
    );
    const asked = { ...question, role: 'tax-office', at: '2026-01-15' };
    expect(answerRoute(directory, asked, NOW)).toMatchObject({
      edition: 2,
      readers: [{ authority: authority('county') }],
    });
    expect(answerRoute(directory, { ...asked, asKnownAt: '2026-01-31T23:59:59Z' }, NOW)).toMatchObject({
      edition: 1,
      readers: [{ authority: authority('tax') }],
    });
  });

  test('tells the reasoning, area by area, in the language asked for', () => {
    const directory = directoryOf(...baseEntries(), responsible('responsible', 'town', { validUntil: '2025-01-01' }));
    const explain = (role: string, language: 'de' | 'en') =>
      answerRoute(directory, { ...question, role, explain: true, language }, NOW).explanation ?? [];
    expect(explain('tax-office', 'en')).toEqual([
      `The question is ${SERVICE} in ${TOWN} on 2026-03-02, as known in edition 1.`,
      'The service "Gewerbeanmeldung" declares the roles responsible, tax-office, chamber.',
      'For a message the day on which its author created it decides.',
      'Role "tax-office": nobody is entered for Tann (12 leading digits 990101000017) on that day.',
      'Role "tax-office": nobody is entered for the area with the 9 leading digits 990101000 on that day.',
      'Role "tax-office": entry tax-office-tax makes Office tax (dvdv:xga:tax) responsible for the area with the 5 leading digits 99010, from 2020-01-01.',
      'Role "tax-office": entry tax-office-tax was recorded by registrar in edition 1 (2026-01-01T08:00:00.000Z), for the reason: test',
      'Role "tax-office": the narrowest area with an entry in force decides; wider ones are not looked at.',
    ]);
    expect(explain('responsible', 'de').slice(-2)).toEqual([
      'Rolle „responsible“: Bis vor 2025-01-01 war nach dem Eintrag responsible-town Amt town (dvdv:xga:town) zuständig.',
      `Für ${SERVICE} in ${TOWN} ist am 2026-03-02 niemand in der Rolle „responsible“ zuständig.`,
    ]);
  });

  test('tells AGS, area, successor, permission and what is coming', () => {
    const COURT = 'area:court' as RegionId;
    const row = (region: RegionId, rest: Partial<RegionEntry>): RegionEntry => ({
      kind: 'region',
      id: `row-${region}`,
      validFrom: '2020-01-01',
      region,
      names: { de: 'Gerichtsbezirk', en: 'Court district' },
      level: 'area',
      ...rest,
    });
    const directory = directoryOf(
      ...baseEntries().filter(({ id }) => id !== 'region' && id !== 'permission'),
      row(TOWN, { names: { de: 'Tann' }, level: 'municipality', ags: '99010017' }),
      row(COURT, { members: [TOWN] }),
      responsible('responsible', 'tax', { region: COURT, validUntil: '2027-01-01' }),
      responsible('responsible', 'county', { validFrom: '2026-09-01' }),
      {
        kind: 'succession',
        id: 'tax-to-chamber',
        validFrom: '2026-02-01',
        predecessor: authority('tax'),
        successor: authority('chamber'),
      },
    );
    const asked = { service: SERVICE, region: 'ags:99010017' as RegionId, role: 'responsible', explain: true };
    const answer = answerRoute(directory, { ...asked, author: authority('town'), messageType: 'gewerbeanzeige' }, NOW);
    expect(answer).toMatchObject({
      answer: 'one',
      readers: [{ authority: authority('chamber'), insteadOf: authority('tax'), successions: ['tax-to-chamber'] }],
    });
    expect(answer.explanation?.slice(3)).toEqual([
      expect.stringMatching(/AGS ags:99010017 stands for ars:990101000017/),
      expect.stringMatching(/nobody is entered for Tann/),
      expect.stringMatching(
        /makes Office tax .* responsible for Court district \(area:court\), of which Tann .* is a member/,
      ),
      expect.stringMatching(/recorded by registrar in edition 1/),
      expect.stringMatching(/since 2026-02-01, by entry tax-to-chamber, Office chamber .* stands for Office tax/),
      expect.stringMatching(/by entry permission-chamber, Office town .* may send .* to Office chamber/),
      expect.stringMatching(/narrowest/),
      expect.stringMatching(/from 2026-09-01 on Office county .* is responsible/),
    ]);
    expect(answerRoute(directory, { ...asked, region: 'ags:99010018' as RegionId }, NOW)).toMatchObject({
      answer: 'none',
      explanation: expect.arrayContaining([expect.stringMatching(/no region with the AGS ags:99010018/)]),
    });
  });
});
