/** Who is responsible for what in the sandbox, who may send what to whom, and who acts for whom. */
import type { ResponsibilityEntry } from '../directory/change/changes.ts';
import type { RegionId, ServiceId } from '../identifiers.ts';
import { SANDBOX_REGIONS as REGIONS, SANDBOX_SERVICES as SERVICES } from './services.ts';

/** A responsibility; `authority` is a short name. */
export interface SandboxResponsibility
  extends Pick<ResponsibilityEntry, 'significantDigits' | 'disclosure' | 'validUntil'> {
  readonly service: ServiceId;
  readonly role: string;
  readonly region: RegionId;
  readonly authority: string;
  readonly validFrom?: string;
}

const notices = (
  role: string,
  region: RegionId,
  significantDigits: ResponsibilityEntry['significantDigits'],
  authority: string,
  rest: Pick<SandboxResponsibility, 'disclosure' | 'validFrom' | 'validUntil'> = {},
): SandboxResponsibility => ({
  service: SERVICES.businessNotice,
  role,
  region,
  authority,
  ...(significantDigits === undefined ? {} : { significantDigits }),
  ...rest,
});
const responsible = (service: ServiceId, region: RegionId, authority: string): SandboxResponsibility => ({
  service,
  role: 'responsible',
  region,
  authority,
});

/** What is held by the county is held for all its towns. */
const toBuild = (role: string, region: RegionId, authority: string): SandboxResponsibility => ({
  ...responsible(SERVICES.buildingApplication, region, authority),
  role,
  ...(region === REGIONS.moorland ? { significantDigits: 5 } : {}),
});

const TOWNS = [
  [REGIONS.quellhorn, 'quellhorn.meldebehoerde'],
  [REGIONS.altenfehr, 'altenfehr.meldebehoerde'],
  [REGIONS.hochwarden, 'hochwarden.meldebehoerde'],
  [REGIONS.suederlueh, 'suederlueh.meldebehoerde'],
  [REGIONS.nebelrade, 'nebelrade.meldebehoerde'],
  [REGIONS.torfdorf, 'torfdorf.meldebehoerde'],
  [REGIONS.wiekmoor, 'wiekmoor.meldebehoerde'],
] as const;

/** The day on which the association changes from one tax office to the other. */
const REFORM = '2027-01-01';

/** All responsibilities. A town counts before its association, that before its county, that before the state. */
export const SANDBOX_RESPONSIBILITIES: readonly SandboxResponsibility[] = [
  notices('responsible', REGIONS.quellhorn, undefined, 'quellhorn.gewerbeamt'),
  notices('tax-office', REGIONS.moorland, 5, 'moorland.finanzamt'),
  notices('tax-office', REGIONS.geestrand, 5, 'geestrand.finanzamt'),
  notices('tax-office', REGIONS.fehnwolde, 9, 'geestrand.finanzamt', { validUntil: REFORM }),
  notices('tax-office', REGIONS.fehnwolde, 9, 'moorland.finanzamt', { validFrom: REFORM }),
  notices('chamber-of-crafts', REGIONS.emsmark, 2, 'emsmark.handwerkskammer'),
  notices('chamber-of-commerce', REGIONS.emsmark, 2, 'emsmark.handelskammer'),
  // statistics are made without names: whatever an author gives, persons are withheld
  notices('statistics-office', REGIONS.emsmark, 2, 'emsmark.statistik', { disclosure: ['core', 'statistics'] }),
  notices('trade-supervision', REGIONS.emsmark, 2, 'emsmark.gewerbeaufsicht'),
  // the district of the court: one county, and a town of the other
  notices('register-court', REGIONS.courtDistrict, undefined, 'quellhorn.registergericht'),
  ...[SERVICES.noticeOfArrival, SERVICES.certificateOfRegistration].flatMap((service) => [
    ...TOWNS.map(([region, authority]) => responsible(service, region, authority)),
    // the rest of the association, which is Fehnhusen
    { ...responsible(service, REGIONS.fehnwolde, 'fehnhusen.meldebehoerde'), significantDigits: 9 as const },
  ]),
  toBuild('responsible', REGIONS.quellhorn, 'quellhorn.bauaufsicht'),
  toBuild('fire-brigade', REGIONS.moorland, 'moorland.brandschutz'),
  toBuild('nature-conservation', REGIONS.moorland, 'moorland.naturschutz'),
  toBuild('monument-protection', REGIONS.quellhorn, 'quellhorn.denkmalschutz'),
  toBuild('water-authority', REGIONS.moorland, 'moorland.wasserbehoerde'),
  responsible(SERVICES.postalVoting, REGIONS.quellhorn, 'quellhorn.wahlamt'),
  responsible(SERVICES.proofOfBirth, REGIONS.quellhorn, 'quellhorn.standesamt'),
  responsible(SERVICES.proofOfBirth, REGIONS.altenfehr, 'altenfehr.standesamt'),
  { ...responsible(SERVICES.recordsToArchive, REGIONS.emsmark, 'emsmark.landesarchiv'), significantDigits: 2 },
  responsible(SERVICES.invoiceToAuthority, REGIONS.quellhorn, 'quellhorn.stadtkasse'),
  { ...responsible(SERVICES.contractNotice, REGIONS.emsmark, 'emsmark.bekanntmachungen'), significantDigits: 2 },
  responsible(SERVICES.noticeOfDeparture, REGIONS.westerdiep, 'westerdiep.burgerzaken'),
  responsible(SERVICES.noticeOfDeparture, REGIONS.veenbeek, 'veenbeek.burgerzaken'),
];

