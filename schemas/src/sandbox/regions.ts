import type { Names, RegionEntry } from '../directory/changes.ts';
import type { RegionId } from '../identifiers.ts';
import { SANDBOX_REGIONS } from './services.ts';

type Level = RegionEntry['level'];
const town = (de: string, en = `Municipality of ${de}`, nl = `Gemeente ${de}`): Names => ({ de, en, nl });

/** The regions of the sandbox with level and name: the invented state of Emsmark, nested, and two Dutch municipalities. */
export const SANDBOX_REGION_TABLE: readonly {
  readonly region: RegionId;
  readonly level: Level;
  readonly names: Names;
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
  { region: SANDBOX_REGIONS.quellhorn, level: 'municipality', names: town('Stadt Quellhorn', 'City of Quellhorn') },
  { region: SANDBOX_REGIONS.fehnhusen, level: 'municipality', names: town('Fehnhusen') },
  { region: SANDBOX_REGIONS.torfdorf, level: 'municipality', names: town('Torfdorf') },
  { region: SANDBOX_REGIONS.wiekmoor, level: 'municipality', names: town('Wiekmoor') },
  { region: SANDBOX_REGIONS.altenfehr, level: 'municipality', names: town('Stadt Altenfehr', 'City of Altenfehr') },
  { region: SANDBOX_REGIONS.hochwarden, level: 'municipality', names: town('Stadt Hochwarden', 'City of Hochwarden') },
  { region: SANDBOX_REGIONS.suederlueh, level: 'municipality', names: town('Süderlüh') },
  { region: SANDBOX_REGIONS.nebelrade, level: 'municipality', names: town('Nebelrade') },
  {
    region: SANDBOX_REGIONS.westerdiep,
    level: 'municipality',
    names: { de: 'Gemeinde Westerdiep', en: 'Municipality of Westerdiep', nl: 'Gemeente Westerdiep' },
  },
  {
    region: SANDBOX_REGIONS.veenbeek,
    level: 'municipality',
    names: { de: 'Gemeinde Veenbeek', en: 'Municipality of Veenbeek', nl: 'Gemeente Veenbeek' },
  },
];
