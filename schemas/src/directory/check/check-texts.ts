/** What is said about a registry change that cannot be recorded. `{at}` is a JSON pointer into the change. */
import type { Language } from '../../problems/texts.ts';

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
  'region-in-use': {
    de: '{at}: Für das Gebiet {region}, das endet, ist mit dem Eintrag {id} noch jemand zuständig. Diesen zuerst beenden, oder in derselben Änderung.',
    en: '{at}: for the region {region}, which ends, somebody is still responsible by entry {id}. Close that first, or in the same change.',
    nl: '{at}: voor het gebied {region}, dat eindigt, is met inschrijving {id} nog iemand verantwoordelijk. Beëindig die eerst, of in dezelfde wijziging.',
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
  'dangling-category': {
    de: '{at}: Die Kategorie {category}, auf die der Eintrag {id} verweist, ist nicht an allen seinen Tagen eingetragen. Sie, und jede darüber, zuerst eintragen.',
    en: '{at}: the category {category} that entry {id} refers to is not registered on all its days. Register it, and each one above it, first.',
    nl: '{at}: de categorie {category} waarnaar {id} verwijst, is niet op al zijn dagen geregistreerd. Registreer eerst haar en elke categorie erboven.',
  },
  'prefix-unknown': {
    de: '{at}: Das Präfix „{prefix}“ des Schlüssels {authority} gehört zu keiner eingetragenen Kategorie.',
    en: '{at}: the prefix "{prefix}" of the key {authority} belongs to no registered category.',
    nl: '{at}: het voorvoegsel "{prefix}" van sleutel {authority} hoort bij geen geregistreerde categorie.',
  },
  'id-shared': {
    de: '{at}: Die Kennung {value} des Eintrags {id} ist an denselben Tagen schon die von {other}.',
    en: '{at}: the identifier {value} of entry {id} is already that of {other} on the same days.',
    nl: '{at}: de identificatie {value} van {id} is op dezelfde dagen al die van {other}.',
  },
  'ags-shared': {
    de: '{at}: Der AGS {ags} des Eintrags {id} steht an denselben Tagen schon bei {other}.',
    en: '{at}: the AGS {ags} of entry {id} already stands with {other} on the same days.',
    nl: '{at}: de AGS {ags} van {id} staat op dezelfde dagen al bij {other}.',
  },
  'succession-split': {
    de: '{at}: {predecessor} hat an denselben Tagen nach {other} schon einen Nachfolger. Nur einer kann an seine Stelle treten: die Zuständigkeiten nach Gebieten auf mehrere Behörden verteilen und als Nachfolger die eintragen, die alles Übrige und die Antworten erhält.',
    en: '{at}: by {other}, {predecessor} already has a successor on the same days. Only one can stand for it: divide its responsibilities among several authorities by region, and enter as successor the one that gets all the rest, and replies.',
    nl: '{at}: volgens {other} heeft {predecessor} op dezelfde dagen al een opvolger. Slechts één kan in de plaats treden: verdeel de verantwoordelijkheden per gebied over meerdere instanties en registreer als opvolger degene die al het overige en de antwoorden krijgt.',
  },
  'succession-cycle': {
    de: '{at}: Die Nachfolge {id} führt im Kreis: {way}.',
    en: '{at}: the succession {id} leads in a circle: {way}.',
    nl: '{at}: de opvolging {id} loopt rond: {way}.',
  },
  'part-of-cycle': {
    de: '{at}: Die Behörde des Eintrags {id} wäre eine Abteilung ihrer selbst: {way}.',
    en: '{at}: the authority of entry {id} would be a department of itself: {way}.',
    nl: '{at}: de instantie van {id} zou een afdeling van zichzelf zijn: {way}.',
  },
  'members-of-region': {
    de: '{at}: {region} ist kein Bezirk „area:…“; nur ein solcher hat Mitglieder.',
    en: '{at}: {region} is no area "area:…"; only one of these has members.',
    nl: '{at}: {region} is geen gebied "area:…"; alleen zo een heeft leden.',
  },
  'member-is-area': {
    de: '{at}: {region} ist selbst ein Bezirk; Mitglieder von {id} sind Gebiete nach Schlüssel. Dessen Mitglieder einzeln nennen.',
    en: '{at}: {region} is an area itself; members of {id} are regions by key. State its members one by one.',
    nl: '{at}: {region} is zelf een gebied; leden van {id} zijn gebieden met een sleutel. Noem de leden ervan een voor een.',
  },
  'area-overlap': {
    de: '{at}: Die Einträge {id} und {other} geben {region} über zwei Bezirke in der Rolle „{role}“ an denselben Tagen an zwei Behörden.',
    en: '{at}: the entries {id} and {other} give {region}, by two areas, to two authorities in the role "{role}" on the same days.',
    nl: '{at}: {id} en {other} geven {region} via twee gebieden in de rol "{role}" op dezelfde dagen aan twee instanties.',
  },
  'certificate-needed': {
    de: '{at}: Ohne das Zertifikat {id} hat der Endpunkt {endpoint} ab {from} kein TLS-Zertifikat mehr. Zuerst das neue eintragen.',
    en: '{at}: without the certificate {id} the endpoint {endpoint} has no TLS certificate from {from} on. Register the new one first.',
    nl: '{at}: zonder certificaat {id} heeft eindpunt {endpoint} vanaf {from} geen TLS-certificaat meer. Registreer eerst het nieuwe.',
  },
  'maintenance-ends-before': {
    de: '{at}: Das Wartungsfenster endet ({until}), bevor es beginnt ({from}).',
    en: '{at}: the maintenance window ends ({until}) before it begins ({from}).',
    nl: '{at}: het onderhoudsvenster eindigt ({until}) voordat het begint ({from}).',
  },
  'type-id': {
    de: '{at}: Der Eintrag {id} einer Version muss die Kennung tragen, die aus Code und Version folgt.',
    en: '{at}: the entry {id} of a version must have the id that follows from code and version.',
    nl: '{at}: de inschrijving {id} van een versie moet de id hebben die uit code en versie volgt.',
  },
  'type-deprecated-outside': {
    de: '{at}: {id} wäre ab {day} abgekündigt; das muss in seine Geltung fallen.',
    en: '{at}: {id} would be deprecated from {day} on, which is not within its days.',
    nl: '{at}: {id} zou vanaf {day} verouderd zijn; dat valt niet binnen zijn geldigheid.',
  },
  'type-draft-shipped': {
    de: '{at}: {id} kommt mit dem Produkt und kann kein Entwurf sein.',
    en: '{at}: {id} comes with the product and cannot be a draft.',
    nl: '{at}: {id} hoort bij het product en kan geen concept zijn.',
  },
  'type-content-fixed': {
    de: '{at}: Der Inhalt von {id} steht fest: eine Version ändert sich nicht mehr, wenn sie kein Entwurf ist. Für den neuen Inhalt eine neue Version vergeben.',
    en: '{at}: the content of {id} is fixed: a version that is no draft does not change any more. Give the new content a new version.',
    nl: '{at}: de inhoud van {id} staat vast: een versie die geen concept is, verandert niet meer. Geef de nieuwe inhoud een nieuwe versie.',
  },
  'type-draft-again': {
    de: '{at}: {id} ist kein Entwurf mehr und wird keiner wieder.',
    en: '{at}: {id} is no draft any more, and cannot become one again.',
    nl: '{at}: {id} is geen concept meer en kan het niet weer worden.',
  },
  'type-retired': {
    de: '{at}: {id} ist seit {day} außer Kraft und kommt nicht wieder.',
    en: '{at}: {id} has been retired since {day}, and does not come back.',
    nl: '{at}: {id} is sinds {day} buiten werking en komt niet terug.',
  },
  'type-day-passed': {
    de: '{at}: Der Tag {day}, der für {id} gilt, ist schon gekommen und lässt sich nicht mehr verschieben.',
    en: '{at}: the day {day}, which counts for {id}, has come already and cannot be moved.',
    nl: '{at}: de dag {day}, die voor {id} geldt, is al aangebroken en kan niet meer worden verplaatst.',
  },
  'type-ends-in-past': {
    de: '{at}: {id} kann nicht rückwirkend am {day} außer Kraft treten: Nachrichten wurden seither angenommen.',
    en: '{at}: {id} cannot be retired as of {day}, which has passed: messages have been accepted since.',
    nl: '{at}: {id} kan niet met terugwerkende kracht op {day} buiten werking treden: er zijn sindsdien berichten aanvaard.',
  },
  gap: {
    de: '{at}: Ab {from} wäre für {service} in {region} in der Rolle „{role}“ niemand mehr zuständig (bisher {authority}).',
    en: '{at}: from {from} on nobody would be responsible for {service} in {region} in the role "{role}" any more (until then {authority}).',
    nl: '{at}: vanaf {from} zou niemand meer verantwoordelijk zijn voor {service} in {region} in de rol "{role}" (tot dan {authority}).',
  },
  'gaps-more': {
    de: '{at}: und {count} weitere Lücken.',
    en: '{at}: and {count} more gaps.',
    nl: '{at}: en nog {count} hiaten.',
  },
  'to-confirm': {
    de: 'Wenn das so gewollt ist, die Änderung mit "confirms": ["{code}"] (--confirm {code}) bestätigen.',
    en: 'If this is meant, confirm the change with "confirms": ["{code}"] (--confirm {code}).',
    nl: 'Als dit zo bedoeld is, bevestig de wijziging met "confirms": ["{code}"] (--confirm {code}).',
  },
} as const satisfies Readonly<Record<string, Readonly<Record<Language, string>>>>;

export type CheckText = Exclude<keyof typeof TEXTS, 'to-confirm'>;

/** Warnings that stand against a change only until its editor confirms them. */
export type Confirmable = 'gap' | 'prefix';

/** A finding about a change, before it is put into words. */
export interface ChangeFinding {
  readonly text: CheckText;
  /** JSON pointer into the change. */
  readonly at: string;
  readonly values?: Readonly<Record<string, string | number>>;
  readonly expected?: string;
  /** A warning: no longer found against a change that `confirms` this. */
  readonly confirm?: Confirmable;
}

/** What an editor does who means it. */
export const howToConfirm = (code: Confirmable, language: Language): string =>
  TEXTS['to-confirm'][language].replaceAll('{code}', code);

/** A finding in a language. */
export const findingInWords = ({ text, at, values = {} }: ChangeFinding, language: Language): string =>
  TEXTS[text][language].replace(/\{(\w+)\}/g, (_, name: string) =>
    name === 'at' ? at || '/' : String(values[name] ?? ''),
  );
