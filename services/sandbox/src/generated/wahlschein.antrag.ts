// Generated from wahlschein.antrag 1.0. Changes are lost when it is generated again.
import { type Codec, codec, type Tables } from '@dienstweg/schemas/types-of/runtime.ts';

/** An element as it stands, canonical, with its namespaces. */
export type RawXml = string;

export type Weg = "portal" | "elektronische-post" | "schriftlich" | "persoenlich";

export type Vertrauensniveau = "niedrig" | "substanziell" | "hoch";

export type Geschlecht = "m" | "w" | "d" | "ohne-angabe";

export interface Antrag {
  readonly kopf: Nachrichtenkopf;
  /** xs:token, minLength 1, maxLength 200, pattern , pattern ([beioqvwxyBEIOQVWXY \-ªºÀ-ÖØ-öø-ıĴ-ňŊ-žƇƈƏƗƠơƯưƷǍ-ǜǞǟǢ-ǰǴǵǸ-ǿȀ-țȞȟȧ-ȳəɨʒḂḃḆ-ẙẞẠ-ỹ'.,`~¨´·ʹʺ… */
  readonly aktenzeichen: string;
  readonly wahl: Wahl;
  readonly wahlberechtigt: Wahlberechtigt;
  /** xs:boolean */
  readonly briefwahl: string;
  readonly aushaendigung: Aushaendigung;
  readonly antragstellung: Antragstellung;
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

export interface Wahl {
  /** xs:token, minLength 1, maxLength 500, pattern ([beioqvwxyBEIOQVWXY \-ªºÀ-ÖØ-öø-ıĴ-ňŊ-žƇƈƏƗƠơƯưƷǍ-ǜǞǟǢ-ǰǴǵǸ-ǿȀ-țȞȟȧ-ȳəɨʒḂḃḆ-ẙẞẠ-ỹ'.,`~¨´·ʹʺ… */
  readonly bezeichnung: string;
  /** xs:date, pattern [0-9]{4}-[0-9]{2}-[0-9]{2} */
  readonly tag: string;
  /** xs:date, pattern [0-9]{4}-[0-9]{2}-[0-9]{2} */
  readonly stichwahlTag?: string;
}

export interface Wahlberechtigt {
  readonly person: NatuerlichePerson;
  readonly anschrift: Anschrift;
  readonly verzeichnis?: Verzeichnis;
  readonly erreichbarkeit?: Erreichbarkeit;
}

export interface Aushaendigung {
  readonly choice: 
    | {
        readonly kind: "anWohnung";
        readonly anWohnung: Leer;
      }
    | {
        readonly kind: "anAnschrift";
        readonly anAnschrift: Andernorts;
      }
    | {
        readonly kind: "abholung";
        readonly abholung: Abholung;
      };
}

export interface Antragstellung {
  /** xs:dateTime, pattern [^Z+]*(Z|[+\-][0-9]{2}:[0-9]{2}) */
  readonly eingegangen: string;
  /** xs:token, pattern */
  readonly weg: Weg;
  /** xs:token, pattern */
  readonly identifizierung: Vertrauensniveau;
  /** xs:token, minLength 1, maxLength 200, pattern ([beioqvwxyBEIOQVWXY \-ªºÀ-ÖØ-öø-ıĴ-ňŊ-žƇƈƏƗƠơƯưƷǍ-ǜǞǟǢ-ǰǴǵǸ-ǿȀ-țȞȟȧ-ȳəɨʒḂḃḆ-ẙẞẠ-ỹ'.,`~¨´·ʹʺ… */
  readonly hilfsperson?: string;
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

export interface NatuerlichePerson {
  /** xs:token, minLength 1, maxLength 200, pattern ([beioqvwxyBEIOQVWXY \-ªºÀ-ÖØ-öø-ıĴ-ňŊ-žƇƈƏƗƠơƯưƷǍ-ǜǞǟǢ-ǰǴǵǸ-ǿȀ-țȞȟȧ-ȳəɨʒḂḃḆ-ẙẞẠ-ỹ'.,`~¨´·ʹʺ… */
  readonly familienname: string;
  /** xs:token, minLength 1, maxLength 200, pattern ([beioqvwxyBEIOQVWXY \-ªºÀ-ÖØ-öø-ıĴ-ňŊ-žƇƈƏƗƠơƯưƷǍ-ǜǞǟǢ-ǰǴǵǸ-ǿȀ-țȞȟȧ-ȳəɨʒḂḃḆ-ẙẞẠ-ỹ'.,`~¨´·ʹʺ… */
  readonly geburtsname?: string;
  /** xs:token, minLength 1, maxLength 200, pattern ([beioqvwxyBEIOQVWXY \-ªºÀ-ÖØ-öø-ıĴ-ňŊ-žƇƈƏƗƠơƯưƷǍ-ǜǞǟǢ-ǰǴǵǸ-ǿȀ-țȞȟȧ-ȳəɨʒḂḃḆ-ẙẞẠ-ỹ'.,`~¨´·ʹʺ… */
  readonly vornamen: string;
  /** xs:token, minLength 1, maxLength 200, pattern ([beioqvwxyBEIOQVWXY \-ªºÀ-ÖØ-öø-ıĴ-ňŊ-žƇƈƏƗƠơƯưƷǍ-ǜǞǟǢ-ǰǴǵǸ-ǿȀ-țȞȟȧ-ȳəɨʒḂḃḆ-ẙẞẠ-ỹ'.,`~¨´·ʹʺ… */
  readonly rufname?: string;
  /** xs:token, pattern (Dr\.|Ph\.D\.)( (Dr\.|h\. ?c\.|hc\.))* */
  readonly doktorgrad?: string;
  readonly geburt: NatuerlichePersonGeburt;
  /** xs:token, pattern */
  readonly geschlecht: Geschlecht;
  /** xs:token, pattern [A-Z]{2} */
  readonly staatsangehoerigkeit: readonly (string)[];
}

export interface Anschrift {
  /** xs:token, minLength 1, maxLength 500, pattern ([beioqvwxyBEIOQVWXY \-ªºÀ-ÖØ-öø-ıĴ-ňŊ-žƇƈƏƗƠơƯưƷǍ-ǜǞǟǢ-ǰǴǵǸ-ǿȀ-țȞȟȧ-ȳəɨʒḂḃḆ-ẙẞẠ-ỹ'.,`~¨´·ʹʺ… */
  readonly strasse: string;
  /** xs:token, pattern [1-9][0-9]{0,4}( ?[a-z])?([\-/][1-9][0-9]{0,4}[a-z]?)? */
  readonly hausnummer: string;
  /** xs:token, minLength 1, maxLength 500, pattern ([beioqvwxyBEIOQVWXY \-ªºÀ-ÖØ-öø-ıĴ-ňŊ-žƇƈƏƗƠơƯưƷǍ-ǜǞǟǢ-ǰǴǵǸ-ǿȀ-țȞȟȧ-ȳəɨʒḂḃḆ-ẙẞẠ-ỹ'.,`~¨´·ʹʺ… */
  readonly zusatz?: string;
  /** xs:token, pattern [0-9]{5} | [1-9][0-9]{3} [A-Z]{2} */
  readonly postleitzahl: string;
  /** xs:token, minLength 1, maxLength 500, pattern ([beioqvwxyBEIOQVWXY \-ªºÀ-ÖØ-öø-ıĴ-ňŊ-žƇƈƏƗƠơƯưƷǍ-ǜǞǟǢ-ǰǴǵǸ-ǿȀ-țȞȟȧ-ȳəɨʒḂḃḆ-ẙẞẠ-ỹ'.,`~¨´·ʹʺ… */
  readonly ort: string;
  /** xs:token, minLength 1, maxLength 500, pattern ([beioqvwxyBEIOQVWXY \-ªºÀ-ÖØ-öø-ıĴ-ňŊ-žƇƈƏƗƠơƯưƷǍ-ǜǞǟǢ-ǰǴǵǸ-ǿȀ-țȞȟȧ-ȳəɨʒḂḃḆ-ẙẞẠ-ỹ'.,`~¨´·ʹʺ… */
  readonly ortsteil?: string;
  /** xs:token, pattern ars:[0-9]{12} | nl-gemeente:[0-9]{4} */
  readonly gemeinde: string;
  /** xs:token, pattern [A-Z]{2} */
  readonly staat: string;
}

export interface Verzeichnis {
  /** xs:token, pattern [0-9]{3,4} */
  readonly wahlbezirk: string;
  /** xs:positiveInteger, fractionDigits 0, minInclusive 1 */
  readonly nummer: string;
}

export interface Erreichbarkeit {
  /** xs:token, pattern \+[1-9][0-9 ]{5,24} */
  readonly telefon?: string;
  /** xs:token, maxLength 254, pattern [^@\s]+@[^@\s.]+(\.[^@\s.]+)+ */
  readonly email?: string;
}

export interface Leer {
}

export interface Andernorts {
  readonly anschrift: Anschrift;
  /** xs:date, pattern [0-9]{4}-[0-9]{2}-[0-9]{2} */
  readonly bis?: string;
}

export interface Abholung {
  /** xs:token, minLength 1, maxLength 200, pattern ([beioqvwxyBEIOQVWXY \-ªºÀ-ÖØ-öø-ıĴ-ňŊ-žƇƈƏƗƠơƯưƷǍ-ǜǞǟǢ-ǰǴǵǸ-ǿȀ-țȞȟȧ-ȳəɨʒḂḃḆ-ẙẞẠ-ỹ'.,`~¨´·ʹʺ… */
  readonly durch: string;
  /** xs:boolean */
  readonly vollmacht: string;
}

export interface NatuerlichePersonGeburt {
  /** union, pattern */
  readonly datum: string;
  /** xs:token, minLength 1, maxLength 500, pattern ([beioqvwxyBEIOQVWXY \-ªºÀ-ÖØ-öø-ıĴ-ňŊ-žƇƈƏƗƠơƯưƷǍ-ǜǞǟǢ-ǰǴǵǸ-ǿȀ-țȞȟȧ-ȳəɨʒḂḃḆ-ẙẞẠ-ỹ'.,`~¨´·ʹʺ… */
  readonly ort: string;
  /** xs:token, pattern [A-Z]{2} */
  readonly staat: string;
}

const TABLES: Tables = JSON.parse(
  "{\"types\":{\"Antrag\":{\"attributes\":[],\"content\":{\"is\":\"elements\",\"part\":{\"is\":\"sequence\",\"parts\":[{\"is\":\"element\",\"member\":\"kopf\",\"namespace\":\"urn:dienstweg:wahlschein.antrag:1\",\"local\":\"kopf\",\"type\":{\"id\":\"Nachrichtenkopf\"},\"min\":1,\"max\":1},{\"is\":\"element\",\"member\":\"aktenzeichen\",\"namespace\":\"urn:dienstweg:wahlschein.antrag:1\",\"local\":\"aktenzeichen\",\"type\":\"collapse\",\"min\":1,\"max\":1},{\"is\":\"element\",\"member\":\"wahl\",\"namespace\":\"urn:dienstweg:wahlschein.antrag:1\",\"local\":\"wahl\",\"type\":{\"id\":\"Wahl\"},\"min\":1,\"max\":1},{\"is\":\"element\",\"member\":\"wahlberechtigt\",\"namespace\":\"urn:dienstweg:wahlschein.antrag:1\",\"local\":\"wahlberechtigt\",\"type\":{\"id\":\"Wahlberechtigt\"},\"min\":1,\"max\":1},{\"is\":\"element\",\"member\":\"briefwahl\",\"namespace\":\"urn:dienstweg:wahlschein.antrag:1\",\"local\":\"briefwahl\",\"type\":\"collapse\",\"min\":1,\"max\":1},{\"is\":\"element\",\"member\":\"aushaendigung\",\"namespace\":\"urn:dienstweg:wahlschein.antrag:1\",\"local\":\"aushaendigung\",\"type\":{\"id\":\"Aushaendigung\"},\"min\":1,\"max\":1},{\"is\":\"element\",\"member\":\"antragstellung\",\"namespace\":\"urn:dienstweg:wahlschein.antrag:1\",\"local\":\"antragstellung\",\"type\":{\"id\":\"Antragstellung\"},\"min\":1,\"max\":1}],\"min\":1,\"max\":1}}},\"Nachrichtenkopf\":{\"attributes\":[],\"content\":{\"is\":\"elements\",\"part\":{\"is\":\"sequence\",\"parts\":[{\"is\":\"element\",\"member\":\"nachrichtentyp\",\"namespace\":\"urn:dienstweg:basis:1\",\"local\":\"nachrichtentyp\",\"type\":\"collapse\",\"min\":1,\"max\":1},{\"is\":\"element\",\"member\":\"version\",\"namespace\":\"urn:dienstweg:basis:1\",\"local\":\"version\",\"type\":\"collapse\",\"min\":1,\"max\":1},{\"is\":\"element\",\"member\":\"autor\",\"namespace\":\"urn:dienstweg:basis:1\",\"local\":\"autor\",\"type\":{\"id\":\"Behoerde\"},\"min\":1,\"max\":1},{\"is\":\"element\",\"member\":\"leser\",\"namespace\":\"urn:dienstweg:basis:1\",\"local\":\"leser\",\"type\":{\"id\":\"Behoerde\"},\"min\":0,\"max\":1},{\"is\":\"element\",\"member\":\"erstellt\",\"namespace\":\"urn:dienstweg:basis:1\",\"local\":\"erstellt\",\"type\":\"collapse\",\"min\":1,\"max\":1},{\"is\":\"element\",\"member\":\"verfahren\",\"namespace\":\"urn:dienstweg:basis:1\",\"local\":\"verfahren\",\"type\":{\"id\":\"NachrichtenkopfVerfahren\"},\"min\":1,\"max\":1}],\"min\":1,\"max\":1}}},\"Wahl\":{\"attributes\":[],\"content\":{\"is\":\"elements\",\"part\":{\"is\":\"sequence\",\"parts\":[{\"is\":\"element\",\"member\":\"bezeichnung\",\"namespace\":\"urn:dienstweg:wahlschein.antrag:1\",\"local\":\"bezeichnung\",\"type\":\"collapse\",\"min\":1,\"max\":1},{\"is\":\"element\",\"member\":\"tag\",\"namespace\":\"urn:dienstweg:wahlschein.antrag:1\",\"local\":\"tag\",\"type\":\"collapse\",\"min\":1,\"max\":1},{\"is\":\"element\",\"member\":\"stichwahlTag\",\"namespace\":\"urn:dienstweg:wahlschein.antrag:1\",\"local\":\"stichwahlTag\",\"type\":\"collapse\",\"min\":0,\"max\":1}],\"min\":1,\"max\":1}}},\"Wahlberechtigt\":{\"attributes\":[],\"content\":{\"is\":\"elements\",\"part\":{\"is\":\"sequence\",\"parts\":[{\"is\":\"element\",\"member\":\"person\",\"namespace\":\"urn:dienstweg:wahlschein.antrag:1\",\"local\":\"person\",\"type\":{\"id\":\"NatuerlichePerson\"},\"min\":1,\"max\":1},{\"is\":\"element\",\"member\":\"anschrift\",\"namespace\":\"urn:dienstweg:wahlschein.antrag:1\",\"local\":\"anschrift\",\"type\":{\"id\":\"Anschrift\"},\"min\":1,\"max\":1},{\"is\":\"element\",\"member\":\"verzeichnis\",\"namespace\":\"urn:dienstweg:wahlschein.antrag:1\",\"local\":\"verzeichnis\",\"type\":{\"id\":\"Verzeichnis\"},\"min\":0,\"max\":1},{\"is\":\"element\",\"member\":\"erreichbarkeit\",\"namespace\":\"urn:dienstweg:wahlschein.antrag:1\",\"local\":\"erreichbarkeit\",\"type\":{\"id\":\"Erreichbarkeit\"},\"min\":0,\"max\":1}],\"min\":1,\"max\":1}}},\"Aushaendigung\":{\"attributes\":[],\"content\":{\"is\":\"elements\",\"part\":{\"is\":\"choice\",\"member\":\"choice\",\"of\":[{\"kind\":\"anWohnung\",\"part\":{\"is\":\"element\",\"member\":\"anWohnung\",\"namespace\":\"urn:dienstweg:wahlschein.antrag:1\",\"local\":\"anWohnung\",\"type\":{\"id\":\"Leer\"},\"min\":1,\"max\":1}},{\"kind\":\"anAnschrift\",\"part\":{\"is\":\"element\",\"member\":\"anAnschrift\",\"namespace\":\"urn:dienstweg:wahlschein.antrag:1\",\"local\":\"anAnschrift\",\"type\":{\"id\":\"Andernorts\"},\"min\":1,\"max\":1}},{\"kind\":\"abholung\",\"part\":{\"is\":\"element\",\"member\":\"abholung\",\"namespace\":\"urn:dienstweg:wahlschein.antrag:1\",\"local\":\"abholung\",\"type\":{\"id\":\"Abholung\"},\"min\":1,\"max\":1}}],\"min\":1,\"max\":1}}},\"Antragstellung\":{\"attributes\":[],\"content\":{\"is\":\"elements\",\"part\":{\"is\":\"sequence\",\"parts\":[{\"is\":\"element\",\"member\":\"eingegangen\",\"namespace\":\"urn:dienstweg:wahlschein.antrag:1\",\"local\":\"eingegangen\",\"type\":\"collapse\",\"min\":1,\"max\":1},{\"is\":\"element\",\"member\":\"weg\",\"namespace\":\"urn:dienstweg:wahlschein.antrag:1\",\"local\":\"weg\",\"type\":\"collapse\",\"min\":1,\"max\":1},{\"is\":\"element\",\"member\":\"identifizierung\",\"namespace\":\"urn:dienstweg:wahlschein.antrag:1\",\"local\":\"identifizierung\",\"type\":\"collapse\",\"min\":1,\"max\":1},{\"is\":\"element\",\"member\":\"hilfsperson\",\"namespace\":\"urn:dienstweg:wahlschein.antrag:1\",\"local\":\"hilfsperson\",\"type\":\"collapse\",\"min\":0,\"max\":1}],\"min\":1,\"max\":1}}},\"Behoerde\":{\"attributes\":[],\"content\":{\"is\":\"elements\",\"part\":{\"is\":\"sequence\",\"parts\":[{\"is\":\"element\",\"member\":\"kennung\",\"namespace\":\"urn:dienstweg:basis:1\",\"local\":\"kennung\",\"type\":\"collapse\",\"min\":1,\"max\":1},{\"is\":\"element\",\"member\":\"name\",\"namespace\":\"urn:dienstweg:basis:1\",\"local\":\"name\",\"type\":\"collapse\",\"min\":1,\"max\":1},{\"is\":\"element\",\"member\":\"erreichbarkeit\",\"namespace\":\"urn:dienstweg:basis:1\",\"local\":\"erreichbarkeit\",\"type\":{\"id\":\"Erreichbarkeit\"},\"min\":0,\"max\":1}],\"min\":1,\"max\":1}}},\"NachrichtenkopfVerfahren\":{\"attributes\":[{\"member\":\"$produkt\",\"namespace\":\"\",\"local\":\"produkt\",\"text\":\"collapse\",\"required\":true},{\"member\":\"$hersteller\",\"namespace\":\"\",\"local\":\"hersteller\",\"text\":\"collapse\",\"required\":true},{\"member\":\"$version\",\"namespace\":\"\",\"local\":\"version\",\"text\":\"collapse\",\"required\":true}],\"content\":{\"is\":\"empty\"}},\"NatuerlichePerson\":{\"attributes\":[],\"content\":{\"is\":\"elements\",\"part\":{\"is\":\"sequence\",\"parts\":[{\"is\":\"element\",\"member\":\"familienname\",\"namespace\":\"urn:dienstweg:basis:1\",\"local\":\"familienname\",\"type\":\"collapse\",\"min\":1,\"max\":1},{\"is\":\"element\",\"member\":\"geburtsname\",\"namespace\":\"urn:dienstweg:basis:1\",\"local\":\"geburtsname\",\"type\":\"collapse\",\"min\":0,\"max\":1},{\"is\":\"element\",\"member\":\"vornamen\",\"namespace\":\"urn:dienstweg:basis:1\",\"local\":\"vornamen\",\"type\":\"collapse\",\"min\":1,\"max\":1},{\"is\":\"element\",\"member\":\"rufname\",\"namespace\":\"urn:dienstweg:basis:1\",\"local\":\"rufname\",\"type\":\"collapse\",\"min\":0,\"max\":1},{\"is\":\"element\",\"member\":\"doktorgrad\",\"namespace\":\"urn:dienstweg:basis:1\",\"local\":\"doktorgrad\",\"type\":\"collapse\",\"min\":0,\"max\":1},{\"is\":\"element\",\"member\":\"geburt\",\"namespace\":\"urn:dienstweg:basis:1\",\"local\":\"geburt\",\"type\":{\"id\":\"NatuerlichePersonGeburt\"},\"min\":1,\"max\":1},{\"is\":\"element\",\"member\":\"geschlecht\",\"namespace\":\"urn:dienstweg:basis:1\",\"local\":\"geschlecht\",\"type\":\"collapse\",\"min\":1,\"max\":1},{\"is\":\"element\",\"member\":\"staatsangehoerigkeit\",\"namespace\":\"urn:dienstweg:basis:1\",\"local\":\"staatsangehoerigkeit\",\"type\":\"collapse\",\"min\":1,\"max\":5}],\"min\":1,\"max\":1}}},\"Anschrift\":{\"attributes\":[],\"content\":{\"is\":\"elements\",\"part\":{\"is\":\"sequence\",\"parts\":[{\"is\":\"element\",\"member\":\"strasse\",\"namespace\":\"urn:dienstweg:basis:1\",\"local\":\"strasse\",\"type\":\"collapse\",\"min\":1,\"max\":1},{\"is\":\"element\",\"member\":\"hausnummer\",\"namespace\":\"urn:dienstweg:basis:1\",\"local\":\"hausnummer\",\"type\":\"collapse\",\"min\":1,\"max\":1},{\"is\":\"element\",\"member\":\"zusatz\",\"namespace\":\"urn:dienstweg:basis:1\",\"local\":\"zusatz\",\"type\":\"collapse\",\"min\":0,\"max\":1},{\"is\":\"element\",\"member\":\"postleitzahl\",\"namespace\":\"urn:dienstweg:basis:1\",\"local\":\"postleitzahl\",\"type\":\"collapse\",\"min\":1,\"max\":1},{\"is\":\"element\",\"member\":\"ort\",\"namespace\":\"urn:dienstweg:basis:1\",\"local\":\"ort\",\"type\":\"collapse\",\"min\":1,\"max\":1},{\"is\":\"element\",\"member\":\"ortsteil\",\"namespace\":\"urn:dienstweg:basis:1\",\"local\":\"ortsteil\",\"type\":\"collapse\",\"min\":0,\"max\":1},{\"is\":\"element\",\"member\":\"gemeinde\",\"namespace\":\"urn:dienstweg:basis:1\",\"local\":\"gemeinde\",\"type\":\"collapse\",\"min\":1,\"max\":1},{\"is\":\"element\",\"member\":\"staat\",\"namespace\":\"urn:dienstweg:basis:1\",\"local\":\"staat\",\"type\":\"collapse\",\"min\":1,\"max\":1}],\"min\":1,\"max\":1}}},\"Verzeichnis\":{\"attributes\":[],\"content\":{\"is\":\"elements\",\"part\":{\"is\":\"sequence\",\"parts\":[{\"is\":\"element\",\"member\":\"wahlbezirk\",\"namespace\":\"urn:dienstweg:wahlschein.antrag:1\",\"local\":\"wahlbezirk\",\"type\":\"collapse\",\"min\":1,\"max\":1},{\"is\":\"element\",\"member\":\"nummer\",\"namespace\":\"urn:dienstweg:wahlschein.antrag:1\",\"local\":\"nummer\",\"type\":\"collapse\",\"min\":1,\"max\":1}],\"min\":1,\"max\":1}}},\"Erreichbarkeit\":{\"attributes\":[],\"content\":{\"is\":\"elements\",\"part\":{\"is\":\"sequence\",\"parts\":[{\"is\":\"element\",\"member\":\"telefon\",\"namespace\":\"urn:dienstweg:basis:1\",\"local\":\"telefon\",\"type\":\"collapse\",\"min\":0,\"max\":1},{\"is\":\"element\",\"member\":\"email\",\"namespace\":\"urn:dienstweg:basis:1\",\"local\":\"email\",\"type\":\"collapse\",\"min\":0,\"max\":1}],\"min\":1,\"max\":1}}},\"Leer\":{\"attributes\":[],\"content\":{\"is\":\"empty\"}},\"Andernorts\":{\"attributes\":[],\"content\":{\"is\":\"elements\",\"part\":{\"is\":\"sequence\",\"parts\":[{\"is\":\"element\",\"member\":\"anschrift\",\"namespace\":\"urn:dienstweg:wahlschein.antrag:1\",\"local\":\"anschrift\",\"type\":{\"id\":\"Anschrift\"},\"min\":1,\"max\":1},{\"is\":\"element\",\"member\":\"bis\",\"namespace\":\"urn:dienstweg:wahlschein.antrag:1\",\"local\":\"bis\",\"type\":\"collapse\",\"min\":0,\"max\":1}],\"min\":1,\"max\":1}}},\"Abholung\":{\"attributes\":[],\"content\":{\"is\":\"elements\",\"part\":{\"is\":\"sequence\",\"parts\":[{\"is\":\"element\",\"member\":\"durch\",\"namespace\":\"urn:dienstweg:wahlschein.antrag:1\",\"local\":\"durch\",\"type\":\"collapse\",\"min\":1,\"max\":1},{\"is\":\"element\",\"member\":\"vollmacht\",\"namespace\":\"urn:dienstweg:wahlschein.antrag:1\",\"local\":\"vollmacht\",\"type\":\"collapse\",\"min\":1,\"max\":1}],\"min\":1,\"max\":1}}},\"NatuerlichePersonGeburt\":{\"attributes\":[],\"content\":{\"is\":\"elements\",\"part\":{\"is\":\"sequence\",\"parts\":[{\"is\":\"element\",\"member\":\"datum\",\"namespace\":\"urn:dienstweg:basis:1\",\"local\":\"datum\",\"type\":\"preserve\",\"min\":1,\"max\":1},{\"is\":\"element\",\"member\":\"ort\",\"namespace\":\"urn:dienstweg:basis:1\",\"local\":\"ort\",\"type\":\"collapse\",\"min\":1,\"max\":1},{\"is\":\"element\",\"member\":\"staat\",\"namespace\":\"urn:dienstweg:basis:1\",\"local\":\"staat\",\"type\":\"collapse\",\"min\":1,\"max\":1}],\"min\":1,\"max\":1}}}},\"prefixes\":{\"b\":\"urn:dienstweg:basis:1\",\"t\":\"urn:dienstweg:wahlschein.antrag:1\"}}",
);

/** Reads and writes documents with the root `antrag`. */
export const codecOfAntrag: Codec<Antrag> = codec(TABLES, {"member":"antrag","namespace":"urn:dienstweg:wahlschein.antrag:1","local":"antrag","type":{"id":"Antrag"}});
