import type { Names, RegionEntry } from '../directory/change/changes.ts';
import type { RegionId } from '../identifiers.ts';
import { SANDBOX_REGIONS } from './services.ts';

type Level = RegionEntry['level'];
const town = (de: string, en = `Municipality of ${de}`, nl = `Gemeente ${de}`): Names => ({ de, en, nl });

/**
 * The regions of the sandbox: the invented state of Emsmark, nested; the district of a court, which does not nest; and
 * two Dutch municipalities. Postal codes that begin with 00 (German) or 0 (Dutch) were never given out.
 */
export const SANDBOX_REGION_TABLE: readonly {
  readonly region: RegionId;
  readonly level: Level;
  readonly names: Names;
  readonly ags?: string;
  readonly postalCodes?: readonly string[];
  readonly members?: readonly RegionId[];
}[] = [
  {
    region: SANDBOX_REGIONS.emsmark,
    level: 'state',
    names: { de: 'Land Emsmark', en: 'State of Emsmark', nl: 'Deelstaat Emsmark' },
  },
  {
    region: SANDBOX_REGIONS.moorland,
    level: 'county',
    names: { de: 'Landkreis Moorland', en: 'County of Moorland', nl: 'District Moorland' },
  },
  {
    region: SANDBOX_REGIONS.geestrand,
    level: 'county',
    names: { de: 'Landkreis Geestrand', en: 'County of Geestrand', nl: 'District Geestrand' },
  },
  {
    region: SANDBOX_REGIONS.fehnwolde,
    level: 'association',
    names: {
      de: 'Samtgemeinde Fehnwolde',
      en: 'Association of Municipalities Fehnwolde',
      nl: 'Gemeenteverbond Fehnwolde',
    },
  },
  {
    region: SANDBOX_REGIONS.quellhorn,
    level: 'municipality',
    names: town('Stadt Quellhorn', 'City of Quellhorn'),
    ags: '99010007',
    postalCodes: ['00107', '00109'],
  },
  {
    region: SANDBOX_REGIONS.fehnhusen,
    level: 'municipality',
    names: town('Fehnhusen'),
    ags: '99010041',
    postalCodes: ['00141'],
  },
  {
    region: SANDBOX_REGIONS.torfdorf,
    level: 'municipality',
    names: town('Torfdorf'),
    ags: '99010042',
    postalCodes: ['00142'],
  },
  {
    region: SANDBOX_REGIONS.wiekmoor,
    level: 'municipality',
    names: town('Wiekmoor'),
    ags: '99010043',
    postalCodes: ['00142', '00143'],
  },
  {
    region: SANDBOX_REGIONS.altenfehr,
    level: 'municipality',
    names: town('Stadt Altenfehr', 'City of Altenfehr'),
    ags: '99020003',
    postalCodes: ['00203'],
  },
  {
    region: SANDBOX_REGIONS.hochwarden,
    level: 'municipality',
    names: town('Stadt Hochwarden', 'City of Hochwarden'),
    ags: '99020009',
    postalCodes: ['00209'],
  },
  {
    region: SANDBOX_REGIONS.suederlueh,
    level: 'municipality',
    names: town('Süderlüh'),
    ags: '99020011',
    postalCodes: ['00211'],
  },
  {
    region: SANDBOX_REGIONS.nebelrade,
    level: 'municipality',
    names: town('Nebelrade'),
    ags: '99020012',
    postalCodes: ['00212'],
  },
  {
    region: SANDBOX_REGIONS.courtDistrict,
    level: 'area',
    names: {
      de: 'Gerichtsbezirk Quellhorn',
      en: 'Court district of Quellhorn',
      nl: 'Gerechtelijk arrondissement Quellhorn',
    },
    members: [SANDBOX_REGIONS.moorland, SANDBOX_REGIONS.altenfehr],
  },
  {
    region: SANDBOX_REGIONS.westerdiep,
    level: 'municipality',
    names: { de: 'Gemeinde Westerdiep', en: 'Municipality of Westerdiep', nl: 'Gemeente Westerdiep' },
    postalCodes: ['0901', '0901 AB'],
  },
  {
    region: SANDBOX_REGIONS.veenbeek,
    level: 'municipality',
    names: { de: 'Gemeinde Veenbeek', en: 'Municipality of Veenbeek', nl: 'Gemeente Veenbeek' },
    postalCodes: ['0902', '0902 CD'],
  },
];
