/** Authorities of Emsmark that decide on applications, are heard, prove, keep archives, pay and buy. */
import type { SandboxAuthorityData } from './authority-data.ts';

const office = (
  name: string,
  key: string,
  names: SandboxAuthorityData['names'],
  category: string,
  region: string,
  behaviour: SandboxAuthorityData['behaviour'] = 'accept',
): SandboxAuthorityData => ({ name, id: `dvdv:${key}`, names, category, region, channel: 'push', behaviour });

/** All of them take what is pushed to them. */
export const authoritiesOfProcedures: readonly SandboxAuthorityData[] = [
  office(
    'emsmark.antragsportal',
    'por:990000000001',
    { de: 'Antragsportal des Landes Emsmark', en: 'Emsmark Service Portal', nl: 'Aanvraagportaal Emsmark' },
    'state/portal',
    'ars:990000000000',
  ),
  office(
    'moorland.brandschutz',
    'bsd:990100000000',
    {
      de: 'Landkreis Moorland, Brandschutzdienststelle',
      en: 'County of Moorland, Fire Protection',
      nl: 'District Moorland, brandveiligheid',
    },
    'county/fire-brigade',
    'ars:990100000000',
    'answer',
  ),
  office(
    'moorland.naturschutz',
    'unb:990100000000',
    {
      de: 'Landkreis Moorland, Untere Naturschutzbehörde',
      en: 'County of Moorland, Nature Conservation',
      nl: 'District Moorland, natuurbescherming',
    },
    'county/nature-conservation',
    'ars:990100000000',
    'answer',
  ),
  office(
    'quellhorn.denkmalschutz',
    'uds:990100007007',
    {
      de: 'Stadt Quellhorn, Untere Denkmalschutzbehörde',
      en: 'City of Quellhorn, Monument Protection',
      nl: 'Stad Quellhorn, monumentenzorg',
    },
    'municipality/monument-protection',
    'ars:990100007007',
    'answer',
  ),
  office(
    'moorland.wasserbehoerde',
    'uwb:990100000000',
    {
      de: 'Landkreis Moorland, Untere Wasserbehörde',
      en: 'County of Moorland, Water Authority',
      nl: 'District Moorland, waterbeheer',
    },
    'county/water-authority',
    'ars:990100000000',
    'answer',
  ),
  office(
    'quellhorn.wahlamt',
    'wah:990100007007',
    { de: 'Stadt Quellhorn, Wahlamt', en: 'City of Quellhorn, Election Office', nl: 'Stad Quellhorn, stembureau' },
    'municipality/election-office',
    'ars:990100007007',
    'answer',
  ),
  office(
    'emsmark.familienkasse',
    'fka:990000000001',
    { de: 'Familienkasse Emsmark', en: 'Emsmark Family Benefits Office', nl: 'Kinderbijslaginstantie Emsmark' },
    'state/family-benefits',
    'ars:990000000000',
  ),
  office(
    'altenfehr.standesamt',
    'psw:99020003',
    { de: 'Standesamt Altenfehr', en: 'Altenfehr Civil Registry Office', nl: 'Burgerlijke stand Altenfehr' },
    'municipality/registry-office',
    'ars:990200003003',
    'answer',
  ),
  office(
    'emsmark.landesarchiv',
    'arc:990000000001',
    { de: 'Landesarchiv Emsmark', en: 'Emsmark State Archive', nl: 'Archief Emsmark' },
    'state/archive',
    'ars:990000000000',
    'answer',
  ),
  office(
    'emsmark.verwaltungsgericht',
    'vwg:990000000001',
    { de: 'Verwaltungsgericht Emsmark', en: 'Emsmark Administrative Court', nl: 'Bestuursrechter Emsmark' },
    'court/administrative',
    'ars:990000000000',
  ),
  office(
    'quellhorn.stadtkasse',
    'stk:990100007007',
    {
      de: 'Stadt Quellhorn, Stadtkasse – Rechnungseingang',
      en: 'City of Quellhorn, Treasury',
      nl: 'Stad Quellhorn, financiën',
    },
    'municipality/treasury',
    'ars:990100007007',
  ),
  office(
    'quellhorn.vergabestelle',
    'vgs:990100007007',
    {
      de: 'Stadt Quellhorn, Zentrale Vergabestelle',
      en: 'City of Quellhorn, Procurement Office',
      nl: 'Stad Quellhorn, inkoop',
    },
    'municipality/procurement-office',
    'ars:990100007007',
  ),
  office(
    'emsmark.bekanntmachungen',
    'bkm:990000000001',
    { de: 'Bekanntmachungsdienst des Landes Emsmark', en: 'Emsmark Notice Service', nl: 'Aankondigingsdienst Emsmark' },
    'state/notice-service',
    'ars:990000000000',
  ),
];
