/** The services of the sandbox: names, the words under which people look for them, and the roles readers can have. */
import type { Names, Synonyms } from '../directory/changes.ts';
import type { ServiceId } from '../identifiers.ts';
import { SANDBOX_SERVICES as SERVICES } from './services.ts';

/** Every service of the sandbox. */
export const SANDBOX_SERVICE_TABLE: readonly {
  readonly service: ServiceId;
  readonly names: Required<Names>;
  readonly synonyms: Synonyms;
  readonly roles: readonly string[];
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
    roles: ['responsible'],
  },
];
