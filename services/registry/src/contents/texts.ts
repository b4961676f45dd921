/** Why the content of a message type is not taken, in the three languages. */
import type { Language } from '@dienstweg/schemas/problems/texts.ts';

const TEXTS = {
  packageUnreadable: {
    de: 'Das mitgesandte Paket ist zu groß oder nicht lesbar.',
    en: 'the package that was sent along is too large or cannot be read.',
    nl: 'het meegestuurde pakket is te groot of niet leesbaar.',
  },
  tookTooLong: {
    de: 'Die Prüfung des Pakets kam in der Zeit, die ein Paket brauchen darf, zu keinem Ende.',
    en: 'judging the package did not end within the time a package may take.',
    nl: 'de beoordeling van het pakket eindigde niet binnen de tijd die een pakket mag nemen.',
  },
  tookTooMuch: {
    de: 'Die Prüfung des Pakets brauchte mehr Speicher, als ein Paket brauchen darf, oder brach ab.',
    en: 'judging the package took more memory than a package may take, or broke off.',
    nl: 'de beoordeling van het pakket vroeg meer geheugen dan een pakket mag nemen, of brak af.',
  },
  notShipped: {
    de: 'Eine solche Version kommt nicht mit dem Produkt; ihr Inhalt muss veröffentlicht werden: dienstweg message-type publish.',
    en: 'no such version comes with the product; its content has to be published: dienstweg message-type publish.',
    nl: 'zo’n versie hoort niet bij het product; de inhoud moet worden gepubliceerd: dienstweg message-type publish.',
  },
  shippedOtherwise: {
    de: 'Diese Version kommt mit dem Produkt, mit anderem Inhalt. Für den eigenen eine andere Version vergeben.',
    en: 'this version comes with the product, with another content. Give yours another version.',
    nl: 'deze versie hoort bij het product, met een andere inhoud. Geef de uwe een andere versie.',
  },
  ofAnother: {
    de: 'Dieser Inhalt ist der von {other}.',
    en: 'this content is that of {other}.',
    nl: 'deze inhoud is die van {other}.',
  },
  notHere: {
    de: 'Der Inhalt mit diesem Digest ist nicht da; mit ihm veröffentlichen: dienstweg message-type publish.',
    en: 'the content of this digest is not here; publish it along: dienstweg message-type publish.',
    nl: 'de inhoud met deze digest is er niet; publiceer haar mee: dienstweg message-type publish.',
  },
} as const satisfies Readonly<Record<string, Readonly<Record<Language, string>>>>;

/** A text; `other` takes the place of `{other}`. */
export const contentText = (text: keyof typeof TEXTS, language: Language, other = ''): string =>
  TEXTS[text][language].replace('{other}', other);
