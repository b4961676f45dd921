/** What is said about certificates, in the three languages. `{0}`, `{1}` stand for values. */
import type { Language } from '@dienstweg/schemas/problems/texts.ts';

const TEXTS = {
  unreadable: {
    de: 'Das Zertifikat ist nicht lesbar.',
    en: 'The certificate cannot be read.',
    nl: 'Het certificaat is niet leesbaar.',
  },
  chain: {
    de: 'Das Zertifikat führt über höchstens zwei Zwischenstellen zu keinem eingetragenen Vertrauensanker.',
    en: 'The certificate leads to no registered trust anchor over at most two intermediates.',
    nl: 'Het certificaat leidt via hoogstens twee tussenliggende instanties naar geen ingeschreven vertrouwensanker.',
  },
  extension: {
    de: 'Ein Zertifikat der Kette hat eine Erweiterung, die nicht ausgewertet werden kann: {0}.',
    en: 'A certificate of the chain has an extension that cannot be evaluated: {0}.',
    nl: 'Een certificaat in de keten heeft een uitbreiding die niet beoordeeld kan worden: {0}.',
  },
  algorithm: {
    de: 'Ein Zertifikat der Kette ist mit {0} signiert oder hat einen zu schwachen Schlüssel.',
    en: 'A certificate of the chain is signed with {0} or has a key that is too weak.',
    nl: 'Een certificaat in de keten is ondertekend met {0} of heeft een te zwakke sleutel.',
  },
  leaf: {
    de: 'Das Zertifikat einer Zertifizierungsstelle darf nicht selbst verwendet werden.',
    en: "A certification authority's certificate must not be used itself.",
    nl: 'Het certificaat van een certificatie-instantie mag niet zelf worden gebruikt.',
  },
  purpose: {
    de: 'Das Zertifikat ist für den Zweck „{0}“ nicht ausgestellt (keyUsage, extendedKeyUsage).',
    en: 'The certificate was not issued for the purpose "{0}" (keyUsage, extendedKeyUsage).',
    nl: 'Het certificaat is niet voor het doel "{0}" uitgegeven (keyUsage, extendedKeyUsage).',
  },
  expired: {
    de: 'Das Zertifikat oder eines seiner Kette gilt nicht mehr: abgelaufen am {0}.',
    en: 'The certificate or one of its chain is no longer valid: it expired on {0}.',
    nl: 'Het certificaat of een in zijn keten geldt niet meer: verlopen op {0}.',
  },
  early: {
    de: 'Das Zertifikat oder eines seiner Kette gilt noch nicht: erst ab {0}.',
    en: 'The certificate or one of its chain is not valid yet: only from {0}.',
    nl: 'Het certificaat of een in zijn keten geldt nog niet: pas vanaf {0}.',
  },
  revoked: {
    de: 'Das Zertifikat oder eines seiner Kette ist seit {0} gesperrt.',
    en: 'The certificate or one of its chain has been revoked since {0}.',
    nl: 'Het certificaat of een in zijn keten is sinds {0} ingetrokken.',
  },
  noList: {
    de: 'Für eine ausstellende Stelle der Kette liegt keine gültig signierte Sperrliste vor.',
    en: 'There is no validly signed revocation list of one of the issuers in the chain.',
    nl: 'Van een uitgevende instantie in de keten is er geen geldig ondertekende intrekkingslijst.',
  },
  staleList: {
    de: 'Die Sperrliste einer ausstellenden Stelle ist veraltet: die nächste war für {0} angekündigt.',
    en: "An issuer's revocation list is out of date: the next one was announced for {0}.",
    nl: 'De intrekkingslijst van een uitgevende instantie is verouderd: de volgende was aangekondigd voor {0}.',
  },
} as const satisfies Record<string, Readonly<Record<Language, string>>>;

/** Key of one text. */
export type TrustText = keyof typeof TEXTS;

/** The text with its value. */
export const trustText = (key: TrustText, language: Language, value = ''): string =>
  TEXTS[key][language].replace('{0}', value);
