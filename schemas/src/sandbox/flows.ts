/** The sample flows, in the order they are sent. Every author is a test authority: its messages are test messages. */
import type { SampleFlow, SendStep } from './flow.ts';
import { FLOWS_AMONG_OFFICES } from './flows-among-offices.ts';
import { FLOWS_OF_APPLICANTS } from './flows-of-applicants.ts';
import { SANDBOX_REGIONS, SANDBOX_SERVICES } from './services.ts';
import { idOf, payload, type } from './writing-flows.ts';

const NOTICE = 'gewerbeanzeige/1.0/samples/valid';
const ARRIVAL = 'wohnsitz.rueckmeldung/1.0/samples';

/** A notice of arrival by Quellhorn; flows differ in addressee, content and outcome. */
const noticeOfArrival = (
  rest: Pick<SendStep, 'addressee' | 'expected'> & Partial<SendStep>,
  file: string,
  reference: string,
): SendStep => ({
  does: 'send',
  step: 'rueckmeldung',
  as: idOf('quellhorn.meldebehoerde'),
  messageType: type('wohnsitz.rueckmeldung'),
  distribution: [],
  processReference: { requester: reference },
  legalBasis: { purpose: 'Fortschreibung des Melderegisters', text: '§ 33 BMG' },
  testMessage: true,
  parts: [payload('core', `${ARRIVAL}/${file}`)],
  ...rest,
});
const arrivalFrom = (region: keyof typeof SANDBOX_REGIONS): SendStep['addressee'] => ({
  by: 'responsibility',
  service: SANDBOX_SERVICES.noticeOfArrival,
  region: SANDBOX_REGIONS[region],
  level: 'municipality',
});

