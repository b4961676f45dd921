/** What is said about codes, in the three languages. Texts may quote the message. */
import { type Said, shorten } from '../problems/say.ts';

/** A value that the list does not have. `near`: what may have been meant. */
export const codeUnknown = (code: string, list: string, version: string, near: readonly string[]): Said => {
  const meant = near.map((each) => `„${each}“`).join(', ');
  const english = near.map((each) => `"${each}"`).join(', ');
  const dutch = near.map((each) => `„${each}”`).join(', ');
  return {
    de: `„${shorten(code)}“ steht nicht in der Codeliste ${list}, Version ${version}.${near.length === 0 ? '' : ` Gemeint: ${meant}?`}`,
    en: `"${shorten(code)}" is not in the code list ${list}, version ${version}.${near.length === 0 ? '' : ` Meant: ${english}?`}`,
    nl: `„${shorten(code)}” staat niet in de codelijst ${list}, versie ${version}.${near.length === 0 ? '' : ` Bedoeld: ${dutch}?`}`,
  };
};

/** A code that the list has, but not on that day. `days`: when it counts, for people. */
export const codeNotInForce = (code: string, list: string, version: string, day: string, days: string): Said => ({
  de: `„${shorten(code)}“ der Codeliste ${list}, Version ${version}, gilt nicht am ${day}, sondern ${days}.`,
  en: `"${shorten(code)}" of the code list ${list}, version ${version}, does not count on ${day}, but ${days}.`,
  nl: `„${shorten(code)}” van de codelijst ${list}, versie ${version}, geldt niet op ${day}, maar ${days}.`,
});

/** A version of a known list that the message type does not have. */
export const versionUnknown = (list: string, version: string, known: string): Said => ({
  de: `Die Codeliste ${list} gibt es hier nicht in der Version „${shorten(version)}“; vorgesehen: ${known}.`,
  en: `There is no version "${shorten(version)}" of the code list ${list} here; provided for: ${known}.`,
  nl: `De codelijst ${list} is er hier niet in versie „${shorten(version)}”; voorzien: ${known}.`,
});

/** A list the message type does not have. */
export const listUnknown = (list: string): Said => ({
  de: `Die Codeliste „${shorten(list)}“ gehört nicht zu diesem Nachrichtentyp.`,
  en: `The code list "${shorten(list)}" does not belong to this message type.`,
  nl: `De codelijst „${shorten(list)}” hoort niet bij dit berichttype.`,
});
