/** The services of the sandbox: names, the words under which people look for them, and the roles readers can have. */
import type { Names, ServiceEntry, Synonyms } from '../directory/change/changes.ts';
import type { ServiceId } from '../identifiers.ts';
import { SANDBOX_SERVICES as SERVICES } from './services.ts';

/** Every service of the sandbox. */
export const SANDBOX_SERVICE_TABLE: readonly {
  readonly service: ServiceId;
  readonly names: Required<Names>;
  readonly synonyms: Synonyms;
  readonly roles: readonly string[];
  readonly unresolvable?: NonNullable<ServiceEntry['unresolvable']>;
}[] = [
  {
    service: SERVICES.businessNotice,
    names: { de: 'Gewerbeanzeige', en: 'Business notice', nl: 'Bedrijfsmelding' },
    synonyms: {
      de: ['Gewerbeanmeldung', 'Gewerbe anmelden', 'Selbständigkeit'],
      en: ['business registration', 'trade licence', 'start a business'],
      nl: ['bedrijf inschrijven', 'onderneming starten'],
    },
    roles: [
      'responsible',
      'tax-office',
      'chamber-of-crafts',
      'chamber-of-commerce',
      'statistics-office',
      'trade-supervision',
      'register-court',
    ],
  },
  {
    service: SERVICES.noticeOfArrival,
    names: { de: 'Rückmeldung eines Zuzugs', en: 'Notice of arrival', nl: 'Melding van aankomst' },
    synonyms: {
      de: ['Anmeldung', 'Ummeldung', 'Wohnsitz anmelden'],
      en: ['registration of residence', 'moving in'],
      nl: ['verhuizing doorgeven', 'inschrijving'],
    },
    roles: ['responsible'],
  },
  {
    service: SERVICES.certificateOfRegistration,
    names: { de: 'Meldebescheinigung', en: 'Certificate of registration', nl: 'Bewijs van inschrijving' },
    synonyms: {
      de: ['Wohnsitzbescheinigung', 'Aufenthaltsbescheinigung'],
      en: ['proof of residence', 'residence certificate'],
      nl: ['uittreksel bevolkingsregister', 'woonplaatsverklaring'],
    },
    roles: ['responsible'],
    // where nobody is responsible the request is taken, and an operator says who gets it
    unresolvable: 'clear',
  },
  {
    service: SERVICES.noticeOfDeparture,
    names: { de: 'Mitteilung eines Wegzugs', en: 'Notice of departure', nl: 'Mededeling van vertrek' },
    synonyms: { de: ['Abmeldung', 'Wegzug ins Ausland'], en: ['moving abroad'], nl: ['emigratie', 'uitschrijving'] },
    roles: ['responsible'],
  },
  {
    service: SERVICES.buildingApplication,
    names: { de: 'Bauantrag', en: 'Building application', nl: 'Bouwaanvraag' },
    synonyms: {
      de: ['Baugenehmigung', 'Bauen', 'Nutzungsänderung'],
      en: ['building permit', 'planning permission'],
      nl: ['bouwvergunning', 'omgevingsvergunning'],
    },
    roles: ['responsible', 'fire-brigade', 'nature-conservation', 'monument-protection', 'water-authority'],
  },
  {
    service: SERVICES.postalVoting,
    names: { de: 'Wahlschein und Briefwahl', en: 'Postal voting', nl: 'Briefstemmen' },
    synonyms: {
      de: ['Wahlscheinantrag', 'Briefwahlunterlagen', 'Wahlamt'],
      en: ['polling card', 'absentee ballot'],
      nl: ['kiezerspas', 'stembiljet per post'],
    },
    roles: ['responsible'],
  },
  {
    service: SERVICES.proofOfBirth,
    names: { de: 'Nachweis einer Geburt', en: 'Proof of birth', nl: 'Bewijs van geboorte' },
    synonyms: {
      de: ['Geburtsurkunde', 'Standesamt', 'Kindergeld Nachweis'],
      en: ['birth certificate', 'child benefit'],
      nl: ['geboorteakte', 'kinderbijslag'],
    },
    roles: ['responsible'],
  },
  {
    service: SERVICES.recordsToArchive,
    names: { de: 'Anbietung von Akten', en: 'Records to the archive', nl: 'Overdracht aan het archief' },
    synonyms: {
      de: ['Aussonderung', 'Archivierung', 'Landesarchiv'],
      en: ['records disposal', 'archiving'],
      nl: ['archivering', 'dossieroverdracht'],
    },
    roles: ['responsible'],
  },
  {
    service: SERVICES.invoiceToAuthority,
    names: { de: 'Rechnung an eine Behörde', en: 'Invoice to an authority', nl: 'Factuur aan een instantie' },
    synonyms: {
      de: ['E-Rechnung', 'Rechnungseingang'],
      en: ['e-invoice', 'billing'],
      nl: ['e-factuur', 'facturering'],
    },
    roles: ['responsible'],
  },
  {
    service: SERVICES.contractNotice,
    names: { de: 'Bekanntmachung einer Vergabe', en: 'Contract notice', nl: 'Aankondiging van een opdracht' },
    synonyms: {
      de: ['Ausschreibung', 'E-Vergabe', 'Vergabe'],
      en: ['tender', 'procurement'],
      nl: ['aanbesteding', 'inkoopbericht'],
    },
    roles: ['responsible'],
  },
];