/** Every sample flow. */
export const SAMPLE_FLOWS: readonly SampleFlow[] = [
  {
    name: 'gewerbeanzeige',
    title: {
      de: 'Gewerbeanzeige: jede Stelle erhält nur ihre Teile',
      en: 'Business notice: each authority gets only its parts',
      nl: 'Bedrijfsmelding: elke instantie krijgt alleen haar delen',
    },
    steps: [
      {
        does: 'send',
        step: 'anzeige',
        as: idOf('quellhorn.gewerbeamt'),
        messageType: type('gewerbeanzeige'),
        addressee: {
          by: 'responsibility',
          service: SANDBOX_SERVICES.businessNotice,
          region: SANDBOX_REGIONS.quellhorn,
          level: 'municipality',
        },
        distribution: [
          { to: { role: 'tax-office' }, parts: ['core', 'persons', 'tax'] },
          { to: { role: 'chamber-of-crafts' }, parts: ['core', 'persons', 'craft'] },
          { to: { role: 'chamber-of-commerce' }, parts: ['core', 'persons'] },
          // the registry's disclosure limit keeps the persons from the statistical office
          { to: { role: 'statistics-office' }, parts: ['core', 'persons', 'statistics'] },
          { to: { role: 'trade-supervision' }, parts: ['core'] },
          { to: { role: 'register-court' }, parts: ['core', 'register'] },
        ],
        processReference: { requester: '32-17/26' },
        legalBasis: { purpose: 'Weiterleitung der Gewerbeanzeige', text: '§ 14 Abs. 8 GewO' },
        testMessage: true,
        parts: [
          payload('core', `${NOTICE}/kern.xml`),
          payload('persons', `${NOTICE}/personen.xml`),
          payload('tax', `${NOTICE}/steuer.xml`),
          payload('craft', `${NOTICE}/handwerk.xml`),
          payload('statistics', `${NOTICE}/statistik.xml`),
          payload('register', `${NOTICE}/register.xml`),
        ],
        expected: { state: 'accepted-by-reader' },
      },
    ],
  },
  {
    name: 'wohnsitz.rueckmeldung',
    title: {
      de: 'Rückmeldung eines Zuzugs und ihre Auswertung',
      en: 'Notice of arrival, and its evaluation',
      nl: 'Melding van aankomst, en de verwerking ervan',
    },
    steps: [
      noticeOfArrival(
        { addressee: arrivalFrom('altenfehr'), expected: { state: 'accepted-by-reader' } },
        'valid/familie-aus-altenfehr.xml',
        'QU-33/2026-4711',
      ),
      {
        does: 'answer',
        step: 'auswertung',
        inReplyTo: 'rueckmeldung',
        as: idOf('altenfehr.meldebehoerde'),
        reader: idOf('quellhorn.meldebehoerde'),
        messageType: type('wohnsitz.auswertung'),
        fetched: false,
        expected: { state: 'accepted-by-reader' },
      },
    ],
  },
  {
    name: 'meldebescheinigung',
    title: {
      de: 'Meldebescheinigung: Anfrage, Antwort mit PDF in das Postfach',
      en: 'Certificate of registration: request, answer with PDF into the mailbox',
      nl: 'Bewijs van inschrijving: aanvraag, antwoord met pdf in de postbus',
    },
    steps: [
      {
        does: 'send',
        step: 'anfrage',
        as: idOf('moorland.wohngeldstelle'),
        messageType: type('meldebescheinigung.anfrage'),
        addressee: {
          by: 'responsibility',
          service: SANDBOX_SERVICES.certificateOfRegistration,
          region: SANDBOX_REGIONS.altenfehr,
          level: 'municipality',
        },
        distribution: [],
        processReference: { requester: 'WG 502/26-118' },
        legalBasis: { purpose: 'Prüfung eines Wohngeldantrags', text: '§ 34 BMG' },
        testMessage: true,
        parts: [payload('core', 'meldebescheinigung.anfrage/1.0/samples/valid/wohngeld.xml')],
        expected: { state: 'accepted-by-reader' },
      },
      {
        does: 'answer',
        step: 'antwort',
        inReplyTo: 'anfrage',
        as: idOf('altenfehr.meldebehoerde'),
        reader: idOf('moorland.wohngeldstelle'),
        messageType: type('meldebescheinigung.antwort'),
        fetched: true,
        expected: { state: 'accepted-by-reader' },
      },
    ],
  },
  {
    name: 'wegzug.niederlande',
    title: {
      de: 'Wegzug in die Niederlande: Leser mit OIN bekannt',
      en: 'Departure to the Netherlands: reader known by OIN',
      nl: 'Vertrek naar Nederland: lezer bekend met OIN',
    },
    steps: [
      {
        does: 'send',
        step: 'mitteilung',
        as: idOf('quellhorn.meldebehoerde'),
        messageType: type('wegzug.mitteilung'),
        addressee: {
          by: 'reader',
          reader: idOf('westerdiep.burgerzaken'),
          service: SANDBOX_SERVICES.noticeOfDeparture,
        },
        distribution: [],
        processReference: { requester: 'QU-33/2026-4802' },
        legalBasis: { purpose: 'Mitteilung mit Einwilligung', text: 'Art. 6 Abs. 1 Buchst. a DSGVO' },
        testMessage: true,
        parts: [payload('core', 'wegzug.mitteilung/1.0/samples/valid/familie-nach-westerdiep.xml')],
        expected: { state: 'accepted-by-reader' },
      },
    ],
  },
  ...FLOWS_OF_APPLICANTS,
  ...FLOWS_AMONG_OFFICES,
  {
    name: 'abgelehnt.schema',
    title: {
      de: 'Abgelehnt: Inhalt verletzt sein Schema',
      en: 'Refused: payload violates its schema',
      nl: 'Geweigerd: inhoud schendt het schema',
    },
    steps: [
      noticeOfArrival(
        { addressee: arrivalFrom('altenfehr'), expected: { refused: 'schema-violation' } },
        'invalid/mehrere-fehler.xml',
        'QU-33/2026-4812',
      ),
    ],
  },
  {
    name: 'abgelehnt.urheber',
    title: {
      de: 'Abgelehnt: Unterzeichner ist nicht der Autor',
      en: 'Refused: the signer is not the author',
      nl: 'Geweigerd: ondertekenaar is niet de auteur',
    },
    steps: [
      noticeOfArrival(
        {
          addressee: arrivalFrom('altenfehr'),
          signedBy: idOf('moorland.finanzamt'),
          expected: { refused: 'author-mismatch' },
        },
        'valid/familie-aus-altenfehr.xml',
        'QU-33/2026-4813',
      ),
    ],
  },
  {
    name: 'abgelehnt.test',
    title: {
      de: 'Abgelehnt: Testnachricht an den Echtbetrieb',
      en: 'Refused: a test message for a production endpoint',
      nl: 'Geweigerd: testbericht voor een productie-adres',
    },
    steps: [
      noticeOfArrival(
        {
          addressee: {
            by: 'reader',
            reader: idOf('hochwarden.meldebehoerde'),
            service: SANDBOX_SERVICES.noticeOfArrival,
          },
          expected: { refused: 'test-mismatch' },
        },
        'valid/einzelperson-aus-hochwarden.xml',
        'QU-33/2026-4814',
      ),
    ],
  },
  {
    name: 'leser.gestoert',
    title: {
      de: 'Leser zuerst gestört: zugestellt nach Wiederholungen',
      en: 'Reader down at first: handed over after retries',
      nl: 'Lezer eerst gestoord: afgeleverd na herhalingen',
    },
    steps: [
      noticeOfArrival(
        { addressee: arrivalFrom('suederlueh'), expected: { state: 'handed-over' } },
        'valid/einzelperson-aus-suederlueh.xml',
        'QU-33/2026-4815',
      ),
    ],
  },
  {
    name: 'unzustellbar',
    title: {
      de: 'Unzustellbar: liegt mit Grund, wird erneut zugestellt',
      en: 'Undeliverable: a dead letter with its reason, then replayed',
      nl: 'Onbestelbaar: blijft liggen met reden, wordt opnieuw besteld',
    },
    steps: [
      noticeOfArrival(
        { addressee: arrivalFrom('nebelrade'), expected: { state: 'dead-letter' } },
        'valid/einzelperson-aus-nebelrade.xml',
        'QU-33/2026-4816',
      ),
      {
        does: 'replay',
        step: 'erneut',
        of: 'rueckmeldung',
        reason: 'Der Leser nimmt wieder an.',
        expected: { state: 'handed-over' },
      },
    ],
  },
];

/** The sample flow with a name; `undefined` where there is none. */
export const findFlow = (name: string): SampleFlow | undefined => SAMPLE_FLOWS.find((flow) => flow.name === name);
