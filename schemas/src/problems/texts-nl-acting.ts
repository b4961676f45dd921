import type { ProblemCode } from './codes.ts';
import type { Text } from './text.ts';

/** Nederlands: wie vraagt en handelt, en de console. */
export const ACTING_NL = {
  'message-unknown': {
    title: 'Onbekend bericht',
    remedy: 'Controleer identificatie en auteur; een instantie ziet alleen eigen berichten.',
  },
  'conversation-unknown': {
    title: 'Onbekende conversatie',
    remedy:
      'Controleer het kenmerk (ConversationId, of de identificatie van het eerste bericht); een instantie ziet alleen eigen berichten en bezorgingen.',
  },
  'message-id-ambiguous': {
    title: 'Meer auteurs hebben deze identificatie gebruikt',
    remedy: 'Vermeld ook de auteur (--author).',
  },
  'delivery-unknown': {
    title: 'Onbekende bezorging',
    remedy: 'Controleer de identificatie van de bezorging; een instantie ziet alleen eigen bezorgingen.',
  },
  'delivery-not-replayable': {
    title: 'Dat kan met deze bezorging nu niet',
    remedy:
      'Alleen wat mislukt is of uitgezocht wordt kan worden herhaald, toegewezen of teruggegeven; bekijk de stand met "dienstweg trace".',
  },
  'already-decided': {
    title: 'Over deze bezorging is al beslist',
    remedy: 'Niets te doen: de eerste beslissing geldt. Stuur voor een correctie een nieuw bericht.',
  },
  'alarm-unknown': {
    title: 'Onbekend alarm',
    remedy: 'Controleer de identificatie van het alarm; dienstweg alarms list toont de openstaande.',
  },
  'alarm-not-open': {
    title: 'Dit alarm staat niet meer open',
    remedy: 'Bekijk de huidige stand: iemand heeft het intussen bevestigd, of het is voorbij.',
  },
  'receipt-invalid': {
    title: 'Het ontvangstbewijs is ongeldig',
    remedy: 'Geef het ontvangstbewijs af met de geregistreerde sleutel van de lezer, over precies deze bezorging.',
  },
  'not-found': {
    title: 'Niet gevonden',
    remedy: 'Controleer het adres.',
  },
  'method-not-allowed': {
    title: 'Dit kan niet op dit adres',
    remedy:
      'Gebruik een van de methoden die het antwoord noemt (Allow), of een ander adres: /openapi.json beschrijft ze allemaal.',
  },
  'request-invalid': {
    title: 'Het verzoek is ongeldig',
    remedy: 'Verbeter het verzoek volgens de beschrijving van de interface (/openapi.json).',
  },
  'registry-change-invalid': {
    title: 'De wijziging van het register is ongeldig',
    remedy: 'Verbeter de genoemde vermeldingen; niets van de wijziging is vastgelegd.',
  },
  'message-type-invalid': {
    title: 'Het berichttype is niet in orde',
    remedy: 'Verbeter de genoemde plaatsen; wat van kracht was, blijft.',
  },
  'registry-conflict': {
    title: 'De wijziging is in strijd met het register',
    remedy: 'Haal de huidige stand op, stem de wijziging daarop af en dien haar opnieuw in.',
  },
  'approval-refused': {
    title: 'Deze goedkeuring telt niet',
    remedy: 'Laat een tweede beheerder beslissen, met een eigen sleutel en een eigen naam.',
  },
  'backup-unusable': {
    title: 'De back-up is niet bruikbaar',
    remedy: 'Neem een andere back-up, of de juiste sleutel.',
  },
  'backup-unproven': {
    title: 'Niets toont wie deze back-up heeft gemaakt',
    remedy:
      'Geef met --fingerprint de vingerafdruk die bij het maken werd afgedrukt. Is die kwijt: --unproven, maar alleen als niemand anders kon schrijven waar hij lag.',
  },
  'home-occupied': {
    title: 'Deze map bevat al gegevens',
    remedy: 'Kies een andere DIENSTWEG_HOME, of laat met --replace opzij zetten wat er is.',
  },
  'usage-error': {
    title: 'Onjuist gebruik',
    remedy: 'Vergelijk de aanroep met --help.',
  },
  'system-not-running': {
    title: 'Het systeem draait niet',
    remedy: "Start het met 'dienstweg up'; 'dienstweg doctor' noemt wat ontbreekt.",
  },
  'session-required': {
    title: 'Niet aangemeld, of niet meer',
    remedy: 'Meld u aan en probeer het opnieuw; op deze computer geeft “npx dienstweg console” een link.',
  },
  'sign-in-refused': {
    title: 'De aanmelding is niet aanvaard',
    remedy: 'Begin opnieuw; een link geldt één keer en tien minuten, en wie zich aanmeldt heeft een rol nodig.',
  },
  'permission-missing': {
    title: 'Het recht hiervoor ontbreekt',
    remedy: 'Vraag iemand die de rol heeft, of vraag om de rol.',
  },
  'request-forged': {
    title: 'Het verzoek komt niet van de pagina’s van de console',
    remedy: 'Laad de pagina opnieuw en probeer het van daaruit.',
  },
  'misdirected-request': {
    title: 'Onder deze naam antwoordt hier niemand',
    remedy:
      'Gebruik het adres waaronder dit systeem bekend is; bij de console het adres dat bij de start werd genoemd.',
  },
  'changed-meanwhile': {
    title: 'Dit is intussen veranderd',
    remedy: 'Bekijk de huidige stand en beslis opnieuw; er is niets gedaan.',
  },
  'too-many-live-connections': {
    title: 'Te veel open verbindingen voor live-updates',
    remedy: 'Niets te doen: de pagina vraagt zelf af en toe. Ongebruikte vensters sluiten helpt.',
  },
  'key-elsewhere': {
    title: 'De sleutel hiervoor is niet hier',
    remedy: 'Voer de genoemde opdracht uit waar de sleutel is.',
  },
  'content-unavailable': {
    title: 'De inhoud is er niet meer, of was er nooit',
    remedy: 'De geschiedenis en de ontvangstbewijzen blijven; de auteur heeft de inhoud.',
  },
} as const satisfies Partial<Readonly<Record<ProblemCode, Text>>>;
