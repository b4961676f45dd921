/** The tree of categories of the sandbox, with the prefixes of their authorities' directory keys. */
import type { Names } from '../directory/changes.ts';

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
  category('county', undefined, 'Landkreis', 'County', 'District'),
  category('county/housing-benefit', 'wgb', 'Wohngeldstelle', 'Housing benefit office', 'Huurtoeslag'),
  category('state', undefined, 'Land', 'State', 'Deelstaat'),
  category('state/tax-office', 'fin', 'Finanzamt', 'Tax office', 'Belastingkantoor'),
  category('state/statistics', 'sta', 'Statistisches Landesamt', 'Statistical office', 'Bureau voor de statistiek'),
  category('state/trade-supervision', 'gaa', 'Gewerbeaufsicht', 'Trade supervision', 'Bedrijfstoezicht'),
  category('chamber', undefined, 'Kammer', 'Chamber', 'Kamer'),
  category('chamber/crafts', 'hwk', 'Handwerkskammer', 'Chamber of crafts', 'Ambachtskamer'),
  category('chamber/commerce', 'ihk', 'Industrie- und Handelskammer', 'Chamber of commerce', 'Kamer van koophandel'),
  category('court', undefined, 'Gericht', 'Court', 'Rechtbank'),
  category('court/register', 'rgr', 'Registergericht', 'Commercial register', 'Handelsregister'),
  category('provider', undefined, 'Dienstleister', 'Service provider', 'Dienstverlener'),
  category('provider/computing-centre', 'krz', 'Rechenzentrum', 'Computing centre', 'Rekencentrum'),
  category('bench', 'pru', 'Prüfstand', 'Test bench', 'Testbank'),
];
