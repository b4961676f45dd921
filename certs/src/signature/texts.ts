/** What the verifier says about a signature, in the three languages. `{0}`, `{1}` stand for values. */
import type { Language } from '@dienstweg/schemas/problems/texts.ts';

const TEXTS = {
  missing: {
    de: 'Die Nachricht trägt keine Signatur.',
    en: 'The message carries no signature.',
    nl: 'Het bericht draagt geen handtekening.',
  },
  position: {
    de: 'Die Signatur steht nicht an ihrer einen Stelle: unmittelbar nach dem Header, im Wurzelelement Message.',
    en: 'The signature is not in its one place: right after the header, inside the root element Message.',
    nl: 'De handtekening staat niet op haar ene plaats: direct na de header, in het hoofdelement Message.',
  },
  otherSignature: {
    de: 'Außerhalb der einen Signatur steht ein Element {0}.',
    en: 'An element {0} stands outside the one signature.',
    nl: 'Buiten de ene handtekening staat een element {0}.',
  },
  duplicateId: {
    de: 'Der Wert „{0}“ kennzeichnet mehr als ein Element (Id, ID, id und xml:id zählen gemeinsam).',
    en: 'The value "{0}" identifies more than one element (Id, ID, id and xml:id count together).',
    nl: 'De waarde "{0}" duidt meer dan één element aan (Id, ID, id en xml:id tellen samen).',
  },
  id: {
    de: '„{0}“ ist keine zulässige Kennung.',
    en: '"{0}" is not an allowed identifier.',
    nl: '"{0}" is geen toegestane aanduiding.',
  },
  child: {
    de: 'Hier steht {0}; das sieht das Signaturprofil nicht vor.',
    en: 'Here stands {0}; the signature profile does not provide for it.',
    nl: 'Hier staat {0}; het handtekeningprofiel voorziet daar niet in.',
  },
  childMissing: {
    de: 'Hier fehlt {0}.',
    en: '{0} is missing here.',
    nl: 'Hier ontbreekt {0}.',
  },
  node: {
    de: 'Kommentare, Verarbeitungsanweisungen, CDATA-Abschnitte und loser Text sind in der Signatur nicht erlaubt.',
    en: 'Comments, processing instructions, CDATA sections and stray text are not allowed in the signature.',
    nl: 'Commentaar, verwerkingsinstructies, CDATA-secties en losse tekst zijn in de handtekening niet toegestaan.',
  },
  attribute: {
    de: 'Das Attribut {0} ist hier nicht erlaubt.',
    en: 'The attribute {0} is not allowed here.',
    nl: 'Het attribuut {0} is hier niet toegestaan.',
  },
  value: {
    de: 'Hier steht „{0}“.',
    en: 'Here stands "{0}".',
    nl: 'Hier staat "{0}".',
  },
  base64: {
    de: 'Der Wert ist kein Base64 in der strengen Form.',
    en: 'The value is not base64 in its strict form.',
    nl: 'De waarde is geen base64 in de strikte vorm.',
  },
  length: {
    de: 'Der Wert hat {0} Oktette statt {1}.',
    en: 'The value has {0} octets instead of {1}.',
    nl: 'De waarde heeft {0} octetten in plaats van {1}.',
  },
  algorithm: {
    de: 'Das Verfahren „{0}“ ist nicht zugelassen.',
    en: 'The algorithm "{0}" is not accepted.',
    nl: 'Het algoritme "{0}" is niet toegestaan.',
  },
  exception: {
    de: 'Das Verfahren „{0}“ ist nur mit einer befristeten Ausnahme zugelassen, und für dieses Zertifikat gilt heute keine.',
    en: 'The algorithm "{0}" is accepted by a dated exception only, and none is in force for this certificate.',
    nl: 'Het algoritme "{0}" is alleen met een tijdelijke uitzondering toegestaan, en voor dit certificaat geldt er geen.',
  },
  key: {
    de: 'Der Schlüssel des eingetragenen Zertifikats passt nicht zum Verfahren {0} (Art, Kurve oder Länge).',
    en: "The registered certificate's key does not fit the algorithm {0} (kind, curve or size).",
    nl: 'De sleutel van het ingeschreven certificaat past niet bij het algoritme {0} (soort, kromme of lengte).',
  },
  time: {
    de: '„{0}“ ist keine Signaturzeit mit Zeitzone.',
    en: '"{0}" is not a signing time with its zone.',
    nl: '"{0}" is geen ondertekentijd met tijdzone.',
  },
  future: {
    de: 'Die Signaturzeit {0} liegt in der Zukunft.',
    en: 'The signing time {0} lies in the future.',
    nl: 'De ondertekentijd {0} ligt in de toekomst.',
  },
  hint: {
    de: 'KeyInfo enthält nicht das Zertifikat, das SigningCertificateV2 nennt.',
    en: 'KeyInfo does not hold the certificate that SigningCertificateV2 names.',
    nl: 'KeyInfo bevat niet het certificaat dat SigningCertificateV2 noemt.',
  },
  unidentified: {
    de: 'Das Zertifikat ist so nicht zu finden: entweder SHA-256 in CertDigest oder das Zertifikat in KeyInfo.',
    en: 'The certificate cannot be found like this: either SHA-256 in CertDigest, or the certificate in KeyInfo.',
    nl: 'Het certificaat is zo niet te vinden: óf SHA-256 in CertDigest, óf het certificaat in KeyInfo.',
  },
  unknown: {
    de: 'Das Zertifikat {0} ist für keine Behörde als Signaturzertifikat eingetragen.',
    en: 'The certificate {0} is registered as a signing certificate of no authority.',
    nl: 'Het certificaat {0} is voor geen enkele overheid als ondertekencertificaat ingeschreven.',
  },
  registration: {
    de: 'Das Zertifikat {0} ist nur von {1} an und bis vor {2} eingetragen.',
    en: 'The certificate {0} is registered only from {1} and until before {2}.',
    nl: 'Het certificaat {0} is alleen vanaf {1} en tot vóór {2} ingeschreven.',
  },
  digest: {
    de: 'Der Prüfwert über {0} stimmt nicht: der Inhalt wurde nach dem Signieren verändert.',
    en: 'The digest of {0} does not match: the content was changed after signing.',
    nl: 'De controlewaarde over {0} klopt niet: de inhoud is na het ondertekenen veranderd.',
  },
  signature: {
    de: 'Der Signaturwert passt nicht zum Schlüssel des eingetragenen Zertifikats.',
    en: "The signature value does not match the registered certificate's key.",
    nl: 'De handtekeningwaarde past niet bij de sleutel van het ingeschreven certificaat.',
  },
  signingTime: {
    de: 'Das Zertifikat galt zur Signaturzeit {0} nicht (gültig von {1} bis {2}).',
    en: 'The certificate was not valid at the signing time {0} (valid from {1} to {2}).',
    nl: 'Het certificaat was op de ondertekentijd {0} niet geldig (geldig van {1} tot {2}).',
  },
} as const satisfies Record<string, Readonly<Record<Language, string>>>;

/** Key of one text. */
export type SignatureText = keyof typeof TEXTS;

const LONGEST_VALUE = 120;

/** The text with its values; long values are cut, because they come from the message. */
export const signatureText = (key: SignatureText, language: Language, values: readonly string[] = []): string =>
  TEXTS[key][language].replace(/\{(\d)\}/g, (_, index: string) => {
    const value = values[Number(index)] ?? '';
    return value.length > LONGEST_VALUE ? `${value.slice(0, LONGEST_VALUE)}…` : value;
  });
