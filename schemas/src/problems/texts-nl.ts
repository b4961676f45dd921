import type { ProblemCode } from './codes.ts';
import type { Text } from './text.ts';

/** Nederlands: titels en wat er moet gebeuren. */
export const TEXTS_NL: Readonly<Record<ProblemCode, Text>> = {
  'not-xml': {
    title: 'Geen welgevormde XML',
    remedy:
      'Verbeter het bericht op de genoemde plaats; meestal is een element niet gesloten of een teken niet gemaskeerd.',
  },
  'doctype-forbidden': {
    title: 'DOCTYPE is niet toegestaan',
    remedy: 'Verwijder de DOCTYPE-declaratie en alle entiteiten; schrijf tekens rechtstreeks of als &#…;.',
  },
  'encoding-not-utf8': {
    title: 'Niet gecodeerd in UTF-8',
    remedy: 'Schrijf het bericht in UTF-8 en vermeld in de XML-declaratie encoding="UTF-8" of niets.',
  },
  'limit-exceeded': {
    title: 'Een technische grens is overschreden',
    remedy: 'Maak het bericht kleiner of minder diep genest; de grenzen staan bij elke bevinding.',
  },
  'too-large': {
    title: 'Te groot',
    remedy: 'Maak bijlagen kleiner of verdeel ze over meer berichten van dezelfde conversatie.',
  },
  'media-type-unsupported': {
    title: 'Mediatype wordt niet aanvaard',
    remedy: 'Verstuur het bericht als application/xml zonder Content-Encoding.',
  },
  'envelope-invalid': {
    title: 'De envelop is ongeldig',
    remedy: 'Verbeter de envelop op de genoemde plaats volgens envelope.xsd en onderteken opnieuw.',
  },
  'signature-missing': {
    title: 'De ondertekening ontbreekt',
    remedy: 'Onderteken het bericht met de ondertekensleutel van de auteur; ds:Signature staat direct na Header.',
  },
  'signature-invalid': {
    title: 'De ondertekening klopt niet',
    remedy:
      'Na het ondertekenen mag de kop niet meer veranderen, ook niet door opmaken; onderteken opnieuw en verstuur ongewijzigd.',
  },
  'signature-profile': {
    title: 'Deze vorm van ondertekening wordt niet aanvaard',
    remedy:
      'Onderteken volgens het ondertekenprofiel (XAdES-B-B, twee verwijzingen, exclusieve canonicalisatie, ECDSA of RSA-PSS).',
  },
  'certificate-unknown': {
    title: 'Het certificaat is niet geregistreerd',
    remedy:
      'Laat het certificaat voor de overheidsorganisatie in het register opnemen of gebruik de geregistreerde sleutel.',
  },
  'certificate-expired': {
    title: 'Het certificaat is niet (meer) geldig',
    remedy: 'Vraag een nieuw certificaat aan, laat het registreren en onderteken het bericht daarmee opnieuw.',
  },
  'certificate-revoked': {
    title: 'Het certificaat is ingetrokken',
    remedy: 'Gebruik de sleutel niet meer; vraag een nieuw certificaat aan en laat het registreren.',
  },
  'certificate-untrusted': {
    title: 'Het certificaat wordt niet vertrouwd',
    remedy: 'Gebruik een certificaat van een erkende uitgever met het juiste doel.',
  },
  'revocation-unknown': {
    title: 'De intrekkingsstatus is niet vast te stellen',
    remedy: 'Verstuur later opnieuw; de beheerder moet een actuele intrekkingslijst beschikbaar stellen.',
  },
  'author-mismatch': {
    title: 'Niet ondertekend door de auteur',
    remedy:
      'Onderteken met de sleutel van de genoemde auteur of laat het mandaat van de dienstverlener in het register opnemen.',
  },
  'test-mismatch': {
    title: 'Test en productie zijn vermengd',
    remedy:
      'Stuur testberichten alleen naar testorganisaties; zet voor productie TestMessage op false en onderteken opnieuw.',
  },
  'message-type-unknown': {
    title: 'Onbekend berichttype',
    remedy: "Controleer code en versie van het berichttype; 'dienstweg message-type list' toont de bekende.",
  },
  'message-type-not-in-force': {
    title: 'Het berichttype geldt nu niet',
    remedy: 'Gebruik de versie die vandaag geldt of wacht tot de ingangsdatum.',
  },
  'message-type-deprecated': {
    title: 'Het berichttype is verouderd verklaard',
    remedy:
      'Stap over op de versie die ervoor in de plaats komt; welke dat is en vanaf wanneer deze niet meer wordt aanvaard, zegt de uitgever van het berichttype.',
  },
  'part-missing': {
    title: 'Een aangekondigd deel ontbreekt',
    remedy: 'Stuur elk onder Parts aangekondigd deel mee, of verwijder de aankondiging en onderteken opnieuw.',
  },
  'part-by-reference-unsupported': {
    title: 'Delen als verwijzing worden nog niet aanvaard',
    remedy: 'Neem het deel in het bericht zelf op (location="inline").',
  },
  'digest-mismatch': {
    title: 'Een deel is niet wat is ondertekend',
    remedy:
      'Stuur het deel precies zoals het is ondertekend, of bereken hashwaarde en grootte opnieuw en onderteken opnieuw.',
  },
  'schema-violation': {
    title: 'De inhoud schendt het schema van het berichttype',
    remedy:
      'Verbeter de inhoud in de zaakapplicatie op de genoemde plaats; maak en onderteken het bericht daarna opnieuw.',
  },
  'header-payload-mismatch': {
    title: 'Kop en inhoud spreken elkaar tegen',
    remedy: 'Breng de kop en de berichtkop in de inhoud met elkaar in overeenstemming en onderteken opnieuw.',
  },
  'rule-violation': {
    title: 'Een inhoudelijke regel is geschonden',
    remedy: 'Verbeter de gegevens in de zaakapplicatie volgens de genoemde regel.',
  },
  'rule-not-evaluable': {
    title: 'Een controle kon niet worden uitgevoerd',
    remedy: 'Meld dit aan de beheerder: het schema of de regel van het berichttype moet worden herzien.',
  },
  'code-list-violation': {
    title: 'De waarde staat niet in de codelijst',
    remedy: 'Gebruik een waarde uit de genoemde codelijst in de geldende versie.',
  },
  'service-unknown': {
    title: 'Onbekende dienst',
    remedy: 'Controleer de sleutel van de dienst (LeiKa: 14 cijfers) of laat de dienst in het register opnemen.',
  },
  'region-unknown': {
    title: 'Onbekend gebied',
    remedy:
      'Controleer de gebiedssleutel (ARS: 12 cijfers; gemeente: 4 cijfers); gebruik na een herindeling de huidige sleutel.',
  },
  'reader-unknown': {
    title: 'Niemand is bevoegd',
    remedy:
      "Controleer dienst, gebied en rol ('dienstweg route … --explain'); ontbreekt een vermelding, meld dit aan de registerhouder.",
  },
  'reader-version': {
    title: 'De lezer aanvaardt deze versie niet',
    remedy:
      'Gebruik een versie die de lezer aanvaardt; die staat bij de bevinding. Vraag de lezer anders de versie open te stellen.',
  },
  'reader-unreachable': {
    title: 'De lezer heeft geen ontvangstweg',
    remedy: 'Vraag de ontvangende organisatie een aansluiting of postbus in het register te laten opnemen.',
  },
  'not-permitted': {
    title: 'Niet toegestaan',
    remedy: 'Laat de toestemming voor dit berichttype tussen deze organisaties in het register opnemen.',
  },
  'message-obsolete': {
    title: 'Het bericht is achterhaald',
    remedy:
      'Ga na of het bericht nog nodig is; maak het dan opnieuw met een nieuwe identificatie en een nieuwe ObsoleteAfter.',
  },
  'message-id-reused': {
    title: 'De identificatie van het bericht is al gebruikt',
    remedy: 'Gebruik voor een ander bericht een nieuwe UUID; stuur om te herhalen precies dezelfde octetten.',
  },
  'forwarding-loop': {
    title: 'Het bericht gaat in een kring rond',
    remedy:
      'Richt het aan een instantie die het nog niet heeft doorgezonden, of meld de auteur dat u niet bevoegd bent.',
  },
  'too-many-readers': {
    title: 'Te veel lezers',
    remedy: 'Verspreid de verdeling over meer berichten van dezelfde conversatie.',
  },
  'quota-exceeded': {
    title: 'Quotum bereikt',
    remedy: 'Verstuur langzamer en probeer het na de genoemde tijd opnieuw.',
  },
  'broker-unavailable': {
    title: 'De broker is op dit moment niet beschikbaar',
    remedy: 'Verstuur hetzelfde bericht later ongewijzigd opnieuw; het telt maar één keer.',
  },
  'outcome-unknown': {
    title: 'Onzeker of het bericht is aanvaard',
    remedy:
      'Verstuur hetzelfde bericht ongewijzigd opnieuw; was het al aanvaard, dan komt hetzelfde ontvangstbewijs terug.',
  },
  'examination-failed': {
    title: 'Het onderzoek is afgebroken',
    remedy: 'Verstuur hetzelfde bericht opnieuw; gebeurt het weer, meld dit dan aan de beheerder.',
  },
  'recipient-unreachable': {
    title: 'De ontvanger is niet bereikbaar',
    remedy: 'Niets te doen: er wordt vanzelf opnieuw geprobeerd. De ontvanger moet aansluiting en adres controleren.',
  },
  'recipient-timeout': {
    title: 'De ontvanger antwoordt niet op tijd',
    remedy:
      'Niets te doen: er wordt vanzelf opnieuw geprobeerd. De ontvanger moet sneller bevestigen en daarna verwerken.',
  },
  'recipient-busy': {
    title: 'De ontvanger is overbelast',
    remedy: 'Niets te doen: er wordt opnieuw geprobeerd op het tijdstip dat de ontvanger noemde.',
  },
  'recipient-failed': {
    title: 'De ontvanger meldt een fout',
    remedy: 'Niets te doen: er wordt vanzelf opnieuw geprobeerd. De ontvanger moet zijn logboek controleren.',
  },
  'recipient-refused': {
    title: 'De ontvanger heeft geweigerd',
    remedy: 'Bespreek de reden met de ontvangende organisatie en laat de bezorging daarna herhalen.',
  },
  'recipient-untrusted': {
    title: 'De ontvanger bewijst niet wie hij is',
    remedy:
      'Breng het TLS-certificaat van de ontvanger en zijn vermelding in het register met elkaar in overeenstemming.',
  },
  'attempts-exhausted': {
    title: 'Alle bezorgpogingen zijn mislukt',
    remedy: "Laat de oorzaak bij de ontvanger wegnemen en herhaal dan de bezorging ('dienstweg dead-letters replay').",
  },
  'message-unknown': {
    title: 'Onbekend bericht',
    remedy: 'Controleer identificatie en auteur; alleen eigen berichten zijn zichtbaar.',
  },
  'conversation-unknown': {
    title: 'Onbekende conversatie',
    remedy:
      'Controleer het kenmerk (ConversationId, of de identificatie van het eerste bericht); alleen eigen berichten en bestellingen zijn zichtbaar.',
  },
  'message-id-ambiguous': {
    title: 'Meer auteurs hebben deze identificatie gebruikt',
    remedy: 'Vermeld ook de auteur (--author).',
  },
  'delivery-unknown': {
    title: 'Onbekende bezorging',
    remedy: 'Controleer de identificatie van de bezorging; alleen eigen bezorgingen zijn zichtbaar.',
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
    title: 'Onder deze naam antwoordt de console niet',
    remedy: 'Gebruik het adres dat bij de start is genoemd.',
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
};