const REGISTRATION = 'municipality/registration-office';
const BUILDING = 'municipality/building-authority';
/** Bodies that are heard on a building application. */
const BODIES_HEARD = [
  'county/fire-brigade',
  'county/nature-conservation',
  'municipality/monument-protection',
  'county/water-authority',
] as const;

/** Messages about messages: whoever has an endpoint for pushes or a mailbox takes them. */
const ABOUT_MESSAGES = [
  'rueckweisung',
  'weiterleitung',
  'abgabe',
  'nichtzustaendigkeit',
  'statusanfrage',
  'statusantwort',
] as const;
const OTHERS = ['county', 'state', 'chamber', 'court'] as const;

/** Message type → from category, to category. What is not here is not permitted. */
export const SANDBOX_PERMISSIONS: readonly (readonly [type: string, from: string, to: string])[] = [
  ['gewerbeanzeige', 'municipality/trade-office', 'municipality/trade-office'],
  ['gewerbeanzeige', 'municipality/trade-office', 'state'],
  ['gewerbeanzeige', 'municipality/trade-office', 'chamber'],
  ['gewerbeanzeige', 'municipality/trade-office', 'court/register'],
  ['wohnsitz.rueckmeldung', REGISTRATION, REGISTRATION],
  ['wohnsitz.auswertung', REGISTRATION, REGISTRATION],
  ['meldebescheinigung.anfrage', 'county/housing-benefit', REGISTRATION],
  ['meldebescheinigung.anfrage', 'municipality/registry-office', REGISTRATION],
  ['meldebescheinigung.anfrage', REGISTRATION, REGISTRATION],
  ['meldebescheinigung.antwort', REGISTRATION, 'county/housing-benefit'],
  ['meldebescheinigung.antwort', REGISTRATION, 'municipality/registry-office'],
  ['meldebescheinigung.antwort', REGISTRATION, REGISTRATION],
  ['wegzug.mitteilung', REGISTRATION, REGISTRATION],
  ['pruefstand.nachricht', 'bench', 'bench'],
  ...BODIES_HEARD.flatMap((body) => [
    ['bauantrag', 'state/portal', body] as const,
    ['bauantrag.beteiligung', BUILDING, body] as const,
    ['bauantrag.stellungnahme', body, BUILDING] as const,
  ]),
  ['bauantrag', 'state/portal', BUILDING],
  ['wahlschein.antrag', 'state/portal', 'municipality/election-office'],
  ['wahlschein.antrag.bestaetigung', 'municipality/election-office', 'state/portal'],
  ['kindergeld.nachweis.anfrage', 'state/family-benefits', 'municipality/registry-office'],
  ['kindergeld.nachweis.antwort', 'municipality/registry-office', 'state/family-benefits'],
  ['akte.anbietung', 'state', 'state/archive'],
  ['akte.bewertung', 'state/archive', 'state'],
  ['akte.aussonderung', 'state', 'state/archive'],
  ['akteneinsicht', BUILDING, 'court/administrative'],
  ['akteneinsicht', BUILDING, 'county/nature-conservation'],
  ['rechnung', 'provider/computing-centre', 'municipality/treasury'],
  ['vergabe.bekanntmachung', 'municipality/procurement-office', 'state/notice-service'],
  ...ABOUT_MESSAGES.flatMap((type) =>
    OTHERS.flatMap((other) => [[type, 'municipality', other] as const, [type, other, 'municipality'] as const]),
  ),
  ...ABOUT_MESSAGES.map((type) => [type, 'municipality', 'municipality'] as const),
  // a provider that runs the exchange returns to their authors what could not be delivered
  ...['municipality', ...OTHERS].map((to) => ['rueckweisung', 'provider', to] as const),
];

