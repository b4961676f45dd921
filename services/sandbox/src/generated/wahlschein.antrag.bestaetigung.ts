// Generated from wahlschein.antrag.bestaetigung 1.0. Changes are lost when it is generated again.
import { type Codec, codec, type Tables } from '@dienstweg/schemas/types-of/runtime.ts';

/** An element as it stands, canonical, with its namespaces. */
export type RawXml = string;

export type Ergebnis = "erteilt" | "abgelehnt" | "nachzureichen";

export type Versandart = "brief" | "auslandsbrief" | "abholung";

export interface Bestaetigung {
  readonly kopf: Nachrichtenkopf;
  /** xs:token, minLength 1, maxLength 200, pattern , pattern ([beioqvwxyBEIOQVWXY \-ªºÀ-ÖØ-öø-ıĴ-ňŊ-žƇƈƏƗƠơƯưƷǍ-ǜǞǟǢ-ǰǴǵǸ-ǿȀ-țȞȟȧ-ȳəɨʒḂḃḆ-ẙẞẠ-ỹ'.,`~¨´·ʹʺ… */
  readonly aktenzeichenAnfrage: string;
  /** xs:token, minLength 1, maxLength 200, pattern , pattern ([beioqvwxyBEIOQVWXY \-ªºÀ-ÖØ-öø-ıĴ-ňŊ-žƇƈƏƗƠơƯưƷǍ-ǜǞǟǢ-ǰǴǵǸ-ǿȀ-țȞȟȧ-ȳəɨʒḂḃḆ-ẙẞẠ-ỹ'.,`~¨´·ʹʺ… */
  readonly aktenzeichen: string;
  /** xs:token, pattern */
  readonly ergebnis: Ergebnis;
  readonly wahlschein?: Wahlschein;
  /** xs:string, minLength 1, maxLength 4000, pattern */
  readonly grund?: string;
  /** xs:string, minLength 1, maxLength 4000, pattern */
  readonly hinweis: string;
}

export interface Nachrichtenkopf {
  /** xs:token, pattern [a-z][a-z0-9.]{0,99} */
  readonly nachrichtentyp: string;
  /** xs:token, pattern [0-9]+(\.[0-9]+){1,2} */
  readonly version: string;
  readonly autor: Behoerde;
  readonly leser?: Behoerde;
  /** xs:dateTime, pattern [^Z+]*(Z|[+\-][0-9]{2}:[0-9]{2}) */
  readonly erstellt: string;
  readonly verfahren: NachrichtenkopfVerfahren;
}

export interface Wahlschein {
  /** xs:token, pattern [0-9]{6} */
  readonly nummer: string;
  /** xs:date, pattern [0-9]{4}-[0-9]{2}-[0-9]{2} */
  readonly ausgestellt: string;
  /** xs:date, pattern [0-9]{4}-[0-9]{2}-[0-9]{2} */
  readonly aufgegebenAm?: string;
  /** xs:token, pattern */
  readonly versandart: Versandart;
}

export interface Behoerde {
  /** xs:token, pattern [a-z][a-z0-9\-]{0,31}:[\p{L}\p{N}:._\-/#]{1,120} */
  readonly kennung: string;
  /** xs:token, minLength 1, maxLength 500, pattern ([beioqvwxyBEIOQVWXY \-ªºÀ-ÖØ-öø-ıĴ-ňŊ-žƇƈƏƗƠơƯưƷǍ-ǜǞǟǢ-ǰǴǵǸ-ǿȀ-țȞȟȧ-ȳəɨʒḂḃḆ-ẙẞẠ-ỹ'.,`~¨´·ʹʺ… */
  readonly name: string;
  readonly erreichbarkeit?: Erreichbarkeit;
}

