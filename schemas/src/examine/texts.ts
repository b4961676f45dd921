/** What users are told by the steps of the examination, in their language. */
import type { AuthorityId } from '../identifiers.ts';
import type { MessageTypeRef } from '../message.ts';
import { type Said, shorten } from '../problems/say.ts';

export const signatureMissing: Said = {
  de: 'Die Nachricht ist nicht unterschrieben: zwischen Kopf und Teilen fehlt ds:Signature.',
  en: 'The message is not signed: ds:Signature is missing between header and parts.',
  nl: 'Het bericht is niet ondertekend: tussen kop en delen ontbreekt ds:Signature.',
};

export const examinationFailed: Said = {
  de: 'Die Prüfung ist aus einem inneren Grund abgebrochen; über die Nachricht ist nichts entschieden.',
  en: 'The examination broke off for an internal reason; nothing is decided about the message.',
  nl: 'Het onderzoek is om een interne reden afgebroken; over het bericht is niets beslist.',
};

export const authorMismatch = (signer: AuthorityId, author: AuthorityId): Said => ({
  de: `Unterschrieben hat ${signer}; als Autor ist ${author} genannt.`,
  en: `It was signed by ${signer}; the author named is ${author}.`,
  nl: `Ondertekend is door ${signer}; als auteur is ${author} genoemd.`,
});

export const obsolete = (obsoleteAfter: string): Said => ({
  de: `Die Nachricht ist seit ${obsoleteAfter} überholt.`,
  en: `The message has been obsolete since ${obsoleteAfter}.`,
  nl: `Het bericht is sinds ${obsoleteAfter} achterhaald.`,
});

export const fromTheFuture = (createdAt: string): Said => ({
  de: `CreatedAt liegt mehr als einen Tag in der Zukunft: ${createdAt}.`,
  en: `CreatedAt is more than a day in the future: ${createdAt}.`,
  nl: `CreatedAt ligt meer dan een dag in de toekomst: ${createdAt}.`,
});

export const tooFarAhead = (notBefore: string): Said => ({
  de: `NotBefore liegt mehr als 90 Tage in der Zukunft: ${notBefore}.`,
  en: `NotBefore is more than 90 days in the future: ${notBefore}.`,
  nl: `NotBefore ligt meer dan 90 dagen in de toekomst: ${notBefore}.`,
});

export const deadlineOutOfReach = (start: string, years: number): Said => ({
  de: `Die Frist beginnt mehr als ${years} Jahre vor oder nach heute: ${shorten(start)}.`,
  en: `The deadline begins more than ${years} years before or after today: ${shorten(start)}.`,
  nl: `De termijn begint meer dan ${years} jaar voor of na vandaag: ${shorten(start)}.`,
});

export const tooManyDaysToCount = (amount: number): Said => ({
  de: `So viele Werktage oder Arbeitstage werden nicht gezählt: ${amount}. Längere Fristen werden in Monaten angegeben.`,
  en: `So many working days are not counted: ${amount}. Longer deadlines are stated in months.`,
  nl: `Zoveel werkdagen worden niet geteld: ${amount}. Langere termijnen worden in maanden opgegeven.`,
});

const nameOf = ({ code, version }: MessageTypeRef): string => `${shorten(code)} ${shorten(version)}`;

export const typeUnknown = (type: MessageTypeRef): Said => ({
  de: `Den Nachrichtentyp ${nameOf(type)} gibt es hier nicht.`,
  en: `There is no message type ${nameOf(type)} here.`,
  nl: `Het berichttype ${nameOf(type)} bestaat hier niet.`,
});

export const typeNotInForce = (type: MessageTypeRef, from?: string, until?: string): Said => ({
  de: `Der Nachrichtentyp ${nameOf(type)} gilt heute nicht${from === undefined ? '' : `; gültig ab ${from}`}${until === undefined ? '' : `; gültig bis vor ${until}`}.`,
  en: `The message type ${nameOf(type)} is not in force today${from === undefined ? '' : `; valid from ${from}`}${until === undefined ? '' : `; valid until before ${until}`}.`,
  nl: `Het berichttype ${nameOf(type)} geldt vandaag niet${from === undefined ? '' : `; geldig vanaf ${from}`}${until === undefined ? '' : `; geldig tot ${until}`}.`,
});

export const typeIsDraft = (type: MessageTypeRef): Said => ({
  de: `Der Nachrichtentyp ${nameOf(type)} ist ein Entwurf: nur Testnachrichten werden angenommen.`,
  en: `The message type ${nameOf(type)} is a draft: only test messages are taken.`,
  nl: `Het berichttype ${nameOf(type)} is een concept: alleen testberichten worden aanvaard.`,
});

export const remedyOfDraft: Said = {
  de: 'Als Testnachricht senden; für echte Nachrichten warten, bis der Entwurf mit „state: active“ veröffentlicht ist.',
  en: 'Send it as a test message; for real ones wait until the draft is published with "state: active".',
  nl: "Verstuur het als testbericht; wacht voor echte berichten tot het concept met 'state: active' is gepubliceerd.",
};

export const typeDeprecated = (type: MessageTypeRef, from: string, until?: string): Said => ({
  de: `Der Nachrichtentyp ${nameOf(type)} ist seit ${from} abgekündigt${until === undefined ? '' : ` und wird ab ${until} nicht mehr angenommen`}.`,
  en: `The message type ${nameOf(type)} has been deprecated since ${from}${until === undefined ? '' : ` and is not taken any more from ${until} on`}.`,
  nl: `Het berichttype ${nameOf(type)} is sinds ${from} afgekondigd als verouderd${until === undefined ? '' : ` en wordt vanaf ${until} niet meer aanvaard`}.`,
});

export const byReference = (part: string): Said => ({
  de: `Der Teil „${part}“ ist als Verweis angekündigt; das wird noch nicht angenommen.`,
  en: `The part “${part}” is announced by reference; this is not accepted yet.`,
  nl: `Het deel ‘${part}’ is als verwijzing aangekondigd; dat wordt nog niet aanvaard.`,
});

export const partMissing = (part: string): Said => ({
  de: `Der angekündigte Teil „${part}“ fehlt in der Nachricht.`,
  en: `The announced part “${part}” is missing in the message.`,
  nl: `Het aangekondigde deel ‘${part}’ ontbreekt in het bericht.`,
});

export const nonceLength = (part: string): Said => ({
  de: `Der Zufallswert (nonce) des Teils „${part}“ hat nicht 16 Oktette.`,
  en: `The nonce of the part “${part}” does not have 16 octets.`,
  nl: `De nonce van het deel ‘${part}’ telt geen 16 octetten.`,
});

export const sizeMismatch = (part: string, found: number, announced: number): Said => ({
  de: `Der Teil „${part}“ hat ${found} Oktette; unterschrieben sind ${announced}.`,
  en: `The part “${part}” has ${found} octets; ${announced} are signed.`,
  nl: `Het deel ‘${part}’ telt ${found} octetten; ondertekend zijn er ${announced}.`,
});

export const digestMismatch = (part: string): Said => ({
  de: `Der Inhalt des Teils „${part}“ ist nicht der unterschriebene: der Hashwert stimmt nicht überein.`,
  en: `The content of the part “${part}” is not what was signed: the digest differs.`,
  nl: `De inhoud van het deel ‘${part}’ is niet wat is ondertekend: de hashwaarde wijkt af.`,
});
