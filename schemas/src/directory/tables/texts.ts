/** What is said about a file that cannot be imported, and what to do. */
import { type Violation, violation } from '../../problems/problem.ts';
import type { Language } from '../../problems/texts.ts';
import { type ChangeFinding, findingInWords } from '../check/check-texts.ts';

type Told = Readonly<Record<Language, readonly [text: string, remedy: string]>>;

const TEXTS = {
  'not-utf8': {
    de: ['Die Zeile ist nicht in UTF-8 geschrieben.', 'Die Datei als UTF-8 speichern.'],
    en: ['The line is not written in UTF-8.', 'Save the file as UTF-8.'],
    nl: ['De regel is niet in UTF-8 geschreven.', 'Sla het bestand op als UTF-8.'],
  },
  'no-head': {
    de: ['Die Datei ist leer: Die Zeile mit den Spaltennamen fehlt.', 'Mit „registry export“ entsteht ein Muster.'],
    en: ['The file is empty: the row with the names of the columns is missing.', '"registry export" makes a pattern.'],
    nl: ['Het bestand is leeg: de regel met de kolomnamen ontbreekt.', '„registry export” maakt een voorbeeld.'],
  },
  'kind-unclear': {
    de: ['Aus den Spalten geht nicht hervor, welche Art von Einträgen dies ist.', 'Die Art mit --kind angeben.'],
    en: ['The columns do not tell which kind of entries these are.', 'Name the kind with --kind.'],
    nl: ['Uit de kolommen blijkt niet welke soort inschrijvingen dit is.', 'Noem de soort met --kind.'],
  },
  'kind-other': {
    de: ['Dies ist ein Eintrag der Art „{kind}“ in einer Tabelle der Art „{table}“.', 'Je Art eine Tabelle verwenden.'],
    en: ['This is an entry of kind "{kind}" in a table of kind "{table}".', 'Use one table for each kind.'],
    nl: [
      'Dit is een inschrijving van soort „{kind}” in een tabel van soort „{table}”.',
      'Gebruik per soort een tabel.',
    ],
  },
  'column-unknown': {
    de: ['Eine Spalte „{name}“ gibt es für die Art „{kind}“ nicht.', 'Die Spalte umbenennen oder weglassen.'],
    en: ['There is no column "{name}" for the kind "{kind}".', 'Rename the column or leave it out.'],
    nl: ['Een kolom „{name}” bestaat niet voor de soort „{kind}”.', 'Hernoem de kolom of laat haar weg.'],
  },
  'column-meant': {
    de: ['Eine Spalte „{name}“ gibt es für die Art „{kind}“ nicht.', 'Gemeint ist wohl „{meant}“.'],
    en: ['There is no column "{name}" for the kind "{kind}".', 'Did you mean "{meant}"?'],
    nl: ['Een kolom „{name}” bestaat niet voor de soort „{kind}”.', 'Bedoelde u „{meant}”?'],
  },
  'column-missing': {
    de: ['Die Spalte „{name}“ fehlt; die Art „{kind}“ braucht sie.', 'Die Spalte ergänzen.'],
    en: ['The column "{name}" is missing; the kind "{kind}" needs it.', 'Add the column.'],
    nl: ['De kolom „{name}” ontbreekt; de soort „{kind}” heeft haar nodig.', 'Voeg de kolom toe.'],
  },
  'column-twice': {
    de: ['Die Spalte „{name}“ kommt mehrmals vor.', 'Nur eine davon behalten.'],
    en: ['The column "{name}" occurs more than once.', 'Keep only one of them.'],
    nl: ['De kolom „{name}” komt meer dan eens voor.', 'Houd er maar één.'],
  },
  'cell-count': {
    de: ['Die Zeile hat {count} Zellen, die Tabelle {columns} Spalten.', 'Zellen mit Trennzeichen in "…" setzen.'],
    en: ['The row has {count} cells, the table {columns} columns.', 'Put cells that hold a separator in "…".'],
    nl: ['De regel heeft {count} cellen, de tabel {columns} kolommen.', 'Zet cellen met een scheidingsteken in "…".'],
  },
  'quote-inside': {
    de: ['Ein " steht mitten in einer Zelle.', 'Die ganze Zelle in "…" setzen und jedes " darin verdoppeln.'],
    en: ['There is a " inside of a cell.', 'Put the whole cell in "…" and double every " in it.'],
    nl: ['Er staat een " midden in een cel.', 'Zet de hele cel in "…" en verdubbel elke " daarin.'],
  },
  'after-quote': {
    de: ['Nach dem schließenden " steht noch Text.', 'Jedes " in einer Zelle verdoppeln.'],
    en: ['Text follows the closing ".', 'Double every " in a cell.'],
    nl: ['Na de sluitende " volgt nog tekst.', 'Verdubbel elke " in een cel.'],
  },
  'line-end': {
    de: ['Ein Wagenrücklauf (CR) steht für sich allein.', 'Zeilen mit LF oder CRLF enden lassen.'],
    en: ['There is a carriage return (CR) of its own.', 'End the lines with LF or CRLF.'],
    nl: ['Er staat een regelterugloop (CR) op zichzelf.', 'Laat de regels op LF of CRLF eindigen.'],
  },
  'quote-open': {
    de: ['Ein " wird bis zum Ende der Datei nicht geschlossen.', 'Das " schließen oder verdoppeln.'],
    en: ['A " is not closed before the end of the file.', 'Close the " or double it.'],
    nl: ['Een " wordt voor het einde van het bestand niet gesloten.', 'Sluit de " of verdubbel hem.'],
  },
  'row-too-long': {
    de: ['Die Zeile hat mehr als {limit} Zeichen; weiter wurde nicht gelesen.', 'Meist fehlt ein schließendes ".'],
    en: ['The row has more than {limit} characters; nothing was read after it.', 'Often a closing " is missing.'],
    nl: ['De regel heeft meer dan {limit} tekens; verder is niet gelezen.', 'Vaak ontbreekt een sluitende ".'],
  },
  'value-too-long': {
    de: ['Der Wert hat mehr als {limit} Zeichen; weiter wurde nicht gelesen.', 'Große Einträge aufteilen.'],
    en: ['The value has more than {limit} characters; nothing was read after it.', 'Divide large entries.'],
    nl: ['De waarde heeft meer dan {limit} tekens; verder is niet gelezen.', 'Deel grote inschrijvingen op.'],
  },
  'not-json': {
    de: ['Hier ist es kein JSON mehr; weiter wurde nicht gelesen.', 'Die Datei mit einem JSON-Prüfer ansehen.'],
    en: ['From here on it is no JSON; nothing was read after it.', 'Look at the file with a checker of JSON.'],
    nl: ['Vanaf hier is het geen JSON meer; verder is niet gelezen.', 'Bekijk het bestand met een JSON-controle.'],
  },
  'id-twice': {
    de: ['Der Eintrag {id} steht schon in Zeile {first}.', 'Nur einen davon behalten oder einem eine andere id geben.'],
    en: ['The entry {id} is already on line {first}.', 'Keep only one of them, or give one another id.'],
    nl: ['De inschrijving {id} staat al op regel {first}.', 'Houd er maar één, of geef één een andere id.'],
  },
  'too-many': {
    de: ['Die Datei hat mehr als {limit} Einträge.', 'Die Datei in mehrere aufteilen.'],
    en: ['The file has more than {limit} entries.', 'Divide the file.'],
    nl: ['Het bestand heeft meer dan {limit} inschrijvingen.', 'Deel het bestand op.'],
  },
  'list-subject': {
    de: ['Weder URN noch Schlüssel sagen, wovon die Liste handelt.', 'Die Schlüsselspalte mit --columns key=… nennen.'],
    en: ['Neither URN nor keys tell what the list is about.', 'Name the column of keys with --columns key=….'],
    nl: ['Noch URN noch sleutels zeggen waarover de lijst gaat.', 'Noem de sleutelkolom met --columns key=….'],
  },
  'list-key': {
    de: ['Eine solche Schlüsselspalte hat die Liste nicht.', 'Eine der Spalten mit --columns key=… nennen.'],
    en: ['The list has no such column of keys.', 'Name one of its columns with --columns key=….'],
    nl: ['De lijst heeft geen zulke sleutelkolom.', 'Noem een van de kolommen met --columns key=….'],
  },
  'list-name': {
    de: ['Eine solche Spalte mit Namen hat die Liste nicht.', 'Eine der Spalten mit --columns name=… nennen.'],
    en: ['The list has no such column of names.', 'Name one of its columns with --columns name=….'],
    nl: ['De lijst heeft geen zulke kolom met namen.', 'Noem een van de kolommen met --columns name=….'],
  },
  'list-day': {
    de: ['Die Liste sagt nicht, ab welchem Tag sie gilt.', 'Den Tag mit --valid-from angeben.'],
    en: ['The list does not say from which day it holds.', 'Name the day with --valid-from.'],
    nl: ['De lijst zegt niet vanaf welke dag zij geldt.', 'Noem de dag met --valid-from.'],
  },
  'categories-first': {
    de: [
      'Die Liste legt Kategorien an, und das Verzeichnis führt noch keine: Dann müssten auch diese eingetragen sein, zu denen seine Einträge schon gehören: {categories}.',
      'Zuerst diese und jede über ihnen eintragen, mit einer Tabelle der Spalten kind;id;validFrom;category;names.de und der Art category.',
    ],
    en: [
      'The list makes categories, and the directory keeps none yet: then those would have to be registered, too, that its entries are already of: {categories}.',
      'First import these, and each one above them, as a table with the columns kind;id;validFrom;category;names.de and the kind category.',
    ],
    nl: [
      'De lijst maakt categorieën, en het register voert er nog geen: dan moeten ook die geregistreerd zijn waartoe zijn inschrijvingen al behoren: {categories}.',
      'Importeer eerst deze, en elke erboven, als tabel met de kolommen kind;id;validFrom;category;names.de en de soort category.',
    ],
  },
  'key-missing': {
    de: ['Die Zeile „{name}“ hat keinen Schlüssel.', 'Den Schlüssel ergänzen oder die Zeile löschen.'],
    en: ['The row "{name}" has no key.', 'Add the key or delete the row.'],
    nl: ['De regel „{name}” heeft geen sleutel.', 'Vul de sleutel aan of verwijder de regel.'],
  },
  'key-form': {
    de: [
      '„{key}“ ist kein Schlüssel dieser Liste.',
      'ARS: 2, 3, 5, 9 oder 12 Ziffern; AGS: 2, 3, 5 oder 8; Präfixe: Buchstaben.',
    ],
    en: ['"{key}" is no key of this list.', 'ARS: 2, 3, 5, 9 or 12 digits; AGS: 2, 3, 5 or 8; prefixes: letters.'],
    nl: [
      '„{key}” is geen sleutel van deze lijst.',
      'ARS: 2, 3, 5, 9 of 12 cijfers; AGS: 2, 3, 5 of 8; prefixen: letters.',
    ],
  },
  'key-twice': {
    de: ['Der Schlüssel {key} steht mit einem anderen Namen schon in Zeile {first}.', 'Nur eine der Zeilen behalten.'],
    en: ['The key {key} is already on line {first}, with another name.', 'Keep only one of the rows.'],
    nl: ['De sleutel {key} staat met een andere naam al op regel {first}.', 'Houd maar één van de regels.'],
  },
  'name-missing': {
    de: ['Zum Schlüssel {key} fehlt der Name.', 'Den Namen ergänzen, oder die Spalte mit --columns name=… nennen.'],
    en: ['The key {key} has no name.', 'Add the name, or name its column with --columns name=….'],
    nl: ['Bij de sleutel {key} ontbreekt de naam.', 'Vul de naam aan, of noem de kolom met --columns name=….'],
  },
} as const satisfies Readonly<Record<string, Told>>;

/** What may be wrong with a file, beyond its entries. */
export type TableText = keyof typeof TEXTS;

/** A finding about a file: about its form, or about an entry in it. */
export type TableFinding = { readonly line: number } & (
  | {
      readonly text: TableText;
      readonly values?: Readonly<Record<string, string | number>>;
      readonly expected?: string;
    }
  | { readonly entry: ChangeFinding }
);

const filled = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));

/** A finding as a violation of `registry-change-invalid` with its line. */
export const tableViolation = (finding: TableFinding, language: Language): Violation => {
  if ('entry' in finding)
    return violation('registry-change-invalid', findingInWords(finding.entry, language), {
      language,
      line: finding.line,
      ...(finding.entry.expected === undefined ? {} : { expected: finding.entry.expected }),
    });
  const [text, remedy] = TEXTS[finding.text][language];
  const values = finding.values ?? {};
  return violation('registry-change-invalid', filled(text, values), {
    line: finding.line,
    remedy: filled(remedy, values),
    ...(finding.expected === undefined ? {} : { expected: finding.expected }),
  });
};
