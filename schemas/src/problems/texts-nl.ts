import type { ProblemCode } from './codes.ts';
import type { Text } from './text.ts';
import { ACTING_NL } from './texts-nl-acting.ts';

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
    remedy: 'Verzend wat dit adres zoals vermeld aanneemt, zonder Content-Encoding; berichten als application/xml.',
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
      "Gebruik een versie die de lezer aanvaardt, vermeld als verwacht. Staat daar geen (—), dan noemt zijn toegang de soort niet: hij laat die in het register opnemen ('dienstweg registry add endpoint … --set takes=…').",
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
    remedy: 'Doe later hetzelfde opnieuw: een bericht ongewijzigd, het telt maar één keer.',
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
  'recipient-answer-invalid': {
    title: 'Het antwoord van de ontvanger is geen HTTP',
    remedy:
      'Niets te doen: er wordt vanzelf opnieuw geprobeerd. De ontvanger moet nagaan wat op zijn adres antwoordt (HTTP/1.1, headers van ten hoogste 16 kB).',
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
  ...ACTING_NL,
};
