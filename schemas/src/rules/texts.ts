/** What is said about rules that could not be evaluated, in the three languages. */
import type { Language } from '../problems/texts.ts';

type Said = Readonly<Record<Language, string>>;

/** The steps for the document are used up. */
export const tooCostly = (rule: string): Said => ({
  de: `Bei der Regel ${rule} ist der Aufwand erschöpft, der für ein Dokument erlaubt ist; sie und die folgenden sind nicht geprüft.`,
  en: `At rule ${rule} the effort allowed for one document is used up; it and those after it are not checked.`,
  nl: `Bij regel ${rule} is de toegestane inspanning per document opgebruikt; die regel en de volgende zijn niet gecontroleerd.`,
});

/** A rule cannot be evaluated on this document; `reason` is the engine's, in English. */
export const notEvaluable = (rule: string, reason: string): Said => ({
  de: `Die Regel ${rule} lässt sich hier nicht auswerten; das ist kein Urteil über die Nachricht (${reason}).`,
  en: `Rule ${rule} cannot be evaluated here; this is no verdict on the message (${reason}).`,
  nl: `Regel ${rule} kan hier niet worden uitgevoerd; dit is geen oordeel over het bericht (${reason}).`,
});

/** Findings that are only counted. */
export const andMore = (more: number): Said => ({
  de: `… und ${more} weitere Befunde der Regeln.`,
  en: `… and ${more} more findings of the rules.`,
  nl: `… en nog ${more} bevindingen van de regels.`,
});