export interface NachrichtenkopfVerfahren {
  /** xs:token, minLength 1, maxLength 500, pattern ([beioqvwxyBEIOQVWXY \-ªºÀ-ÖØ-öø-ıĴ-ňŊ-žƇƈƏƗƠơƯưƷǍ-ǜǞǟǢ-ǰǴǵǸ-ǿȀ-țȞȟȧ-ȳəɨʒḂḃḆ-ẙẞẠ-ỹ'.,`~¨´·ʹʺ… */
  readonly $produkt: string;
  /** xs:token, minLength 1, maxLength 500, pattern ([beioqvwxyBEIOQVWXY \-ªºÀ-ÖØ-öø-ıĴ-ňŊ-žƇƈƏƗƠơƯưƷǍ-ǜǞǟǢ-ǰǴǵǸ-ǿȀ-țȞȟȧ-ȳəɨʒḂḃḆ-ẙẞẠ-ỹ'.,`~¨´·ʹʺ… */
  readonly $hersteller: string;
  /** xs:token, pattern [0-9]+(\.[0-9]+){1,2} */
  readonly $version: string;
}

export interface Erreichbarkeit {
  /** xs:token, pattern \+[1-9][0-9 ]{5,24} */
  readonly telefon?: string;
  /** xs:token, maxLength 254, pattern [^@\s]+@[^@\s.]+(\.[^@\s.]+)+ */
  readonly email?: string;
}

