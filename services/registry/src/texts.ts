/** Why something was not recorded, in the three languages. */
import type { Edition } from '@dienstweg/schemas/directory/fold/editions.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';

const TEXTS = {
  changedSince: {
    de: 'Seit der Ausgabe {edition} wurden dieselben Einträge geändert: {changes}.',
    en: 'Since edition {edition} the same entries were changed: {changes}.',
    nl: 'Sinds editie {edition} zijn dezelfde inschrijvingen gewijzigd: {changes}.',
  },
  changedBy: {
    de: '{id} in Ausgabe {edition} von {by} am {at} („{reason}“)',
    en: '{id} in edition {edition} by {by} on {at} ("{reason}")',
    nl: '{id} in editie {edition} door {by} op {at} ("{reason}")',
  },
  andMore: {
    de: ' und {count} weitere',
    en: ' and {count} more',
    nl: ' en nog {count}',
  },
  idUsed: {
    de: 'Die Kennung {id} gehört zu einer anderen Aufzeichnung, der Ausgabe {edition}.',
    en: 'The id {id} belongs to another record, edition {edition}.',
    nl: 'De id {id} hoort bij een andere vastlegging, editie {edition}.',
  },
  withdrawn: {
    de: 'Die Änderung {id} wurde mit der Ausgabe {edition} zurückgezogen. Eine neue braucht eine neue Kennung.',
    en: 'The change {id} was withdrawn in edition {edition}. A new one needs a new id.',
    nl: 'De wijziging {id} is in editie {edition} ingetrokken. Een nieuwe heeft een nieuwe id nodig.',
  },
  alwaysLater: {
    de: 'Es kamen immer wieder andere Änderungen zuvor, zuletzt die Ausgabe {edition}.',
    en: 'Other changes were faster again and again, the last being edition {edition}.',
    nl: 'Andere wijzigingen waren steeds sneller, als laatste editie {edition}.',
  },
  moreViolations: {
    de: 'Und {count} weitere Beanstandungen.',
    en: 'And {count} more findings.',
    nl: 'En nog {count} bevindingen.',
  },
  partOfAnother: {
    de: 'Der Teil {n} gehört nicht zu den {here} Teilen, die schon da sind: Kennung, Anzahl, Urheber, Grund und Registratur müssen dieselben sein, und jeder Teil kommt nur mit einem Inhalt.',
    en: 'Part {n} does not belong to the {here} parts that are here: id, number of parts, author, reason and registrar must be the same, and each part comes with one content only.',
    nl: 'Deel {n} hoort niet bij de {here} delen die er zijn: id, aantal, auteur, reden en beheerder moeten gelijk zijn, en elk deel komt met één inhoud.',
  },
  partsTooLarge: {
    de: 'Änderungen, deren Teile noch nicht alle da sind, dürfen zusammen {count} Oktette haben.',
    en: 'Changes of which parts are still missing may have {count} octets together.',
    nl: 'Wijzigingen waarvan nog delen ontbreken mogen samen {count} octetten hebben.',
  },
  setReplaced: {
    de: 'Dieselbe Änderung {id} wird gerade an anderer Stelle aufgezeichnet.',
    en: 'The same change {id} is being recorded elsewhere.',
    nl: 'Dezelfde wijziging {id} wordt elders vastgelegd.',
  },
  noSecondRegistrar: {
    de: 'Eine Genehmigungsregel braucht mindestens zwei Registraturen mit eigenen Schlüsseln; sonst könnte nichts genehmigt und die Regel nie aufgehoben werden.',
    en: 'An approval rule needs at least two registrars with keys of their own; else nothing could be approved, nor the rule ever dropped.',
    nl: 'Een goedkeuringsregel vraagt minstens twee beheerders met eigen sleutels; anders kan niets worden goedgekeurd en de regel nooit vervallen.',
  },
  noSecondRegistrarRemedy: {
    de: 'Machen Sie eine zweite Registratur bekannt: dienstweg registry registrar NAME.',
    en: 'Make a second registrar known: dienstweg registry registrar NAME.',
    nl: 'Maak een tweede beheerder bekend: dienstweg registry registrar NAME.',
  },
  notProposed: {
    de: 'Es gibt keine Änderung {id}, die auf Genehmigung wartet.',
    en: 'There is no change {id} that waits for approval.',
    nl: 'Er is geen wijziging {id} die op goedkeuring wacht.',
  },
  decidedAlready: {
    de: 'Über die Änderung {id} ist nichts mehr zu entscheiden: Ausgabe {edition}.',
    en: 'There is nothing left to decide on the change {id}: edition {edition}.',
    nl: 'Over de wijziging {id} valt niets meer te beslissen: editie {edition}.',
  },
  sameRegistrar: {
    de: 'Wer die Änderung vorgeschlagen hat ({by}), kann sie nicht selbst genehmigen: derselbe Schlüssel oder dasselbe Zertifikat.',
    en: 'Whoever proposed the change ({by}) cannot approve it: the same key or the same certificate.',
    nl: 'Wie de wijziging heeft voorgesteld ({by}) kan haar niet zelf goedkeuren: dezelfde sleutel of hetzelfde certificaat.',
  },
  sameName: {
    de: '{by} hat die Änderung vorgeschlagen und kann sie nicht selbst genehmigen.',
    en: '{by} proposed the change and cannot approve it.',
    nl: '{by} heeft de wijziging voorgesteld en kan haar niet zelf goedkeuren.',
  },
} as const satisfies Readonly<Record<string, Readonly<Record<Language, string>>>>;

/** A text with its values filled in; `{name}` is replaced by the value of that name. */
export const recordText = (
  text: keyof typeof TEXTS,
  language: Language,
  values: Readonly<Record<string, string | number>> = {},
): string => TEXTS[text][language].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));

/** So many entries are named. */
const MOST_NAMED = 5;

/** Which entries were changed since an edition, in which, by whom, when and why. */
export const changedText = (
  changes: readonly { readonly id: string; readonly edition: Edition | undefined }[],
  basis: number,
  language: Language,
): string => {
  const named = changes.slice(0, MOST_NAMED).map(({ id, edition }) =>
    recordText('changedBy', language, {
      id,
      edition: edition?.edition ?? '?',
      by: edition?.by ?? '?',
      at: edition?.recordedAt.toISOString() ?? '?',
      reason: edition?.reason ?? '',
    }),
  );
  const more = changes.length - MOST_NAMED;
  const rest = more > 0 ? recordText('andMore', language, { count: more }) : '';
  return recordText('changedSince', language, { edition: basis, changes: `${named.join('; ')}${rest}` });
};
