import { describe, expect, test } from '@jest/globals';
import { readCodeList } from '../../codelists/genericode.ts';
import type { RegionId } from '../../identifiers.ts';
import type { CategoryEntry, RegionEntry, RegistryEntry } from '../change/changes.ts';
import { entryReader } from './check-entry.ts';
import { keysOfList, type NamedColumns } from './list-columns.ts';
import { type KnownLists, planList } from './list-plan.ts';
import { levelsOf } from './region-level.ts';
import { tableViolation } from './texts.ts';

/** A list as it is published, with all that real ones have around their rows. State 99: all of it is invented. */
const published = (rows: string, { uri = 'urn:de:test:schluessel:rs', from = '2026-04-01' } = {}): Uint8Array =>
  Buffer.from(`\uFEFF<?xml version="1.0" encoding="UTF-8"?>
<gc:CodeList xmlns:gc="http://docs.oasis-open.org/codelist/ns/genericode/1.0/"
             xmlns:x="http://xoev.de/schemata/genericode/4">
   <Annotation><Description>
         <x:shortName>Regionalschlüssel</x:shortName>
         <x:codelistDescription>Gebiete &amp; Schlüssel</x:codelistDescription>
         ${from === '' ? '' : `<x:validFrom>${from}</x:validFrom>`}
   </Description></Annotation>
   <Identification>
      <ShortName>rs</ShortName>
      <LongName>Regionalschlüssel</LongName>
      <LongName Identifier="kurz">RS</LongName>
      <Version>2026-04-30</Version>
      <CanonicalUri>${uri}</CanonicalUri>
      <CanonicalVersionUri>${uri}_2026-04-30</CanonicalVersionUri>
      <Agency><LongName>Amt für Muster</LongName></Agency>
   </Identification>
   <ColumnSet>
      <Column Id="nr" Use="optional"><ShortName>nr</ShortName><LongName>Laufende Nummer</LongName><Data Type="string"/></Column>
      <Column Id="SCHLUESSEL" Use="required"><ShortName>SCHLUESSEL</ShortName><LongName>Schlüssel</LongName><Data Type="string"/></Column>
      <Column Id="b" Use="required"><ShortName>b</ShortName><LongName>Bezeichnung</LongName><Data Type="string"/></Column>
      <Key Id="nrKey"><ShortName>nrKey</ShortName><ColumnRef Ref="nr"/></Key>
      <Key Id="SCHLUESSELKey">
         <Annotation><AppInfo><x:recommendedKeyColumn/></AppInfo></Annotation>
         <ShortName>SCHLUESSELKey</ShortName><ColumnRef Ref="SCHLUESSEL"/>
      </Key>
   </ColumnSet>
   <SimpleCodeList>${rows}</SimpleCodeList>
</gc:CodeList>`);

const row = (key: string, name: string): string => `
  <Row>
    <Value ColumnRef="SCHLUESSEL"><SimpleValue>${key}</SimpleValue></Value>
    <Value><SimpleValue> ${name} </SimpleValue></Value>
  </Row>`;

const known = (entries: readonly RegistryEntry[]): KnownLists => ({
  regionsOf: (id: RegionId) => entries.filter((entry) => entry.kind === 'region').filter(({ region }) => region === id),
  allRegions: () => entries.filter((entry) => entry.kind === 'region'),
  allCategories: () => entries.filter((entry) => entry.kind === 'category'),
  isIdUsed: (id) => entries.some((entry) => entry.id === id),
});

const plan = (octets: Uint8Array, entries: readonly RegistryEntry[] = [], columns: NamedColumns = {}) => {
  const read = readCodeList(octets);
  if (!read.ok) throw new Error(read.code);
  const keys = keysOfList(read.list, columns);
  if (typeof keys === 'string') throw new Error(keys);
  return planList(keys.subject, keys.keys, read.list.validFrom ?? '', known(entries));
};

const region = (id: string, digits: string, name: string, rest: Partial<RegionEntry> = {}): RegionEntry => ({
  kind: 'region',
  id,
  validFrom: '2020-01-01',
  region: `ars:${digits}` as RegionId,
  names: { de: name },
  level: 'municipality',
  ...rest,
});

describe('levels of regions', () => {
  test('are told by the number of digits, or by what lies below', () => {
    expect(Object.fromEntries(levelsOf(['99', '99001', '990010001', '990010001003', '99002', '990020000000']))).toEqual(
      {
        '990000000000': 'state',
        '990010000000': 'county',
        '990010001000': 'association',
        '990010001003': 'municipality',
        // a town that is its own county
        '990020000000': 'municipality',
      },
    );
    expect(
      Object.fromEntries(
        levelsOf([
          '990000000000',
          '991000000000',
          '991010000000',
          '991010001000',
          '991010001003',
          '991020000000',
          '980000000000',
        ]),
      ),
    ).toEqual({
      '990000000000': 'state',
      '991000000000': 'district-government',
      '991010000000': 'county',
      '991010001000': 'association',
      '991010001003': 'municipality',
      '991020000000': 'municipality',
      '980000000000': 'municipality',
    });
  });
});

