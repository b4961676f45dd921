/** What users are told about octets that cannot be read, in their language. */
import { shorten } from '../problems/say.ts';
import type { Language } from '../problems/texts.ts';
import type { EncodingFault } from './encoding.ts';
import type { XmlLimits } from './limits.ts';
import type { Excess } from './scan.ts';

export const tooLarge = (found: number, allowed: number, language: Language): string =>
  ({
    de: `Das Dokument hat ${found} Oktette; erlaubt sind höchstens ${allowed}.`,
    en: `The document has ${found} octets; at most ${allowed} are allowed.`,
    nl: `Het document telt ${found} octetten; ten hoogste ${allowed} zijn toegestaan.`,
  })[language];

export const notUtf8 = (fault: EncodingFault, language: Language): string => {
  const encoding = shorten(fault.encoding ?? '', 40);
  if (fault.encoding !== undefined)
    return {
      de: `Das Dokument ist nicht in UTF-8, sondern in „${encoding}“ kodiert oder gibt das an.`,
      en: `The document is encoded in “${encoding}”, or says so, not in UTF-8.`,
      nl: `Het document is gecodeerd in ‘${encoding}’, of vermeldt dat, en niet in UTF-8.`,
    }[language];
  return {
    de: 'Diese Zeile enthält Oktette, die kein gültiges UTF-8 sind.',
    en: 'This line contains octets that are not valid UTF-8.',
    nl: 'Deze regel bevat octetten die geen geldig UTF-8 zijn.',
  }[language];
};

export const doctype = (language: Language): string =>
  ({
    de: 'Das Dokument enthält eine DOCTYPE-Deklaration.',
    en: 'The document contains a DOCTYPE declaration.',
    nl: 'Het document bevat een DOCTYPE-declaratie.',
  })[language];

export const version = (found: string, language: Language): string =>
  ({
    de: `XML-Version ${shorten(found, 10)} wird nicht angenommen.`,
    en: `XML version ${shorten(found, 10)} is not accepted.`,
    nl: `XML-versie ${shorten(found, 10)} wordt niet aanvaard.`,
  })[language];

const WHAT: Readonly<Record<keyof XmlLimits, Readonly<Record<Language, string>>>> = {
  octets: { de: 'Oktette', en: 'octets', nl: 'octetten' },
  depth: {
    de: 'Ebenen ineinander',
    en: 'levels of nesting',
    nl: 'niveaus in elkaar',
  },
  elements: { de: 'Elemente', en: 'elements', nl: 'elementen' },
  attributesPerElement: {
    de: 'Attribute an einem Element',
    en: 'attributes on one element',
    nl: 'attributen bij één element',
  },
  attributes: { de: 'Attribute', en: 'attributes', nl: 'attributen' },
  nameLength: {
    de: 'Oktette in einem Namen',
    en: 'octets in one name',
    nl: 'octetten in één naam',
  },
};

export const exceeded = ({ limit, allowed, found }: Excess, language: Language): string =>
  ({
    de: `Zu viel: mindestens ${found} ${WHAT[limit].de}; erlaubt sind höchstens ${allowed}.`,
    en: `Too much: at least ${found} ${WHAT[limit].en}; at most ${allowed} are allowed.`,
    nl: `Te veel: ten minste ${found} ${WHAT[limit].nl}; ten hoogste ${allowed} zijn toegestaan.`,
  })[language];

interface Known {
  readonly message: RegExp;
  readonly de: string;
  readonly en: string;
  readonly nl: string;
}

/** libxml2's most frequent messages; `$1`, `$2` as in `String.replace`. */
const KNOWN: readonly Known[] = [
  {
    message: /^Opening and ending tag mismatch: (\S+) line (\d+) and (\S+)$/,
    de: 'Das Element „$1“ aus Zeile $2 wird hier mit „$3“ geschlossen.',
    en: 'The element “$1” opened on line $2 is closed here as “$3”.',
    nl: 'Het element ‘$1’ uit regel $2 wordt hier gesloten als ‘$3’.',
  },
  {
    message: /^Premature end of data in tag (\S+) line (\d+)$/,
    de: 'Das Dokument endet, bevor das Element „$1“ aus Zeile $2 geschlossen ist.',
    en: 'The document ends before the element “$1” opened on line $2 is closed.',
    nl: 'Het document eindigt voordat het element ‘$1’ uit regel $2 is gesloten.',
  },
  {
    message: /^Entity '([^']*)' not defined$/,
    de: 'Die Entität „$1“ ist nicht definiert; erlaubt sind nur die fünf von XML.',
    en: 'The entity “$1” is not defined; only the five of XML are allowed.',
    nl: 'De entiteit ‘$1’ is niet gedefinieerd; alleen de vijf van XML zijn toegestaan.',
  },
  {
    message: /^(?:Namespaced )?Attribute (\S+)(?: in \S+)? redefined$/,
    de: 'Das Attribut „$1“ steht an diesem Element zweimal.',
    en: 'The attribute “$1” stands twice on this element.',
    nl: 'Het attribuut ‘$1’ staat tweemaal bij dit element.',
  },
  {
    message: /^Namespace prefix (\S+)(?: for \S+)? on (\S+) is not defined$/,
    de: 'Das Präfix „$1“ an „$2“ ist keinem Namensraum zugeordnet.',
    en: 'The prefix “$1” on “$2” is bound to no namespace.',
    nl: 'Het voorvoegsel ‘$1’ bij ‘$2’ is aan geen naamruimte gebonden.',
  },
  {
    message: /^Document is empty$/,
    de: 'Das Dokument ist leer.',
    en: 'The document is empty.',
    nl: 'Het document is leeg.',
  },
  {
    message: /^Start tag expected, '<' not found$/,
    de: 'Hier müsste ein Element beginnen; es ist kein XML.',
    en: 'An element should begin here; this is not XML.',
    nl: 'Hier zou een element moeten beginnen; dit is geen XML.',
  },
  {
    message: /^Extra content at the end of the document$/,
    de: 'Nach dem Ende des Wurzelelements folgt noch etwas.',
    en: 'Something follows after the end of the root element.',
    nl: 'Na het einde van het hoofdelement volgt nog iets.',
  },
];

/** A well-formedness error of libxml2 in the user's language; unknown ones keep the parser's words in a translated frame. */
export const notWellFormed = (message: string, language: Language): string => {
  const known = KNOWN.find((candidate) => candidate.message.test(message));
  if (known !== undefined) return shorten(message.replace(known.message, known[language]), 300);
  const quoted = shorten(message, 200);
  return {
    de: `Kein wohlgeformtes XML: ${quoted}`,
    en: `Not well-formed XML: ${quoted}`,
    nl: `Geen welgevormde XML: ${quoted}`,
  }[language];
};
