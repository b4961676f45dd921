/** What is said when a message cannot be routed, and how a route is explained, in the three languages. */
import type { Language } from '../../problems/texts.ts';

const TEXTS = {
  'service-unknown': {
    de: 'Die Leistung {service} ist am {day} nicht im Verzeichnis.',
    en: 'The service {service} is not in the directory on {day}.',
    nl: 'De dienst {service} staat op {day} niet in het register.',
  },
  'service-later': {
    de: 'Die Leistung {service} gilt erst ab {from}.',
    en: 'The service {service} holds only from {from}.',
    nl: 'De dienst {service} geldt pas vanaf {from}.',
  },
  'region-unknown': {
    de: 'Das Gebiet {region} steht am {day} nicht im Gebietsverzeichnis.',
    en: 'The region {region} is not in the table of regions on {day}.',
    nl: 'Het gebied {region} staat op {day} niet in de gebiedstabel.',
  },
  'ags-unknown': {
    de: 'Zum AGS {region} führt das Gebietsverzeichnis am {day} kein Gebiet.',
    en: 'The table of regions has no region with the AGS {region} on {day}.',
    nl: 'De gebiedstabel kent op {day} geen gebied met de AGS {region}.',
  },
  'ags-remedy': {
    de: 'Den zwölfstelligen Regionalschlüssel nennen (ars:…), oder eine Gebietstabelle mit AGS in das Verzeichnis einlesen lassen.',
    en: 'State the twelve-digit regional key (ars:…), or have a table of regions with AGS imported into the registry.',
    nl: 'Noem de regiosleutel van twaalf cijfers (ars:…), of laat een gebiedstabel met AGS in het register inlezen.',
  },
  'legal-basis': {
    de: '{author} darf Nachrichten vom Typ {type} an {reader} nur senden, wenn sie eine bestimmte Rechtsgrundlage oder einen bestimmten Zweck nennen.',
    en: '{author} may send messages of type {type} to {reader} only if they state a certain legal basis or purpose.',
    nl: '{author} mag berichten van type {type} aan {reader} alleen sturen als ze een bepaalde rechtsgrond of een bepaald doel noemen.',
  },
  'not-sent-here': {
    de: 'Der Nachrichtentyp {type} ist am {day} für das Senden durch {author} nicht freigeschaltet.',
    en: 'The message type {type} is not switched on for sending by {author} on {day}.',
    nl: 'Het berichttype {type} is op {day} niet vrijgegeven voor verzending door {author}.',
  },
  'not-taken-here': {
    de: 'Der Nachrichtentyp {type} ist am {day} für {reader} nicht freigeschaltet.',
    en: 'The message type {type} is not switched on for {reader} on {day}.',
    nl: 'Het berichttype {type} is op {day} niet vrijgegeven voor {reader}.',
  },
  'role-undeclared': {
    de: 'Die Leistung {service} kennt die Rolle „{role}“ nicht.',
    en: 'The service {service} declares no role "{role}".',
    nl: 'De dienst {service} kent de rol "{role}" niet.',
  },
  'role-without-region': {
    de: 'Für die Rolle „{role}“ muss der Adressat Leistung und Gebiet nennen, nicht nur einen Leser.',
    en: 'For the role "{role}" the addressee must state service and region, not only a reader.',
    nl: 'Voor de rol "{role}" moet de geadresseerde dienst en gebied noemen, niet alleen een lezer.',
  },
  'nobody-responsible': {
    de: 'Für {service} in {region} ist am {day} niemand in der Rolle „{role}“ zuständig.',
    en: 'Nobody is responsible for {service} in {region} in the role "{role}" on {day}.',
    nl: 'Niemand is op {day} verantwoordelijk voor {service} in {region} in de rol "{role}".',
  },
  'responsible-later': {
    de: 'Für {service} in {region} ist in der Rolle „{role}“ erst ab {from} jemand zuständig: {authorities}.',
    en: 'Somebody is responsible for {service} in {region} in the role "{role}" only from {from}: {authorities}.',
    nl: 'Pas vanaf {from} is iemand verantwoordelijk voor {service} in {region} in de rol "{role}": {authorities}.',
  },
  'several-responsible': {
    de: 'Für {service} in {region} nennt das Verzeichnis mehrere Zuständige in der Rolle „{role}“: {authorities}. Zugestellt wird nur an einen eindeutig Zuständigen.',
    en: 'The directory names several authorities for {service} in {region} in the role "{role}": {authorities}. Nothing is delivered unless exactly one is responsible.',
    nl: 'Het register noemt meerdere verantwoordelijken voor {service} in {region} in de rol "{role}": {authorities}. Er wordt alleen bezorgd als precies één verantwoordelijk is.',
  },
  'reader-unknown': {
    de: 'Die Behörde {reader} ist am {day} nicht im Verzeichnis.',
    en: 'The authority {reader} is not in the directory on {day}.',
    nl: 'De instantie {reader} staat op {day} niet in het register.',
  },
  'reader-later': {
    de: 'Die Behörde {reader} steht erst ab {from} im Verzeichnis.',
    en: 'The authority {reader} is in the directory only from {from}.',
    nl: 'De instantie {reader} staat pas vanaf {from} in het register.',
  },
  'author-not-in-force': {
    de: 'Der Autor {author} ist am {day} nicht im Verzeichnis.',
    en: 'The author {author} is not in the directory on {day}.',
    nl: 'De auteur {author} staat op {day} niet in het register.',
  },
  'all-withheld': {
    de: 'Die Offenlegungsgrenze des Eintrags {entry} hält für {reader} alle Teile zurück, die ihm zugedacht sind.',
    en: 'The disclosure limit of entry {entry} withholds from {reader} every part meant for it.',
    nl: 'De openbaarmakingsgrens van {entry} houdt voor {reader} alle bedoelde delen achter.',
  },
  'author-environment': {
    de: 'Der Autor {author} gehört zur Umgebung „{theirs}“, die Nachricht zur Umgebung „{ours}“.',
    en: 'The author {author} belongs to the environment "{theirs}", the message to "{ours}".',
    nl: 'De auteur {author} hoort bij de omgeving "{theirs}", het bericht bij "{ours}".',
  },
  'reader-environment': {
    de: 'Der Leser {reader} nimmt nur Nachrichten der Umgebung „{theirs}“ an, die Nachricht gehört zur Umgebung „{ours}“.',
    en: 'The reader {reader} takes only messages of the environment "{theirs}", the message belongs to "{ours}".',
    nl: 'De lezer {reader} neemt alleen berichten van de omgeving "{theirs}" aan, het bericht hoort bij "{ours}".',
  },
  'not-permitted': {
    de: '{author} darf keine Nachrichten vom Typ {type} an {reader} senden.',
    en: '{author} may not send messages of type {type} to {reader}.',
    nl: '{author} mag geen berichten van type {type} aan {reader} sturen.',
  },
  'reader-version': {
    de: 'Der Leser {reader} nimmt {type} in der Version {version} am {day} nicht an.',
    en: 'The reader {reader} does not take {type} version {version} on {day}.',
    nl: 'De lezer {reader} neemt {type} versie {version} op {day} niet aan.',
  },
  'reader-unreachable': {
    de: 'Für den Leser {reader} ist am {day} kein Endpunkt eingetragen.',
    en: 'No endpoint is registered for the reader {reader} on {day}.',
    nl: 'Voor de lezer {reader} is op {day} geen eindpunt geregistreerd.',
  },
  'too-large': {
    de: 'Die Teile für {reader} haben zusammen {size} Oktette; sein Endpunkt nimmt höchstens {limit}.',
    en: 'The parts for {reader} have {size} octets together; its endpoint takes at most {limit}.',
    nl: 'De delen voor {reader} zijn samen {size} octetten; zijn eindpunt neemt er hoogstens {limit}.',
  },
  'too-many-readers': {
    de: 'Die Nachricht hätte {count} Leser; so viele lassen sich nicht in einem Zug annehmen.',
    en: 'The message would have {count} readers; that is more than can be accepted in one go.',
    nl: 'Het bericht zou {count} lezers hebben; zoveel kunnen niet in één keer worden aangenomen.',
  },
  'explain-basis': {
    de: 'Gefragt ist: {service} in {region} am {day}, nach dem Stand der Ausgabe {edition}.',
    en: 'The question is {service} in {region} on {day}, as known in edition {edition}.',
    nl: 'De vraag is {service} in {region} op {day}, volgens editie {edition}.',
  },
  'explain-roles': {
    de: 'Die Leistung „{name}“ kennt die Rollen {roles}.',
    en: 'The service "{name}" declares the roles {roles}.',
    nl: 'De dienst "{name}" kent de rollen {roles}.',
  },
  'explain-area-empty': {
    de: 'Rolle „{role}“: Für {area} ist an diesem Tag niemand eingetragen.',
    en: 'Role "{role}": nobody is entered for {area} on that day.',
    nl: 'Rol "{role}": voor {area} is op die dag niemand ingeschreven.',
  },
  'explain-area-found': {
    de: 'Rolle „{role}“: Der Eintrag {entry} macht für {area} {authority} zuständig, ab {from}{until}.',
    en: 'Role "{role}": entry {entry} makes {authority} responsible for {area}, from {from}{until}.',
    nl: 'Rol "{role}": {entry} maakt {authority} verantwoordelijk voor {area}, vanaf {from}{until}.',
  },
  'explain-until': {
    de: ' bis vor {until}',
    en: ' until before {until}',
    nl: ' tot {until}',
  },
  'explain-narrowest': {
    de: 'Rolle „{role}“: Das engste Gebiet mit einem geltenden Eintrag entscheidet; weitere werden nicht angesehen.',
    en: 'Role "{role}": the narrowest area with an entry in force decides; wider ones are not looked at.',
    nl: 'Rol "{role}": het kleinste gebied met een geldende inschrijving beslist; ruimere tellen niet.',
  },
  'explain-disclosure': {
    de: 'Rolle „{role}“: Offengelegt werden dürfen nur die Teile {parts}.',
    en: 'Role "{role}": only the parts {parts} may be disclosed.',
    nl: 'Rol "{role}": alleen de delen {parts} mogen worden getoond.',
  },
  'explain-ended': {
    de: 'Rolle „{role}“: Bis vor {until} war nach dem Eintrag {entry} {authority} zuständig.',
    en: 'Role "{role}": until before {until}, by entry {entry}, {authority} was responsible.',
    nl: 'Rol "{role}": tot {until} was volgens {entry} {authority} verantwoordelijk.',
  },
  'explain-next': {
    de: 'Rolle „{role}“: Ab {from} ist {authorities} zuständig.',
    en: 'Role "{role}": from {from} on {authorities} is responsible.',
    nl: 'Rol "{role}": vanaf {from} is {authorities} verantwoordelijk.',
  },
  'explain-ends': {
    de: 'Rolle „{role}“: Ab {from} ist niemand mehr zuständig.',
    en: 'Role "{role}": from {from} on nobody is responsible.',
    nl: 'Rol "{role}": vanaf {from} is niemand meer verantwoordelijk.',
  },
  'explain-day-creation': {
    de: 'Für eine Nachricht entscheidet der Tag, an dem der Autor sie erstellt hat.',
    en: 'For a message the day on which its author created it decides.',
    nl: 'Voor een bericht beslist de dag waarop de auteur het heeft opgesteld.',
  },
  'explain-day-delivery': {
    de: 'Für eine Nachricht entscheidet der Tag, an dem sie zugestellt wird.',
    en: 'For a message the day on which it is delivered decides.',
    nl: 'Voor een bericht beslist de dag waarop het wordt bezorgd.',
  },
  'explain-clear': {
    de: 'Rolle „{role}“: Eine Nachricht würde nicht abgewiesen, sondern wartet, bis der Betrieb einen Leser bestimmt.',
    en: 'Role "{role}": a message would not be refused but wait until an operator names a reader.',
    nl: 'Rol "{role}": een bericht wordt niet geweigerd, maar wacht tot het beheer een lezer aanwijst.',
  },
  'explain-ags': {
    de: 'Der AGS {region} steht im Gebietsverzeichnis für {meant}.',
    en: 'In the table of regions the AGS {region} stands for {meant}.',
    nl: 'In de gebiedstabel staat de AGS {region} voor {meant}.',
  },
  'explain-recorded': {
    de: 'Rolle „{role}“: Den Eintrag {entry} hat {by} in der Ausgabe {edition} ({at}) aufgenommen, mit dem Grund: {reason}',
    en: 'Role "{role}": entry {entry} was recorded by {by} in edition {edition} ({at}), for the reason: {reason}',
    nl: 'Rol "{role}": {entry} is opgenomen door {by} in editie {edition} ({at}), met als reden: {reason}',
  },
  'explain-decided': {
    de: 'Rolle „{role}“: Freigegeben hat die Änderung {by}, mit dem Grund: {reason}',
    en: 'Role "{role}": the change was approved by {by}, for the reason: {reason}',
    nl: 'Rol "{role}": de wijziging is goedgekeurd door {by}, met als reden: {reason}',
  },
  'explain-succession': {
    de: 'Rolle „{role}“: Seit {from} steht {successor} nach dem Eintrag {entry} an der Stelle von {predecessor}.',
    en: 'Role "{role}": since {from}, by entry {entry}, {successor} stands for {predecessor}.',
    nl: 'Rol "{role}": sinds {from} treedt {successor} volgens {entry} in de plaats van {predecessor}.',
  },
  'explain-permitted': {
    de: 'Rolle „{role}“: {author} darf Nachrichten vom Typ {type} an {reader} senden, nach dem Eintrag {entry}.',
    en: 'Role "{role}": by entry {entry}, {author} may send messages of type {type} to {reader}.',
    nl: 'Rol "{role}": volgens {entry} mag {author} berichten van type {type} aan {reader} sturen.',
  },
  'explain-permitted-if': {
    de: 'Rolle „{role}“: {author} darf Nachrichten vom Typ {type} an {reader} senden, wenn sie eines davon nennen: {bases}.',
    en: 'Role "{role}": {author} may send messages of type {type} to {reader} if they state one of: {bases}.',
    nl: 'Rol "{role}": {author} mag berichten van type {type} aan {reader} sturen als ze een van deze noemen: {bases}.',
  },
  'area-named': {
    de: '{name} ({digits} führende Stellen {key})',
    en: '{name} ({digits} leading digits {key})',
    nl: '{name} (eerste {digits} cijfers {key})',
  },
  'area-with-member': {
    de: '{area} ({id}), wozu {member} gehört',
    en: '{area} ({id}), of which {member} is a member',
    nl: '{area} ({id}), waartoe {member} behoort',
  },
  'area-country': {
    de: 'das ganze Land',
    en: 'the whole country',
    nl: 'het hele land',
  },
  'area-digits': {
    de: 'das Gebiet mit den {digits} führenden Stellen {key}',
    en: 'the area with the {digits} leading digits {key}',
    nl: 'het gebied met de {digits} eerste cijfers {key}',
  },
} as const satisfies Readonly<Record<string, Readonly<Record<Language, string>>>>;

export type RouteText = keyof typeof TEXTS;

/** Says a text in a language; `{name}` is replaced by the value of that name. */
export type Say = (text: RouteText, values?: Readonly<Record<string, string | number>>) => string;

/** A sayer for one language. */
export const sayIn =
  (language: Language): Say =>
  (text, values = {}) =>
    TEXTS[text][language].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
