/** What users are told about a document that violates its schema, in their language. */
import { type Said, shorten } from '../problems/say.ts';
import type { Language } from '../problems/texts.ts';
import type { Facet, Fault, SchemaMessage } from './schema-message.ts';

/** Longest list of expected names or values that is shown whole. */
const LONGEST_LIST = 300;

const FACET: Readonly<Record<Facet, (value: Said, bound: string) => Said>> = {
  pattern: (value) => ({
    de: `${value.de} hat nicht die verlangte Form.`,
    en: `${value.en} does not have the required form.`,
    nl: `${value.nl} heeft niet de vereiste vorm.`,
  }),
  enumeration: (value) => ({
    de: `${value.de} gehört nicht zu den erlaubten Werten.`,
    en: `${value.en} is not one of the allowed values.`,
    nl: `${value.nl} hoort niet bij de toegestane waarden.`,
  }),
  length: (value, bound) => ({
    de: `${value.de} muss genau die Länge ${bound} haben.`,
    en: `${value.en} must have the length ${bound} exactly.`,
    nl: `${value.nl} moet precies lengte ${bound} hebben.`,
  }),
  minLength: (value, bound) => ({
    de: `${value.de} ist kürzer als ${bound}.`,
    en: `${value.en} is shorter than ${bound}.`,
    nl: `${value.nl} is korter dan ${bound}.`,
  }),
  maxLength: (value, bound) => ({
    de: `${value.de} ist länger als ${bound}.`,
    en: `${value.en} is longer than ${bound}.`,
    nl: `${value.nl} is langer dan ${bound}.`,
  }),
  minInclusive: (value, bound) => ({
    de: `${value.de} ist kleiner als ${bound}.`,
    en: `${value.en} is less than ${bound}.`,
    nl: `${value.nl} is kleiner dan ${bound}.`,
  }),
  maxInclusive: (value, bound) => ({
    de: `${value.de} ist größer als ${bound}.`,
    en: `${value.en} is greater than ${bound}.`,
    nl: `${value.nl} is groter dan ${bound}.`,
  }),
  minExclusive: (value, bound) => ({
    de: `${value.de} muss größer sein als ${bound}.`,
    en: `${value.en} must be greater than ${bound}.`,
    nl: `${value.nl} moet groter zijn dan ${bound}.`,
  }),
  maxExclusive: (value, bound) => ({
    de: `${value.de} muss kleiner sein als ${bound}.`,
    en: `${value.en} must be less than ${bound}.`,
    nl: `${value.nl} moet kleiner zijn dan ${bound}.`,
  }),
  totalDigits: (value, bound) => ({
    de: `${value.de} hat mehr als ${bound} Ziffern.`,
    en: `${value.en} has more than ${bound} digits.`,
    nl: `${value.nl} heeft meer dan ${bound} cijfers.`,
  }),
  fractionDigits: (value, bound) => ({
    de: `${value.de} hat mehr als ${bound} Nachkommastellen.`,
    en: `${value.en} has more than ${bound} fractional digits.`,
    nl: `${value.nl} heeft meer dan ${bound} decimalen.`,
  }),
};

/** The subject of the sentence; libxml2 does not quote the value with every facet. */
const quoted = (value: string | undefined): Said =>
  value === undefined
    ? { de: 'Der Wert', en: 'The value', nl: 'De waarde' }
    : {
        de: `Der Wert „${shorten(value)}“`,
        en: `The value “${shorten(value)}”`,
        nl: `De waarde ‘${shorten(value)}’`,
      };

const UNDECIDABLE: Said = {
  de: 'Die Schemaprüfung konnte nicht zu Ende geführt werden; das Dokument gilt weder als gültig noch als ungültig.',
  en: 'The schema check could not be completed; the document counts neither as valid nor as invalid.',
  nl: 'De schemacontrole kon niet worden voltooid; het document geldt noch als geldig, noch als ongeldig.',
};

