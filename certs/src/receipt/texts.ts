/** What is said about receipts, in the three languages. `{0}` stands for a value. */
import type { Language } from '@dienstweg/schemas/problems/texts.ts';

const TEXTS = {
  format: {
    de: 'Das ist keine Quittung in kompakter JWS-Form.',
    en: 'This is no receipt in compact JWS form.',
    nl: 'Dit is geen ontvangstbewijs in compacte JWS-vorm.',
  },
  typ: {
    de: 'Der Typ „{0}“ ist nicht der einer Quittung (secevent+jwt).',
    en: 'The type "{0}" is not that of a receipt (secevent+jwt).',
    nl: 'Het type "{0}" is niet dat van een ontvangstbewijs (secevent+jwt).',
  },
  member: {
    de: 'Die Angabe „{0}“ ist im Kopf einer Quittung nicht erlaubt.',
    en: 'The member "{0}" is not allowed in the header of a receipt.',
    nl: 'Het gegeven "{0}" is in de kop van een ontvangstbewijs niet toegestaan.',
  },
  alg: {
    de: 'Das Verfahren „{0}“ ist nicht zugelassen.',
    en: 'The algorithm "{0}" is not accepted.',
    nl: 'Het algoritme "{0}" is niet toegestaan.',
  },
  x5c: {
    de: 'Die Zertifikatskette x5c fehlt oder ist nicht lesbar.',
    en: 'The certificate chain x5c is missing or cannot be read.',
    nl: 'De certificaatketen x5c ontbreekt of is niet leesbaar.',
  },
  claims: {
    de: 'Die Angaben sind nicht die einer Quittung.',
    en: 'The claims are not those of a receipt.',
    nl: 'De gegevens zijn niet die van een ontvangstbewijs.',
  },
  future: {
    de: 'Die Quittung trägt eine Zeit in der Zukunft.',
    en: 'The receipt bears a time in the future.',
    nl: 'Het ontvangstbewijs draagt een tijdstip in de toekomst.',
  },
  issuer: {
    de: 'Das Zertifikat gehört nicht zum angegebenen Aussteller {0}.',
    en: 'The certificate does not belong to the stated issuer {0}.',
    nl: 'Het certificaat hoort niet bij de opgegeven uitgever {0}.',
  },
  say: {
    de: 'Der Aussteller kann „{0}“ nicht bezeugen: was der Vermittler tat, bezeugt sein Knoten; was ein Leser entschied, dieser Leser selbst.',
    en: 'The issuer cannot attest "{0}": what the broker did its node attests; what a reader decided, that reader itself.',
    nl: 'De uitgever kan "{0}" niet bevestigen: wat de bemiddelaar deed bevestigt zijn knooppunt; wat een lezer besliste, die lezer zelf.',
  },
  key: {
    de: 'Der Schlüssel des Zertifikats passt nicht zum Verfahren {0}.',
    en: "The certificate's key does not fit the algorithm {0}.",
    nl: 'De sleutel van het certificaat past niet bij het algoritme {0}.',
  },
  signature: {
    de: 'Die Signatur stimmt nicht: die Quittung wurde verändert oder nicht mit diesem Schlüssel signiert.',
    en: 'The signature does not hold: the receipt was changed, or not signed with this key.',
    nl: 'De handtekening klopt niet: het ontvangstbewijs is veranderd, of niet met deze sleutel ondertekend.',
  },
} as const satisfies Record<string, Readonly<Record<Language, string>>>;

/** Key of one text. */
export type ReceiptText = keyof typeof TEXTS;

/** The text with its value. */
export const receiptText = (key: ReceiptText, language: Language, value = ''): string =>
  TEXTS[key][language].replace('{0}', value.slice(0, 120));
