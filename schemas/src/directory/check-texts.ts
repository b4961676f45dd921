/** What is said about a registry change that cannot be recorded. `{at}` is a JSON pointer into the change. */
import type { Language } from '../problems/texts.ts';

const TEXTS = {
  'not-json': {
    de: 'Die Änderung ist kein JSON in UTF-8.',
    en: 'The change is not JSON in UTF-8.',
    nl: 'De wijziging is geen JSON in UTF-8.',
  },
  missing: {
    de: '{at}: „{name}“ fehlt.',
    en: '{at}: "{name}" is missing.',
    nl: '{at}: "{name}" ontbreekt.',
  },
  'unknown-member': {
    de: '{at}: „{name}“ ist hier nicht vorgesehen.',
    en: '{at}: "{name}" has no place here.',
    nl: '{at}: "{name}" hoort hier niet.',
  },
  'wrong-value': {
    de: '{at}: Der Wert {value} hat nicht die verlangte Form.',
    en: '{at}: the value {value} is not of the form required.',
    nl: '{at}: de waarde {value} heeft niet de vereiste vorm.',
  },
  'id-twice': {
    de: '{at}: Der Eintrag {id} kommt in der Änderung mehrmals vor.',
    en: '{at}: the entry {id} occurs more than once in the change.',
    nl: '{at}: {id} komt meer dan eens voor in de wijziging.',
  },
  'kind-changed': {
    de: '{at}: Der Eintrag {id} ist schon vom Typ {before} und kann nicht {after} werden.',
    en: '{at}: the entry {id} is of kind {before} and cannot become {after}.',
    nl: '{at}: {id} is van soort {before} en kan geen {after} worden.',
  },
  'close-unknown': {
    de: '{at}: Einen Eintrag {id} gibt es nicht.',
    en: '{at}: there is no entry {id}.',
    nl: '{at}: {id} bestaat niet.',
  },
  'ends-before': {
    de: '{at}: Der Eintrag {id} endet am {until}, bevor er am {from} beginnt.',
    en: '{at}: the entry {id} ends on {until}, before it begins on {from}.',
    nl: '{at}: {id} eindigt op {until}, voordat het op {from} begint.',
  },
  'takes-ends-before': {
    de: '{at}: Die Version {version} wird bis {until} angenommen, aber erst ab {from}.',
    en: '{at}: version {version} is taken until {until}, but only from {from}.',
    nl: '{at}: versie {version} wordt aangenomen tot {until}, maar pas vanaf {from}.',
  },
  'dangling-authority': {
    de: '{at}: Die Behörde {authority}, auf die der Eintrag {id} verweist, gilt nicht an allen seinen Tagen.',
    en: '{at}: the authority {authority} that entry {id} refers to is not in force on all its days.',
    nl: '{at}: de instantie {authority} waarnaar {id} verwijst, geldt niet op al zijn dagen.',
  },
  'dangling-service': {
    de: '{at}: Die Leistung {service} mit der Rolle „{role}“, auf die der Eintrag {id} verweist, gilt nicht an allen seinen Tagen.',
    en: '{at}: the service {service} with role "{role}" that entry {id} refers to is not in force on all its days.',
    nl: '{at}: de dienst {service} met rol "{role}" waarnaar {id} verwijst, geldt niet op al zijn dagen.',
  },
  'dangling-region': {
    de: '{at}: Das Gebiet {region} steht nicht im Gebietsverzeichnis.',
    en: '{at}: the region {region} is not in the table of regions.',
    nl: '{at}: het gebied {region} staat niet in de gebiedstabel.',
  },
  'responsibility-overlap': {
    de: '{at}: Der Eintrag {id} überschneidet sich mit {other}: dieselbe Leistung, Rolle und dasselbe Gebiet an denselben Tagen.',
    en: '{at}: the entry {id} overlaps {other}: the same service, role and region on the same days.',
    nl: '{at}: {id} overlapt met {other}: dezelfde dienst, rol en hetzelfde gebied op dezelfde dagen.',
  },
  'entry-overlap': {
    de: '{at}: Der Eintrag {id} beschreibt an denselben Tagen dasselbe wie {other}.',
    en: '{at}: the entry {id} describes the same thing on the same days as {other}.',
    nl: '{at}: {id} beschrijft op dezelfde dagen hetzelfde als {other}.',
  },
  'certificate-held': {
    de: '{at}: Das Zertifikat von {id} gehört an denselben Tagen schon {other}.',
    en: '{at}: the certificate of {id} already belongs to {other} on the same days.',
    nl: '{at}: het certificaat van {id} hoort op dezelfde dagen al bij {other}.',
  },
  'certificate-unreadable': {
    de: '{at}: Der Eintrag {id} enthält kein lesbares X.509-Zertifikat.',
    en: '{at}: the entry {id} holds no readable X.509 certificate.',
    nl: '{at}: {id} bevat geen leesbaar X.509-certificaat.',
  },
  'certificate-other': {
    de: '{at}: Der Fingerabdruck des Eintrags {id} ist nicht der seines Zertifikats.',
    en: '{at}: the fingerprint of entry {id} is not that of its certificate.',
    nl: '{at}: de vingerafdruk van {id} is niet die van het certificaat.',
  },
  'endpoint-without-certificate': {
    de: '{at}: Für den Endpunkt {id} ist am {from} kein TLS-Zertifikat mit diesem Fingerabdruck eingetragen, auch keines der Behörde.',
    en: '{at}: for the endpoint {id} no TLS certificate of this fingerprint, nor any of its authority, is registered on {from}.',
    nl: '{at}: voor eindpunt {id} is op {from} geen TLS-certificaat met deze vingerafdruk geregistreerd, ook niet van de instantie.',
  },
  'digits-of-other-scheme': {
    de: '{at}: „significantDigits“ gibt es nur für Gebiete mit ARS.',
    en: '{at}: "significantDigits" is only for regions by ARS.',
    nl: '{at}: "significantDigits" is alleen voor gebieden met ARS.',
  },
  'digits-not-zero': {
    de: '{at}: Von {region} zählen nur {digits} Stellen; die übrigen müssen 0 sein.',
    en: '{at}: only {digits} digits of {region} count; the others must be 0.',
    nl: '{at}: van {region} tellen alleen {digits} cijfers; de overige moeten 0 zijn.',
  },
} as const satisfies Readonly<Record<string, Readonly<Record<Language, string>>>>;

export type CheckText = keyof typeof TEXTS;

/** A finding about a change, before it is put into words. */
export interface ChangeFinding {
  readonly text: CheckText;
  /** JSON pointer into the change. */
  readonly at: string;
  readonly values?: Readonly<Record<string, string | number>>;
  readonly expected?: string;
}

/** A finding in a language. */
export const findingInWords = ({ text, at, values = {} }: ChangeFinding, language: Language): string =>
  TEXTS[text][language].replace(/\{(\w+)\}/g, (_, name: string) =>
    name === 'at' ? at || '/' : String(values[name] ?? ''),
  );
