/** The accessibility statement (EN 301 549, BITV 2.0, section 12a BGG, Directive (EU) 2016/2102). */
export const STATEMENT_WORDS = {
  title: ['Erklärung zur Barrierefreiheit', 'Accessibility statement', 'Toegankelijkheidsverklaring'],
  lead: [
    'Diese Erklärung gilt für die Konsole des Betriebs von {{operator}}.',
    "This statement applies to the operators' console of {{operator}}.",
    'Deze verklaring geldt voor de console van het beheer van {{operator}}.',
  ],
  conformance: ['Stand der Vereinbarkeit', 'Conformance', 'Nalevingsstatus'],
  conformanceText: [
    'Die Konsole ist mit der BITV 2.0 und der EN 301 549 V3.2.1 weitgehend vereinbar und nach WCAG 2.2, Stufe AA, gestaltet. Grundlage ist § 12a des Behindertengleichstellungsgesetzes (BGG).',
    'The console conforms largely to EN 301 549 V3.2.1 and the German BITV 2.0 and is made after WCAG 2.2 level AA. The legal basis is Directive (EU) 2016/2102, in Germany section 12a BGG.',
    'De console voldoet grotendeels aan EN 301 549 V3.2.1 en de Duitse BITV 2.0 en is gemaakt volgens WCAG 2.2 niveau AA. Rechtsgrond is Richtlijn (EU) 2016/2102, in Duitsland artikel 12a BGG.',
  ],
  kept: ['Worauf Sie sich verlassen können', 'What you can rely on', 'Waar u op kunt rekenen'],
  keptReflow: [
    'Alle Seiten lassen sich bei 320 Pixel Breite und 400 % Vergrößerung ohne waagerechtes Rollen der Seite benutzen.',
    'All pages can be used at 320 pixels width and 400 % zoom without scrolling the page sideways.',
    "Alle pagina's zijn te gebruiken bij 320 pixels breedte en 400 % vergroting zonder de pagina zijwaarts te schuiven.",
  ],
  keptKeyboard: [
    'Alles ist mit der Tastatur erreichbar, der Fokus ist sichtbar, ein Sprunglink führt zum Inhalt.',
    'Everything can be reached by keyboard, focus is visible, a skip link leads to the content.',
    'Alles is met het toetsenbord bereikbaar, de focus is zichtbaar, een snelkoppeling leidt naar de inhoud.',
  ],
  keptColour: [
    'Zustände stehen immer als Wort und Zeichen da, nie nur als Farbe; Kontraste gelten hell und dunkel.',
    'States stand as word and sign, never as colour alone; contrast holds in light and dark.',
    'Toestanden staan er als woord en teken, nooit alleen als kleur; contrast geldt licht en donker.',
  ],
  keptCharts: [
    'Zu jedem Diagramm und zur Karte gibt es dieselben Werte als Tabelle.',
    'Every chart and the map have the same values as a table.',
    'Bij elk diagram en de kaart staan dezelfde waarden als tabel.',
  ],
  keptMotion: [
    'Aktualisierungen lassen sich anhalten; wer Bewegung im System abstellt, sieht keine.',
    'Updates can be paused; whoever turns motion off in the system sees none.',
    'Verversingen kunnen worden gepauzeerd; wie beweging in het systeem uitzet ziet er geen.',
  ],
  keptLanguage: [
    'Die Konsole spricht Deutsch, Englisch und Niederländisch; Fehler nennen Ursache und Abhilfe in Worten.',
    'The console speaks German, English and Dutch; failures name cause and remedy in words.',
    'De console spreekt Duits, Engels en Nederlands; fouten noemen oorzaak en oplossing in woorden.',
  ],
  limits: ['Bekannte Grenzen', 'Known limits', 'Bekende grenzen'],
  limitMap: [
    'Die Karte der Nachrichtenflüsse lässt sich nicht vollständig mit einem Bildschirmleser erfassen; die Tabelle daneben sagt dasselbe.',
    'The map of flows cannot be grasped completely with a screen reader; the table beside it says the same.',
    'De kaart van stromen is met een schermlezer niet volledig te lezen; de tabel ernaast zegt hetzelfde.',
  ],
  limitForeign: [
    'Inhalte von Nachrichten stammen von den Behörden, die sie einreichen; ihre Anlagen können Barrieren enthalten. Eine Fassung in Gebärdensprache und in Leichter Sprache gibt es noch nicht.',
    'Contents of messages come from the authorities that hand them in; their attachments may hold barriers. There is no version in sign language or easy language yet.',
    'Inhoud van berichten komt van de instanties die ze indienen; hun bijlagen kunnen barrières bevatten. Er is nog geen versie in gebarentaal of eenvoudige taal.',
  ],
  made: ['Wie diese Erklärung entstand', 'How this statement was made', 'Hoe deze verklaring tot stand kwam'],
  madeText: [
    'Selbstbewertung vom 22. November 2026: Jede Seite wird bei jeder Änderung in drei Sprachen, hell und dunkel, bei 320 und 1400 Pixel Breite automatisch geprüft (axe, Tastatur, Umbruch). Eine Prüfung durch unabhängige Dritte steht aus.',
    'Self-assessment of 22 November 2026: with every change, each page is checked automatically in three languages, light and dark, at 320 and 1400 pixels width (axe, keyboard, reflow). An assessment by an independent party is still to come.',
    'Zelfbeoordeling van 22 november 2026: bij elke wijziging wordt elke pagina automatisch gecontroleerd in drie talen, licht en donker, bij 320 en 1400 pixels breedte (axe, toetsenbord, herschikking). Een beoordeling door een onafhankelijke partij moet nog komen.',
  ],
  contact: ['Barrieren melden', 'Report barriers', 'Barrières melden'],
  contactText: [
    'Melden Sie Barrieren oder fordern Sie Informationen in zugänglicher Form an:',
    'Report barriers, or ask for information in an accessible form:',
    'Meld barrières, of vraag informatie in toegankelijke vorm aan:',
  ],
  contactMissing: [
    'Die betreibende Stelle hat noch keine Anschrift hinterlegt. Wenden Sie sich an den IT-Betrieb Ihrer Behörde.',
    'The operating body has not stated an address yet. Turn to the IT operations of your authority.',
    'De beherende instantie heeft nog geen adres opgegeven. Wend u tot het IT-beheer van uw instantie.',
  ],
  enforcement: ['Schlichtungsverfahren', 'Enforcement', 'Handhaving'],
  enforcementText: [
    'Bleibt eine Anfrage sechs Wochen ohne befriedigende Antwort, können Sie die Schlichtungsstelle nach § 16 BGG anrufen oder die Durchsetzungsstelle Ihres Landes. Das Verfahren ist kostenlos.',
    'If a request stays without a satisfactory answer for six weeks, you may turn to the arbitration board under section 16 BGG or the enforcement body of your country. The procedure is free of charge.',
    'Blijft een verzoek zes weken zonder bevredigend antwoord, dan kunt u zich wenden tot de geschillencommissie volgens artikel 16 BGG of de handhavende instantie van uw land. De procedure is gratis.',
  ],
} as const;
