/** The tree of categories of the sandbox, with the prefixes of their authorities' directory keys. */
import type { Names } from '../directory/change/changes.ts';

interface Category {
  readonly category: string;
  readonly keyPrefix?: string;
  readonly names: Required<Names>;
}

const category = (path: string, keyPrefix: string | undefined, de: string, en: string, nl: string): Category => ({
  category: path,
  ...(keyPrefix === undefined ? {} : { keyPrefix }),
  names: { de, en, nl },
});

/** Every category, those above before those below. */
export const SANDBOX_CATEGORIES: readonly Category[] = [
  category('municipality', undefined, 'Gemeinde', 'Municipality', 'Gemeente'),
  category('municipality/trade-office', 'xga', 'Gewerbeamt', 'Trade office', 'Bedrijvenregistratie'),
  category('municipality/registration-office', 'ags', 'Meldebehörde', 'Registration office', 'Bevolkingsregister'),
  category('municipality/registry-office', 'psw', 'Standesamt', 'Civil registry office', 'Burgerlijke stand'),
  category('municipality/building-authority', 'bab', 'Bauaufsicht', 'Building authority', 'Bouwtoezicht'),
  category('municipality/monument-protection', 'uds', 'Denkmalschutz', 'Monument protection', 'Monumentenzorg'),
  category('municipality/election-office', 'wah', 'Wahlamt', 'Election office', 'Stembureau'),
  category('municipality/treasury', 'stk', 'Stadtkasse', 'Treasury', 'Financiën'),
  category('municipality/procurement-office', 'vgs', 'Vergabestelle', 'Procurement office', 'Inkoop'),
  category('county', undefined, 'Landkreis', 'County', 'District'),
  category('county/housing-benefit', 'wgb', 'Wohngeldstelle', 'Housing benefit office', 'Huurtoeslag'),
  category('county/fire-brigade', 'bsd', 'Brandschutzdienststelle', 'Fire protection', 'Brandveiligheid'),
  category('county/nature-conservation', 'unb', 'Naturschutzbehörde', 'Nature conservation', 'Natuurbescherming'),
  category('county/water-authority', 'uwb', 'Wasserbehörde', 'Water authority', 'Waterbeheer'),
  category('state', undefined, 'Land', 'State', 'Deelstaat'),
  category('state/tax-office', 'fin', 'Finanzamt', 'Tax office', 'Belastingkantoor'),
  category('state/statistics', 'sta', 'Statistisches Landesamt', 'Statistical office', 'Bureau voor de statistiek'),
  category('state/trade-supervision', 'gaa', 'Gewerbeaufsicht', 'Trade supervision', 'Bedrijfstoezicht'),
  category('state/portal', 'por', 'Antragsportal', 'Service portal', 'Aanvraagportaal'),
  category('state/family-benefits', 'fka', 'Familienkasse', 'Family benefits office', 'Kinderbijslaginstantie'),
  category('state/archive', 'arc', 'Archiv', 'Archive', 'Archief'),
  category('state/notice-service', 'bkm', 'Bekanntmachungsdienst', 'Notice service', 'Aankondigingsdienst'),
  category('chamber', undefined, 'Kammer', 'Chamber', 'Kamer'),
  category('chamber/crafts', 'hwk', 'Handwerkskammer', 'Chamber of crafts', 'Ambachtskamer'),
  category('chamber/commerce', 'ihk', 'Industrie- und Handelskammer', 'Chamber of commerce', 'Kamer van koophandel'),
  category('court', undefined, 'Gericht', 'Court', 'Rechtbank'),
  category('court/register', 'rgr', 'Registergericht', 'Commercial register', 'Handelsregister'),
  category('court/administrative', 'vwg', 'Verwaltungsgericht', 'Administrative court', 'Bestuursrechter'),
  category('provider', undefined, 'Dienstleister', 'Service provider', 'Dienstverlener'),
  category('provider/computing-centre', 'krz', 'Rechenzentrum', 'Computing centre', 'Rekencentrum'),
  category('bench', 'pru', 'Prüfstand', 'Test bench', 'Testbank'),
];