const TABLES: Tables = JSON.parse(
  "{\"types\":{\"Bestaetigung\":{\"attributes\":[],\"content\":{\"is\":\"elements\",\"part\":{\"is\":\"sequence\",\"parts\":[{\"is\":\"element\",\"member\":\"kopf\",\"namespace\":\"urn:dienstweg:wahlschein.antrag.bestaetigung:1\",\"local\":\"kopf\",\"type\":{\"id\":\"Nachrichtenkopf\"},\"min\":1,\"max\":1},{\"is\":\"element\",\"member\":\"aktenzeichenAnfrage\",\"namespace\":\"urn:dienstweg:wahlschein.antrag.bestaetigung:1\",\"local\":\"aktenzeichenAnfrage\",\"type\":\"collapse\",\"min\":1,\"max\":1},{\"is\":\"element\",\"member\":\"aktenzeichen\",\"namespace\":\"urn:dienstweg:wahlschein.antrag.bestaetigung:1\",\"local\":\"aktenzeichen\",\"type\":\"collapse\",\"min\":1,\"max\":1},{\"is\":\"element\",\"member\":\"ergebnis\",\"namespace\":\"urn:dienstweg:wahlschein.antrag.bestaetigung:1\",\"local\":\"ergebnis\",\"type\":\"collapse\",\"min\":1,\"max\":1},{\"is\":\"element\",\"member\":\"wahlschein\",\"namespace\":\"urn:dienstweg:wahlschein.antrag.bestaetigung:1\",\"local\":\"wahlschein\",\"type\":{\"id\":\"Wahlschein\"},\"min\":0,\"max\":1},{\"is\":\"element\",\"member\":\"grund\",\"namespace\":\"urn:dienstweg:wahlschein.antrag.bestaetigung:1\",\"local\":\"grund\",\"type\":\"preserve\",\"min\":0,\"max\":1},{\"is\":\"element\",\"member\":\"hinweis\",\"namespace\":\"urn:dienstweg:wahlschein.antrag.bestaetigung:1\",\"local\":\"hinweis\",\"type\":\"preserve\",\"min\":1,\"max\":1}],\"min\":1,\"max\":1}}},\"Nachrichtenkopf\":{\"attributes\":[],\"content\":{\"is\":\"elements\",\"part\":{\"is\":\"sequence\",\"parts\":[{\"is\":\"element\",\"member\":\"nachrichtentyp\",\"namespace\":\"urn:dienstweg:basis:1\",\"local\":\"nachrichtentyp\",\"type\":\"collapse\",\"min\":1,\"max\":1},{\"is\":\"element\",\"member\":\"version\",\"namespace\":\"urn:dienstweg:basis:1\",\"local\":\"version\",\"type\":\"collapse\",\"min\":1,\"max\":1},{\"is\":\"element\",\"member\":\"autor\",\"namespace\":\"urn:dienstweg:basis:1\",\"local\":\"autor\",\"type\":{\"id\":\"Behoerde\"},\"min\":1,\"max\":1},{\"is\":\"element\",\"member\":\"leser\",\"namespace\":\"urn:dienstweg:basis:1\",\"local\":\"leser\",\"type\":{\"id\":\"Behoerde\"},\"min\":0,\"max\":1},{\"is\":\"element\",\"member\":\"erstellt\",\"namespace\":\"urn:dienstweg:basis:1\",\"local\":\"erstellt\",\"type\":\"collapse\",\"min\":1,\"max\":1},{\"is\":\"element\",\"member\":\"verfahren\",\"namespace\":\"urn:dienstweg:basis:1\",\"local\":\"verfahren\",\"type\":{\"id\":\"NachrichtenkopfVerfahren\"},\"min\":1,\"max\":1}],\"min\":1,\"max\":1}}},\"Wahlschein\":{\"attributes\":[],\"content\":{\"is\":\"elements\",\"part\":{\"is\":\"sequence\",\"parts\":[{\"is\":\"element\",\"member\":\"nummer\",\"namespace\":\"urn:dienstweg:wahlschein.antrag.bestaetigung:1\",\"local\":\"nummer\",\"type\":\"collapse\",\"min\":1,\"max\":1},{\"is\":\"element\",\"member\":\"ausgestellt\",\"namespace\":\"urn:dienstweg:wahlschein.antrag.bestaetigung:1\",\"local\":\"ausgestellt\",\"type\":\"collapse\",\"min\":1,\"max\":1},{\"is\":\"element\",\"member\":\"aufgegebenAm\",\"namespace\":\"urn:dienstweg:wahlschein.antrag.bestaetigung:1\",\"local\":\"aufgegebenAm\",\"type\":\"collapse\",\"min\":0,\"max\":1},{\"is\":\"element\",\"member\":\"versandart\",\"namespace\":\"urn:dienstweg:wahlschein.antrag.bestaetigung:1\",\"local\":\"versandart\",\"type\":\"collapse\",\"min\":1,\"max\":1}],\"min\":1,\"max\":1}}},\"Behoerde\":{\"attributes\":[],\"content\":{\"is\":\"elements\",\"part\":{\"is\":\"sequence\",\"parts\":[{\"is\":\"element\",\"member\":\"kennung\",\"namespace\":\"urn:dienstweg:basis:1\",\"local\":\"kennung\",\"type\":\"collapse\",\"min\":1,\"max\":1},{\"is\":\"element\",\"member\":\"name\",\"namespace\":\"urn:dienstweg:basis:1\",\"local\":\"name\",\"type\":\"collapse\",\"min\":1,\"max\":1},{\"is\":\"element\",\"member\":\"erreichbarkeit\",\"namespace\":\"urn:dienstweg:basis:1\",\"local\":\"erreichbarkeit\",\"type\":{\"id\":\"Erreichbarkeit\"},\"min\":0,\"max\":1}],\"min\":1,\"max\":1}}},\"NachrichtenkopfVerfahren\":{\"attributes\":[{\"member\":\"$produkt\",\"namespace\":\"\",\"local\":\"produkt\",\"text\":\"collapse\",\"required\":true},{\"member\":\"$hersteller\",\"namespace\":\"\",\"local\":\"hersteller\",\"text\":\"collapse\",\"required\":true},{\"member\":\"$version\",\"namespace\":\"\",\"local\":\"version\",\"text\":\"collapse\",\"required\":true}],\"content\":{\"is\":\"empty\"}},\"Erreichbarkeit\":{\"attributes\":[],\"content\":{\"is\":\"elements\",\"part\":{\"is\":\"sequence\",\"parts\":[{\"is\":\"element\",\"member\":\"telefon\",\"namespace\":\"urn:dienstweg:basis:1\",\"local\":\"telefon\",\"type\":\"collapse\",\"min\":0,\"max\":1},{\"is\":\"element\",\"member\":\"email\",\"namespace\":\"urn:dienstweg:basis:1\",\"local\":\"email\",\"type\":\"collapse\",\"min\":0,\"max\":1}],\"min\":1,\"max\":1}}}},\"prefixes\":{\"b\":\"urn:dienstweg:basis:1\",\"t\":\"urn:dienstweg:wahlschein.antrag.bestaetigung:1\"}}",
);

/** Reads and writes documents with the root `bestaetigung`. */
export const codecOfBestaetigung: Codec<Bestaetigung> = codec(TABLES, {"member":"bestaetigung","namespace":"urn:dienstweg:wahlschein.antrag.bestaetigung:1","local":"bestaetigung","type":{"id":"Bestaetigung"}});
