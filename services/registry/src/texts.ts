/** Why a change was not recorded, in the three languages. */
import type { Language } from '@dienstweg/schemas/problems/texts.ts';

const TEXTS = {
  changedSince: {
    de: 'Seit der Ausgabe {edition} wurden dieselben Einträge von anderer Hand geändert: {ids}.',
    en: 'Since edition {edition} the same entries were changed by somebody else: {ids}.',
    nl: 'Sinds editie {edition} zijn dezelfde inschrijvingen door een ander gewijzigd: {ids}.',
  },
  idUsed: {
    de: 'Die Kennung {ids} gehört zu einer anderen Änderung, aufgezeichnet als Ausgabe {edition}.',
    en: 'The id {ids} belongs to another change, recorded as edition {edition}.',
    nl: 'De id {ids} hoort bij een andere wijziging, vastgelegd als editie {edition}.',
  },
  alwaysLater: {
    de: 'Es kamen immer wieder andere Änderungen zuvor, zuletzt die Ausgabe {edition}.',
    en: 'Other changes were faster again and again, the last being edition {edition}.',
    nl: 'Andere wijzigingen waren steeds sneller, als laatste editie {edition}.',
  },
} as const satisfies Readonly<Record<string, Readonly<Record<Language, string>>>>;

/** A text with its edition and ids filled in. */
export const conflictText = (
  text: keyof typeof TEXTS,
  language: Language,
  values: { readonly edition: number; readonly ids?: string },
): string => TEXTS[text][language].replace('{edition}', String(values.edition)).replace('{ids}', values.ids ?? '');
