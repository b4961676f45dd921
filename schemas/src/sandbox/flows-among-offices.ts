/** Flows among offices: records to the archive, a file shown, an invoice, a contract notice. */
import type { SampleFlow } from './flow.ts';
import { SANDBOX_REGIONS as REGIONS, SANDBOX_SERVICES as SERVICES } from './services.ts';
import { idOf, payload, pdf, type } from './writing-flows.ts';

const numbered = (count: number, idOfNumber: (n: number) => string): readonly string[] =>
  Array.from({ length: count }, (_none, n) => idOfNumber(n + 1));
const DOCUMENTS = numbered(4, (n) => `dokument-${n}`);
const SHEETS = numbered(5, (n) => `blatt-00${n}`);
/** Sheets that are open, or blackened, for everyone with a right to see the file. */
const RELEASED = SHEETS.slice(0, 3);

const recordsToArchive: SampleFlow = {
  name: 'akte.aussonderung',
  title: {
    de: 'Aussonderung: Akten angeboten, bewertet, dem Archiv übergeben',
    en: 'Records offered, appraised, transferred to the archive',
    nl: 'Dossiers aangeboden, gewaardeerd, aan het archief overgedragen',
  },
  steps: [
    {
      does: 'send',
      step: 'anbietung',
      as: idOf('emsmark.gewerbeaufsicht'),
      messageType: type('akte.anbietung'),
      addressee: {
        by: 'responsibility',
        service: SERVICES.recordsToArchive,
        region: REGIONS.emsmark,
        level: 'state',
      },
      distribution: [],
      processReference: { requester: 'Z-1472/2026' },
      legalBasis: { purpose: 'Anbietung nach Ablauf der Aufbewahrungsfrist', text: 'Archivgesetz des Landes' },
      testMessage: true,
      parts: [payload('core', 'akte.anbietung/1.0/samples/valid/drei-akten.xml')],
      expected: { state: 'accepted-by-reader' },
    },
    {
      does: 'answer',
      step: 'bewertung',
      inReplyTo: 'anbietung',
      as: idOf('emsmark.landesarchiv'),
      reader: idOf('emsmark.gewerbeaufsicht'),
      messageType: type('akte.bewertung'),
      fetched: false,
      expected: { state: 'accepted-by-reader' },
    },
    {
      does: 'send',
      step: 'uebergabe',
      inReplyTo: 'bewertung',
      as: idOf('emsmark.gewerbeaufsicht'),
      messageType: type('akte.aussonderung'),
      addressee: { by: 'reader', reader: idOf('emsmark.landesarchiv'), service: SERVICES.recordsToArchive },
      distribution: [],
      processReference: { requester: 'Z-1472/2026', responder: 'Acc. 2026/088' },
      testMessage: true,
      parts: [
        payload('core', 'akte.aussonderung/1.0/samples/valid/uebergabe.xml'),
        ...DOCUMENTS.map((id) => pdf(id, `akte.aussonderung/1.0/samples/valid/${id}.pdf`)),
      ],
      expected: { state: 'accepted-by-reader' },
    },
  ],
};

const accessToFile: SampleFlow = {
  name: 'akteneinsicht',
  title: {
    de: 'Akteneinsicht: jeder Leser sieht nur die freigegebenen Blätter',
    en: 'Access to a file: each reader sees only the sheets released to it',
    nl: 'Inzage: elke lezer ziet alleen de vrijgegeven bladen',
  },
  steps: [
    {
      does: 'send',
      step: 'akte',
      as: idOf('quellhorn.bauaufsicht'),
      messageType: type('akteneinsicht'),
      addressee: { by: 'reader', reader: idOf('emsmark.verwaltungsgericht') },
      distribution: [
        { to: { reader: idOf('emsmark.verwaltungsgericht') }, parts: ['core', ...SHEETS] },
        { to: { reader: idOf('moorland.naturschutz') }, parts: ['core', ...RELEASED] },
      ],
      processReference: { requester: '63-BA 0417/26', responder: '4 A 12/27' },
      legalBasis: { purpose: 'Vorlage der Akte und Einsicht', text: '§ 99 VwGO, § 29 VwVfG' },
      testMessage: true,
      parts: [
        payload('core', 'akteneinsicht/1.0/samples/valid/bauakte.xml'),
        ...SHEETS.map((id) => pdf(id, `akteneinsicht/1.0/samples/valid/${id}.pdf`)),
      ],
      expected: { state: 'accepted-by-reader' },
    },
    {
      does: 'inspect',
      step: 'gericht',
      of: 'akte',
      reader: idOf('emsmark.verwaltungsgericht'),
      parts: ['core', ...SHEETS],
      expected: { state: 'accepted-by-reader' },
    },
    {
      does: 'inspect',
      step: 'naturschutz',
      of: 'akte',
      reader: idOf('moorland.naturschutz'),
      parts: ['core', ...RELEASED],
      expected: { state: 'accepted-by-reader' },
    },
  ],
};

const invoice: SampleFlow = {
  name: 'rechnung',
  title: {
    de: 'Rechnung: nachgerechnet, ehe sie die Kasse erreicht',
    en: 'Invoice: its sums are checked before it reaches the treasury',
    nl: 'Factuur: nagerekend voordat zij de kas bereikt',
  },
  steps: [
    {
      does: 'send',
      step: 'rechnung',
      as: idOf('fehnwolde.rechenzentrum'),
      messageType: type('rechnung'),
      addressee: {
        by: 'responsibility',
        service: SERVICES.invoiceToAuthority,
        region: REGIONS.quellhorn,
        level: 'municipality',
      },
      distribution: [],
      processReference: { requester: 'RZF-2026-11-00882' },
      testMessage: true,
      parts: [
        payload('core', 'rechnung/1.0/samples/valid/rechenzentrum.xml'),
        pdf('beleg-1', 'rechnung/1.0/samples/valid/leistungsnachweis.pdf'),
      ],
      expected: { state: 'accepted-by-reader' },
    },
  ],
};

const contractNotice: SampleFlow = {
  name: 'vergabe.bekanntmachung',
  title: {
    de: 'Vergabe: eine Bekanntmachung zur Veröffentlichung',
    en: 'Tender: a contract notice to be published',
    nl: 'Aanbesteding: een aankondiging ter publicatie',
  },
  steps: [
    {
      does: 'send',
      step: 'bekanntmachung',
      as: idOf('quellhorn.vergabestelle'),
      messageType: type('vergabe.bekanntmachung'),
      addressee: {
        by: 'responsibility',
        service: SERVICES.contractNotice,
        region: REGIONS.quellhorn,
        level: 'municipality',
      },
      distribution: [],
      processReference: { requester: '30-V 2026/047' },
      legalBasis: { purpose: 'Veröffentlichung', text: '§ 40 VgV' },
      testMessage: true,
      parts: [payload('core', 'vergabe.bekanntmachung/1.0/samples/valid/aktenscanner.xml')],
      expected: { state: 'accepted-by-reader' },
    },
  ],
};

/** What offices send one another. */
export const FLOWS_AMONG_OFFICES: readonly SampleFlow[] = [recordsToArchive, accessToFile, invoice, contractNotice];
