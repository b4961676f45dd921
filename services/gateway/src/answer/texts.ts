/** Sentences of the gateway in the three languages shown to users; `{name}` stands for a value. */
import type { Language } from '@dienstweg/schemas/problems/texts.ts';

const TEXTS = {
  'no-certificate': {
    de: 'Die Verbindung zeigt kein Client-Zertifikat.',
    en: 'The connection shows no client certificate.',
    nl: 'De verbinding toont geen clientcertificaat.',
  },
  'certificate-not-registered': {
    de: 'Das TLS-Zertifikat ist im Verzeichnis keiner Behörde zugeordnet.',
    en: 'The registry knows no authority by this TLS certificate.',
    nl: 'Het register kent geen overheidsorganisatie bij dit TLS-certificaat.',
  },
  'content-encoding': {
    de: 'Der Inhalt ist kodiert übertragen (Content-Encoding); erlaubt ist er nur unverändert.',
    en: 'The body is sent encoded (Content-Encoding); only the plain octets are taken.',
    nl: 'De inhoud is gecodeerd verzonden (Content-Encoding); alleen ongewijzigde octetten zijn toegestaan.',
  },
  'content-type': {
    de: 'Angenommen wird: {allowed}.',
    en: 'What is taken: {allowed}.',
    nl: 'Toegestaan is: {allowed}.',
  },
  method: {
    de: 'Hier wird beantwortet: {allowed}.',
    en: 'Answered here: {allowed}.',
    nl: 'Hier wordt beantwoord: {allowed}.',
  },
  'body-too-large': {
    de: 'Der Inhalt ist größer als {limitBytes} Byte.',
    en: 'The body is larger than {limitBytes} octets.',
    nl: 'De inhoud is groter dan {limitBytes} bytes.',
  },
  'body-too-slow': {
    de: 'Die Anfrage war nach {seconds} s noch nicht vollständig.',
    en: 'The request was not complete after {seconds} s.',
    nl: 'Het verzoek was na {seconds} s nog niet volledig.',
  },
  'forwarded-already': {
    de: '{reader} hat diese Nachricht schon weitergeleitet oder ist ihr Autor.',
    en: '{reader} has passed this message on already, or is its author.',
    nl: '{reader} heeft dit bericht al doorgezonden of is de auteur ervan.',
  },
  'peer-not-author': {
    de: '{peer} darf für {author} nicht einliefern.',
    en: '{peer} may not hand in for {author}.',
    nl: '{peer} mag niet aanleveren namens {author}.',
  },
  'peer-not-sender': {
    de: 'Als Sender ist {sender} angegeben, eingeliefert hat {peer}.',
    en: 'The header names {sender} as sender, but {peer} handed it in.',
    nl: 'Als afzender staat {sender} vermeld, maar {peer} leverde aan.',
  },
  'id-reused': {
    de: 'Unter dieser Nachrichten-Id liegt bereits eine andere Nachricht dieses Autors vor.',
    en: 'Another message of this author was accepted under this id.',
    nl: 'Onder dit bericht-id is al een ander bericht van deze auteur aanvaard.',
  },
  'headers-too-large': {
    de: 'Die Nachricht geht an {count} Leser; so viele lassen sich nicht auf einmal quittieren.',
    en: 'The message goes to {count} readers; so many cannot be receipted at once.',
    nl: 'Het bericht gaat naar {count} lezers; zoveel kunnen niet in één keer worden bevestigd.',
  },
  'examination-time': {
    de: 'Die Prüfung überschritt {limitMs} ms.',
    en: 'The examination took longer than {limitMs} ms.',
    nl: 'De controle duurde langer dan {limitMs} ms.',
  },
  'examination-memory': {
    de: 'Die Prüfung brauchte zu viel Speicher.',
    en: 'The examination needed too much memory.',
    nl: 'De controle had te veel geheugen nodig.',
  },
  busy: {
    de: 'Zu viele Nachrichten warten auf Prüfung.',
    en: 'Too many messages wait for examination.',
    nl: 'Er wachten te veel berichten op controle.',
  },
  'index-behind': {
    de: 'Der Index der angenommenen Nachrichten wird noch aufgebaut.',
    en: 'The index of accepted messages is still being built.',
    nl: 'De index van aanvaarde berichten wordt nog opgebouwd.',
  },
  'bus-away': {
    de: 'Der Nachrichtenspeicher ist nicht erreichbar; nichts wurde gespeichert.',
    en: 'The message store cannot be reached; nothing was stored.',
    nl: 'De berichtenopslag is niet bereikbaar; er is niets opgeslagen.',
  },
  'clock-wrong': {
    de: 'Die Uhr dieses Gateways geht falsch; über die Nachricht ist nichts entschieden.',
    en: 'The clock of this gateway is wrong; nothing was decided about the message.',
    nl: 'De klok van deze gateway loopt verkeerd; over het bericht is niets beslist.',
  },
  'bus-full': {
    de: 'Der Nachrichtenspeicher ist voll; nichts wurde gespeichert.',
    en: 'The message store is full; nothing was stored.',
    nl: 'De berichtenopslag is vol; er is niets opgeslagen.',
  },
  'too-many-open': {
    de: 'Zu viele Nachrichten dieses Urhebers sind noch unterwegs.',
    en: 'Too many messages of this author are still on their way.',
    nl: 'Er zijn nog te veel berichten van deze auteur onderweg.',
  },
  'bus-silent': {
    de: 'Der Nachrichtenspeicher hat nicht rechtzeitig bestätigt; dieselbe Nachricht noch einmal einliefern.',
    en: 'The message store did not acknowledge in time; hand in the same message again.',
    nl: 'De berichtenopslag bevestigde niet op tijd; lever hetzelfde bericht nogmaals aan.',
  },
  'delivery-expired': {
    de: 'Die Zustellung ist abgelaufen, bevor sie abgeholt wurde.',
    en: 'The delivery expired before it was fetched.',
    nl: 'De bezorging is verlopen voordat zij werd opgehaald.',
  },
  'delivery-given-up': {
    de: 'Die Zustellung wurde aufgegeben.',
    en: 'The delivery was given up.',
    nl: 'De bezorging is opgegeven.',
  },
  'content-gone': {
    de: 'Der Inhalt ist nicht mehr gespeichert.',
    en: 'The content is no longer stored.',
    nl: 'De inhoud is niet meer opgeslagen.',
  },
  'not-fetched': {
    de: 'Die Zustellung liegt noch im Postfach: zuerst abholen.',
    en: 'The delivery still waits in the mailbox: fetch it first.',
    nl: 'De bezorging ligt nog in de postbus: haal haar eerst op.',
  },
  'receipt-not-of-reader': {
    de: 'Die Quittung ist nicht mit einem Schlüssel von {reader} signiert.',
    en: 'The receipt is not signed with a key of {reader}.',
    nl: 'De ontvangstbevestiging is niet ondertekend met een sleutel van {reader}.',
  },
  'receipt-mismatch': {
    de: 'In der Quittung stimmt nicht: {member}.',
    en: 'The receipt does not fit this delivery: {member}.',
    nl: 'De ontvangstbevestiging past niet bij deze bezorging: {member}.',
  },
  'receipt-incomplete': {
    de: 'Unter partDigests fehlt: {unattested}. Eine Annahme bestätigt jeden gelieferten Teil: {parts}.',
    en: 'Missing in partDigests: {unattested}. An acceptance attests every part that was delivered: {parts}.',
    nl: 'Onder partDigests ontbreekt: {unattested}. Een aanvaarding bevestigt elk bezorgd deel: {parts}.',
  },
  decided: {
    de: 'Über diese Zustellung ist bereits entschieden: {state}.',
    en: 'This delivery is decided already: {state}.',
    nl: 'Over deze bezorging is al beslist: {state}.',
  },
  'decided-because': {
    de: 'Über diese Zustellung ist bereits entschieden: {state}, Grund {reason}.',
    en: 'This delivery is decided already: {state}, reason {reason}.',
    nl: 'Over deze bezorging is al beslist: {state}, reden {reason}.',
  },
} as const satisfies Readonly<Record<string, Readonly<Record<Language, string>>>>;

/** A sentence and the values in it. */
export interface Said {
  readonly text: keyof typeof TEXTS;
  readonly values?: Readonly<Record<string, string | number>>;
}

/** The sentence in a language. */
export const sayIn = (language: Language, { text, values = {} }: Said): string =>
  TEXTS[text][language].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
