/** What users are told about headers that satisfy the schema and are wrong nevertheless. */
import { type Said, shorten } from '../problems/say.ts';

export const notAnIdentifier = (text: string): Said => {
  const id = shorten(text);
  return {
    de: `„${id}“ ist kein gültiger Bezeichner seines Schemas.`,
    en: `“${id}” is not a valid identifier of its scheme.`,
    nl: `‘${id}’ is geen geldige identificatie volgens het schema ervan.`,
  };
};

export const partNotAnnounced = (part: string): Said => ({
  de: `Der Teil „${shorten(part)}“ ist verteilt, aber unter Parts nicht angekündigt.`,
  en: `The part “${shorten(part)}” is distributed but not announced under Parts.`,
  nl: `Het deel ‘${shorten(part)}’ is verdeeld, maar onder Parts niet aangekondigd.`,
});

export const partTwice: Said = {
  de: 'Ein Teil ist in dieser Zeile der Verteilung zweimal genannt.',
  en: 'A part is named twice in this line of the distribution.',
  nl: 'Een deel is in deze regel van de verdeling tweemaal genoemd.',
};

export const eitherRoleOrReader: Said = {
  de: 'Eine Zeile der Verteilung nennt entweder eine Rolle (role) oder einen Leser (scheme und value), nicht beides und nicht keines.',
  en: 'A line of the distribution names either a role or a reader (scheme and value), not both and not neither.',
  nl: 'Een regel van de verdeling noemt óf een rol (role) óf een lezer (scheme en value), niet beide en niet geen van beide.',
};

export const sizeTooLarge: Said = {
  de: 'Diese Größe ist zu groß.',
  en: 'This size is too large.',
  nl: 'Deze grootte is te groot.',
};

export const notATime: Said = {
  de: 'Diese Zeitangabe bezeichnet keinen Zeitpunkt.',
  en: 'This time denotes no moment.',
  nl: 'Deze tijd duidt geen moment aan.',
};

export const neverCurrent: Said = {
  de: 'NotBefore liegt nach ObsoleteAfter: die Nachricht könnte nie zugestellt werden.',
  en: 'NotBefore is after ObsoleteAfter: the message could never be delivered.',
  nl: 'NotBefore ligt na ObsoleteAfter: het bericht zou nooit kunnen worden bezorgd.',
};

export const incomplete: Said = {
  de: 'Im Kopf fehlt eine Angabe.',
  en: 'A statement is missing in the header.',
  nl: 'In de kop ontbreekt een gegeven.',
};