describe('a published list', () => {
  test('of ARS keys becomes regions of the right shape, and nothing when it comes again', () => {
    const octets = published(
      `${row('99', 'Land Mustern')}${row('99001', 'Kreis Tann')}<Row/>${row('99 001 0001 003', 'Tann  am Wald')}`,
    );
    const first = plan(octets);
    expect(first.findings).toEqual([]);
    expect(first.entries.map(({ entry }) => entry)).toEqual([
      region('ars:990000000000', '990000000000', 'Land Mustern', { validFrom: '2026-04-01', level: 'state' }),
      region('ars:990010000000', '990010000000', 'Kreis Tann', { validFrom: '2026-04-01', level: 'county' }),
      region('ars:990010001003', '990010001003', 'Tann am Wald', { validFrom: '2026-04-01' }),
    ]);
    const check = entryReader();
    const entries = first.entries.map(({ entry }) => entry);
    expect(entries.map((entry) => check(entry).ok)).toEqual([true, true, true]);
    const again = plan(octets, entries);
    expect([again.entries.map(({ entry }) => entry), again.closes]).toEqual([entries, []]);
  });

  test('that calls a region otherwise ends the old version on its day and begins a new one', () => {
    const old = region('town', '990010001003', 'Tann', { postalCodes: ['99001'], names: { de: 'Tann', nl: 'Den' } });
    const { entries, closes } = plan(published(row('990010001003', 'Tann am Wald')), [old]);
    expect(closes).toEqual([{ id: 'town', validUntil: '2026-04-01' }]);
    expect(entries.map(({ entry }) => entry)).toEqual([
      { ...old, id: 'ars:990010001003', validFrom: '2026-04-01', names: { de: 'Tann am Wald' } },
    ]);
  });

  test('of AGS keys fills them into the regions they mean', () => {
    const towns = [
      region('a', '990010001003', 'A'),
      region('b', '990020000000', 'B'),
      region('county', '990010000000', 'C', { level: 'county' }),
    ];
    const octets = published(
      `${row('99001', 'C')}${row('99001003', 'A')}${row('99002000', 'B')}${row('99001000', 'C')}`,
      {
        uri: 'urn:de:test:schluessel:ags',
      },
    );
    const { entries, unmatched } = plan(octets, towns);
    expect(entries.map(({ entry }) => [entry.id, 'ags' in entry ? entry.ags : ''])).toEqual([
      ['a', '99001003'],
      ['b', '99002000'],
    ]);
    expect(unmatched).toEqual(['99001000']);
  });

  test('of prefixes gives each a category, those that have one keep it', () => {
    const there: CategoryEntry = {
      kind: 'category',
      id: 'c',
      validFrom: '2020-01-01',
      category: 'registration',
      names: { de: 'Meldebehörde' },
      keyPrefix: 'ags',
    };
    const octets = published(`${row('ags', 'Meldebehörde')}${row('töj', 'Jugendamt')}`, {
      uri: 'urn:xoev-de:test:codeliste:dvdv.praefix',
    });
    const { entries } = plan(octets, [there]);
    expect(entries.map(({ entry }) => (entry.kind === 'category' ? [entry.category, entry.keyPrefix] : []))).toEqual([
      ['registration', 'ags'],
      ['dvdv', undefined],
      ['dvdv/toej', 'töj'],
    ]);
  });

  test('is recognised by its keys where its URN is not known, and read by the columns that are named', () => {
    const octets = published(row('990010001003', 'Tann'), { uri: 'urn:other' });
    expect(plan(octets).entries).toHaveLength(1);
    expect(plan(octets, [], { key: 'Schlüssel', name: 'bezeichnung' }).entries).toHaveLength(1);
    expect(() => plan(octets, [], { key: 'nothing' })).toThrow('list-key');
    expect(() => plan(published(row('DE', 'Deutschland'), { uri: 'urn:other' }))).toThrow('list-subject');
  });

  test('is told line by line where keys are missing, wrong or twice', () => {
    const rows = [row('9900', 'A'), row('', 'B'), row('99', 'C'), row('99', 'D'), row('98', '')].join('');
    const found = plan(published(rows)).findings.map((finding) => tableViolation(finding, 'en'));
    const first = found[0]?.line ?? 0;
    expect(found.map(({ line = 0, text }) => `${line - first} ${text}`)).toEqual([
      '0 "9900" is no key of this list.',
      '4 The row "B" has no key.',
      `16 The key 98 has no name.`,
      `12 The key 99 is already on line ${first + 8}, with another name.`,
    ]);
  });

  test('is refused where it is none, or brings a DOCTYPE', () => {
    expect(readCodeList(Buffer.from('<CodeList/>'))).toMatchObject({ ok: false, code: 'registry-change-invalid' });
    const doctype = Buffer.from('<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>');
    expect(readCodeList(doctype)).toMatchObject({ ok: false, code: 'doctype-forbidden' });
  });
});
