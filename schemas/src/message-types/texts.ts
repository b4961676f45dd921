/** What is said when a message does not fit its type, in the three languages. Texts may quote the message. */
import type { Language } from '../problems/texts.ts';

type Said = Readonly<Record<Language, string>>;

/** A part id no rule of the type knows. */
export const partUnknown = (id: string, known: string): Said => ({
  de: `Der Nachrichtentyp kennt keinen Teil „${id}“; er kennt: ${known}.`,
  en: `The message type has no part "${id}"; it has: ${known}.`,
  nl: `Het berichttype kent geen deel „${id}”; het kent: ${known}.`,
});

/** A part announced with another role or media type than its rule says. */
export const partOtherwise = (id: string, is: string, expected: string): Said => ({
  de: `Teil „${id}“ ist als ${is} angekündigt, vorgesehen ist ${expected}.`,
  en: `Part "${id}" is announced as ${is}, the type provides for ${expected}.`,
  nl: `Deel „${id}” is aangekondigd als ${is}, voorzien is ${expected}.`,
});

/** A root element other than the one pinned by the type. */
export const rootOtherwise = (is: string, expected: string): Said => ({
  de: `Das Wurzelelement ist ${is}, vorgesehen ist ${expected}.`,
  en: `The root element is ${is}, the type provides for ${expected}.`,
  nl: `Het hoofdelement is ${is}, voorzien is ${expected}.`,
});

/** A part or message beyond the type's limit. */
export const beyondLimit = (what: string, is: number, allowed: number): Said => ({
  de: `${what}: ${is}; dieser Nachrichtentyp erlaubt höchstens ${allowed}.`,
  en: `${what}: ${is}; this message type allows at most ${allowed}.`,
  nl: `${what}: ${is}; dit berichttype staat ten hoogste ${allowed} toe.`,
});

/** A required part that the header does not announce. */
export const partRequired = (id: string): Said => ({
  de: `Teil „${id}“ fehlt; der Nachrichtentyp verlangt ihn.`,
  en: `Part "${id}" is missing; the message type requires it.`,
  nl: `Deel „${id}” ontbreekt; het berichttype vereist het.`,
});

/** Header and payload contradict each other. */
export const contradiction = (field: string, header: string, payload: string): Said => ({
  de: `Der Kopf der Nachricht sagt für ${field} „${header}“, der Inhalt sagt „${payload}“.`,
  en: `For ${field} the header says "${header}", the payload says "${payload}".`,
  nl: `Voor ${field} zegt de kop „${header}”, de inhoud zegt „${payload}”.`,
});

/** A role the type has no line for. */
export const roleUnknown = (role: string, known: string): Said => ({
  de: `Der Nachrichtentyp sieht keine Verteilung an die Rolle „${role}“ vor; vorgesehen sind: ${known}.`,
  en: `The message type provides for no distribution to the role "${role}"; it provides for: ${known}.`,
  nl: `Het berichttype voorziet geen verdeling aan de rol „${role}”; voorzien zijn: ${known}.`,
});

/** A role is to get a part it may not get. */
export const partNotForRole = (role: string, part: string, allowed: string): Said => ({
  de: `Die Rolle „${role}“ darf den Teil „${part}“ nicht erhalten; erlaubt: ${allowed}.`,
  en: `The role "${role}" may not get the part "${part}"; allowed: ${allowed}.`,
  nl: `De rol „${role}” mag het deel „${part}” niet krijgen; toegestaan: ${allowed}.`,
});