const TAKEN: Readonly<Record<string, readonly string[]>> = {
  'municipality/trade-office': ['gewerbeanzeige'],
  'state/tax-office': ['gewerbeanzeige'],
  'chamber/crafts': ['gewerbeanzeige'],
  'chamber/commerce': ['gewerbeanzeige'],
  'state/statistics': ['gewerbeanzeige'],
  'state/trade-supervision': ['gewerbeanzeige', 'akte.bewertung'],
  'court/register': ['gewerbeanzeige'],
  [REGISTRATION]: [
    'wohnsitz.rueckmeldung',
    'wohnsitz.auswertung',
    'meldebescheinigung.anfrage',
    'meldebescheinigung.antwort',
    'wegzug.mitteilung',
  ],
  'municipality/registry-office': ['meldebescheinigung.antwort', 'kindergeld.nachweis.anfrage'],
  'county/housing-benefit': ['meldebescheinigung.antwort'],
  [BUILDING]: ['bauantrag', 'bauantrag.stellungnahme'],
  ...Object.fromEntries(BODIES_HEARD.map((body) => [body, ['bauantrag', 'bauantrag.beteiligung']])),
  'county/nature-conservation': ['bauantrag', 'bauantrag.beteiligung', 'akteneinsicht'],
  'state/portal': ['wahlschein.antrag.bestaetigung'],
  'municipality/election-office': ['wahlschein.antrag'],
  'state/family-benefits': ['kindergeld.nachweis.antwort'],
  'state/archive': ['akte.anbietung', 'akte.aussonderung'],
  'court/administrative': ['akteneinsicht'],
  'municipality/treasury': ['rechnung'],
  'municipality/procurement-office': [],
  'state/notice-service': ['vergabe.bekanntmachung'],
  bench: ['pruefstand.nachricht'],
};

/** Category → message types (version 1.0) its endpoints take. */
export const TAKEN_BY_CATEGORY: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries(TAKEN).map(([category, types]) => [
    category,
    category === 'bench' ? types : [...types, ...ABOUT_MESSAGES],
  ]),
);

/** The computing centre acts for three towns; for one of them it also signs. */
export const SANDBOX_MANDATES: readonly {
  readonly provider: string;
  readonly author: string;
  readonly signs: readonly string[];
}[] = [
  { provider: 'fehnwolde.rechenzentrum', author: 'fehnhusen.meldebehoerde', signs: [] },
  {
    provider: 'fehnwolde.rechenzentrum',
    author: 'torfdorf.meldebehoerde',
    signs: ['wohnsitz.rueckmeldung', 'wohnsitz.auswertung'],
  },
  { provider: 'fehnwolde.rechenzentrum', author: 'wiekmoor.meldebehoerde', signs: [] },
];
