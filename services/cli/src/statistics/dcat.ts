/** The description of the document for catalogues of open data: DCAT-AP 3.0 (and what DCAT-AP.de asks for), JSON-LD. Pure. */
import type { OpenDataFile } from '@dienstweg/schemas/http/open-data.ts';
import type { Statistics } from './document.ts';

/** What only the publisher knows. */
export interface Publisher {
  readonly name: string;
  /** Where the files will be found, ending in a slash. */
  readonly baseUrl: string;
  /** IRI of a licence. */
  readonly licence: string;
  readonly contact?: string;
}

/** Names of the files, beside each other. */
export const FILES = {
  json: 'messages.json',
  csv: 'messages.csv',
  description: 'catalog.jsonld',
} as const satisfies Readonly<Record<string, OpenDataFile>>;

const FREQUENCY = 'http://publications.europa.eu/resource/authority/frequency/';
const FILE_TYPE = 'http://publications.europa.eu/resource/authority/file-type/';

const text = (language: string, value: string) => ({ '@language': language, '@value': value });
const day = (value: string) => ({ '@type': 'xsd:date', '@value': value });

/** The description. */
export const describe = (statistics: Statistics, { name, baseUrl, licence, contact }: Publisher): unknown => {
  const { from, to, unit, threshold } = statistics;
  const distribution = (file: string, type: string, mediaType: string) => ({
    '@id': `${baseUrl}${file}`,
    '@type': 'dcat:Distribution',
    'dct:title': [text('en', `Message flows (${type})`), text('de', `Nachrichtenströme (${type})`)],
    'dcat:accessURL': { '@id': `${baseUrl}${file}` },
    'dcat:downloadURL': { '@id': `${baseUrl}${file}` },
    'dct:format': { '@id': `${FILE_TYPE}${type}` },
    'dcat:mediaType': { '@id': `https://www.iana.org/assignments/media-types/${mediaType}` },
    'dct:license': { '@id': licence },
  });
  return {
    '@context': {
      dcat: 'http://www.w3.org/ns/dcat#',
      dct: 'http://purl.org/dc/terms/',
      foaf: 'http://xmlns.com/foaf/0.1/',
      vcard: 'http://www.w3.org/2006/vcard/ns#',
      xsd: 'http://www.w3.org/2001/XMLSchema#',
    },
    '@id': `${baseUrl}${FILES.description}`,
    '@type': 'dcat:Dataset',
    'dct:title': [
      text('en', 'Messages between authorities'),
      text('de', 'Nachrichten zwischen Behörden'),
      text('nl', 'Berichten tussen overheden'),
    ],
    'dct:description': [
      text(
        'en',
        `How many messages were handed in, by ${unit}, message type, service and region. Numbers below ${threshold} are told together with others.`,
      ),
      text(
        'de',
        `Wie viele Nachrichten eingereicht wurden, nach ${unit === 'day' ? 'Tag' : 'Monat'}, Nachrichtentyp, Leistung und Gebiet. Zahlen unter ${threshold} sind mit anderen zusammengefasst.`,
      ),
      text(
        'nl',
        `Hoeveel berichten zijn aangeboden, per ${unit === 'day' ? 'dag' : 'maand'}, berichttype, dienst en gebied. Aantallen onder ${threshold} zijn met andere samengevoegd.`,
      ),
    ],
    'dct:identifier': `${baseUrl}${FILES.json}`,
    'dct:publisher': { '@type': 'foaf:Agent', 'foaf:name': name },
    ...(contact === undefined
      ? {}
      : {
          'dcat:contactPoint': {
            '@type': 'vcard:Organization',
            'vcard:fn': name,
            'vcard:hasEmail': { '@id': `mailto:${contact}` },
          },
        }),
    'dcat:theme': { '@id': 'http://publications.europa.eu/resource/authority/data-theme/GOVE' },
    'dcat:keyword': [text('de', 'Verwaltung'), text('de', 'Datenaustausch'), text('en', 'public administration')],
    'dct:accrualPeriodicity': { '@id': `${FREQUENCY}${unit === 'day' ? 'DAILY' : 'MONTHLY'}` },
    'dct:temporal': { '@type': 'dct:PeriodOfTime', 'dcat:startDate': day(from), 'dcat:endDate': day(to) },
    'dct:license': { '@id': licence },
    'dcat:distribution': [
      distribution(FILES.json, 'JSON', 'application/json'),
      distribution(FILES.csv, 'CSV', 'text/csv'),
    ],
  };
};