const NOT_YET_CHECKED: Said = {
  de: 'Was darin und was dahinter im selben Element steht, kann erst geprüft werden, wenn das berichtigt ist.',
  en: 'What is in it, and what stands behind it in the same element, can only be checked once this is corrected.',
  nl: 'Wat erin staat en wat er in hetzelfde element nog achter staat, kan pas worden gecontroleerd als dit is hersteld.',
};

/** What is said of an element that may not stand where it does, when more comes behind. */
export const notYetChecked = (language: Language): string => NOT_YET_CHECKED[language];

const said = (fault: Fault, element: string): Said => {
  switch (fault.kind) {
    case 'element-unexpected':
      return {
        de: `Das Element „${element}“ darf hier nicht stehen.`,
        en: `The element “${element}” is not allowed here.`,
        nl: `Het element ‘${element}’ mag hier niet staan.`,
      };
    case 'child-missing':
      return {
        de: `In „${element}“ fehlt ein Element.`,
        en: `An element is missing in “${element}”.`,
        nl: `In ‘${element}’ ontbreekt een element.`,
      };
    case 'attribute-missing':
      return {
        de: `An „${element}“ fehlt das Attribut „${fault.attribute}“.`,
        en: `The attribute “${fault.attribute}” is missing on “${element}”.`,
        nl: `Bij ‘${element}’ ontbreekt het attribuut ‘${fault.attribute}’.`,
      };
    case 'attribute-unexpected':
      return {
        de: `Das Attribut „${fault.attribute}“ ist an „${element}“ nicht erlaubt.`,
        en: `The attribute “${fault.attribute}” is not allowed on “${element}”.`,
        nl: `Het attribuut ‘${fault.attribute}’ is bij ‘${element}’ niet toegestaan.`,
      };
    case 'text-unexpected':
      return {
        de: `In „${element}“ darf kein Text stehen.`,
        en: `No text is allowed in “${element}”.`,
        nl: `In ‘${element}’ mag geen tekst staan.`,
      };
    case 'element-in-text':
      return {
        de: `In „${element}“ darf nur Text stehen, kein Element.`,
        en: `Only text is allowed in “${element}”, no element.`,
        nl: `In ‘${element}’ mag alleen tekst staan, geen element.`,
      };
    case 'not-of-type': {
      const value = shorten(fault.value);
      return {
        de: `Der Wert „${value}“ ist hier nicht gültig.`,
        en: `The value “${value}” is not valid here.`,
        nl: `De waarde ‘${value}’ is hier niet geldig.`,
      };
    }
    case 'facet':
      return FACET[fault.facet](quoted(fault.value), shorten(fault.bound));
    case 'not-declared':
      return {
        de: `Das Element „${element}“ ist in diesem Schema nicht vorgesehen; vielleicht stimmt sein Namensraum nicht.`,
        en: `The element “${element}” is not provided for by this schema; its namespace may be wrong.`,
        nl: `Het element ‘${element}’ komt in dit schema niet voor; mogelijk klopt de naamruimte niet.`,
      };
    case 'duplicate': {
      const value = shorten(fault.value);
      return {
        de: `Der Schlüssel ${value} kommt zweimal vor; er muss eindeutig sein (${fault.constraint}).`,
        en: `The key ${value} occurs twice; it must be unique (${fault.constraint}).`,
        nl: `De sleutel ${value} komt tweemaal voor; hij moet uniek zijn (${fault.constraint}).`,
      };
    }
    case 'reference-dangling': {
      const value = shorten(fault.value);
      return {
        de: `Der Verweis ${value} zeigt auf nichts (${fault.constraint}).`,
        en: `The reference ${value} points to nothing (${fault.constraint}).`,
        nl: `De verwijzing ${value} verwijst naar niets (${fault.constraint}).`,
      };
    }
    case 'abstract':
      return fault.what === 'element'
        ? {
            de: `Das Element „${element}“ ist nur ein Platzhalter; an seiner Stelle muss eines stehen, das es ersetzt.`,
            en: `The element “${element}” is only a placeholder; one that substitutes it must stand in its place.`,
            nl: `Het element ‘${element}’ is slechts een plaatshouder; op deze plaats hoort een element dat het vervangt.`,
          }
        : {
            de: `Der Typ von „${element}“ ist abstrakt; xsi:type muss einen abgeleiteten nennen.`,
            en: `The type of “${element}” is abstract; xsi:type must name a derived one.`,
            nl: `Het type van ‘${element}’ is abstract; xsi:type moet een afgeleid type noemen.`,
          };
    case 'not-nillable':
      return {
        de: `„${element}“ darf nicht mit xsi:nil leer gelassen werden.`,
        en: `“${element}” must not be left empty by xsi:nil.`,
        nl: `‘${element}’ mag niet met xsi:nil leeg worden gelaten.`,
      };
    case 'content-of-nil':
      return {
        de: `„${element}“ ist mit xsi:nil als leer bezeichnet und hat doch einen Inhalt.`,
        en: `“${element}” is said to be empty by xsi:nil, and has content.`,
        nl: `‘${element}’ is met xsi:nil als leeg aangeduid en heeft toch inhoud.`,
      };
    case 'not-fixed': {
      const value = shorten(fault.value);
      const fixed = shorten(fault.fixed);
      return {
        de: `Der Wert „${value}“ muss „${fixed}“ sein.`,
        en: `The value “${value}” must be “${fixed}”.`,
        nl: `De waarde ‘${value}’ moet ‘${fixed}’ zijn.`,
      };
    }
    case 'type-named':
      return {
        de: `Der Typ „${shorten(fault.type)}“ in xsi:type ist nicht bekannt oder darf hier nicht stehen.`,
        en: `The type “${shorten(fault.type)}” of xsi:type is not known, or may not stand here.`,
        nl: `Het type ‘${shorten(fault.type)}’ in xsi:type is onbekend of mag hier niet staan.`,
      };
    case 'key-incomplete':
      return {
        de: `An „${element}“ fehlt ein Teil des Schlüssels (${fault.constraint}).`,
        en: `A part of the key is missing in “${element}” (${fault.constraint}).`,
        nl: `Bij ‘${element}’ ontbreekt een deel van de sleutel (${fault.constraint}).`,
      };
    case 'aftermath':
    case 'gave-up':
      return UNDECIDABLE;
    case 'unknown': {
      const message = shorten(fault.message, 300);
      return {
        de: `Das Schema ist verletzt: ${message}`,
        en: `The schema is violated: ${message}`,
        nl: `Het schema is geschonden: ${message}`,
      };
    }
  }
};

/** The sentence for a violated schema. */
export const textOfFault = ({ element = '?', fault }: SchemaMessage, language: Language): string =>
  said(fault, shorten(element))[language];

/** What would have been right, where the schema says so: names, values, a pattern, a bound or a type. */
export const expectedOfFault = ({ fault }: SchemaMessage): string | undefined => {
  switch (fault.kind) {
    case 'element-unexpected':
    case 'child-missing':
      return fault.expected.length === 0 ? undefined : shorten(fault.expected.join(', '), LONGEST_LIST);
    case 'facet':
      return shorten(fault.bound, LONGEST_LIST);
    case 'not-of-type':
      return fault.type;
    case 'attribute-missing':
      return `@${fault.attribute}`;
    case 'not-fixed':
      return shorten(fault.fixed, LONGEST_LIST);
    default:
      return undefined;
  }
};

/** Said where the validator gave up: neither valid nor invalid. */
export const undecidable = (language: Language): string => UNDECIDABLE[language];

/** Said as last violation where there are more than are shown. */
export const andMore = (count: number, language: Language): string =>
  ({
    de: `… und ${count} weitere Verstöße.`,
    en: `… and ${count} more violations.`,
    nl: `… en nog ${count} overtredingen.`,
  })[language];
