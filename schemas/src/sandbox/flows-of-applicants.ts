/** Flows that begin with what a citizen applies for. The portal, or the office that took it in, is the author. */
import type { SampleFlow } from './flow.ts';
import { SANDBOX_REGIONS as REGIONS, SANDBOX_SERVICES as SERVICES } from './services.ts';
import { idOf, payload, pdf, type } from './writing-flows.ts';

const BUILDING = 'bauantrag/1.0/samples/valid';
const VOTING = 'wahlschein.antrag/1.0/samples/valid';
const PLANS = ['lage', 'grundriss', 'schnitt', 'ansicht', 'brandschutz', 'freiflaechen', 'entwaesserung'].map(
  (plan) => `plan-${plan}`,
);
const HEARD = [
  'moorland.brandschutz',
  'moorland.naturschutz',
  'quellhorn.denkmalschutz',
  'moorland.wasserbehoerde',
] as const;
const toBuild = {
  by: 'responsibility',
  service: SERVICES.buildingApplication,
  region: REGIONS.quellhorn,
  level: 'municipality',
} as const;

const buildingApplication: SampleFlow = {
  name: 'bauantrag',
  title: {
    de: 'Bauantrag: Bauaufsicht und vier beteiligte Stellen, ein gemeinsamer Stand',
    en: 'Building application: the authority and four bodies heard, one joint status',
    nl: 'Bouwaanvraag: bouwtoezicht en vier adviesinstanties, één gezamenlijke stand',
  },
  steps: [
    {
      does: 'send',
      step: 'antrag',
      as: idOf('emsmark.antragsportal'),
      messageType: type('bauantrag'),
      addressee: toBuild,
      distribution: [
        { to: { role: 'responsible' }, parts: ['core', 'persons', ...PLANS] },
        {
          to: { role: 'fire-brigade' },
          parts: ['core', 'plan-lage', 'plan-grundriss', 'plan-schnitt', 'plan-brandschutz'],
        },
        { to: { role: 'nature-conservation' }, parts: ['core', 'plan-lage', 'plan-freiflaechen'] },
        {
          to: { role: 'monument-protection' },
          parts: ['core', 'plan-lage', 'plan-grundriss', 'plan-schnitt', 'plan-ansicht'],
        },
        { to: { role: 'water-authority' }, parts: ['core', 'plan-lage', 'plan-entwaesserung'] },
      ],
      processReference: { requester: 'EM-2026-11-004417' },
      legalBasis: { purpose: 'Prüfung eines Bauantrags', text: 'Bauordnung des Landes' },
      applicantAssurance: 'substantial',
      testMessage: true,
      parts: [
        payload('core', `${BUILDING}/antrag.xml`),
        payload('persons', `${BUILDING}/beteiligte.xml`),
        ...PLANS.map((plan) => pdf(plan, `${BUILDING}/${plan}.pdf`)),
      ],
      expected: { state: 'accepted-by-reader' },
    },
    {
      does: 'send',
      step: 'beteiligung',
      inConversation: true,
      as: idOf('quellhorn.bauaufsicht'),
      messageType: type('bauantrag.beteiligung'),
      addressee: toBuild,
      distribution: ['fire-brigade', 'nature-conservation', 'monument-protection', 'water-authority'].map((role) => ({
        to: { role },
        parts: ['core'],
      })),
      processReference: { requester: '63-BA 0417/26' },
      legalBasis: { purpose: 'Beteiligung anderer Behörden', text: 'Bauordnung des Landes' },
      testMessage: true,
      parts: [payload('core', 'bauantrag.beteiligung/1.0/samples/valid/alle-belange.xml')],
      expected: { state: 'accepted-by-reader' },
    },
    ...HEARD.map((body) => ({
      does: 'answer' as const,
      step: `stellungnahme ${body}`,
      inReplyTo: 'beteiligung',
      as: idOf(body),
      reader: idOf('quellhorn.bauaufsicht'),
      messageType: type('bauantrag.stellungnahme'),
      fetched: false,
      expected: { state: 'accepted-by-reader' as const },
    })),
    { does: 'join', step: 'stand', of: 'antrag', messages: 6, expected: { state: 'accepted-by-reader' } },
  ],
};

const postalVoting: SampleFlow = {
  name: 'wahlschein.antrag',
  title: {
    de: 'Wahlscheinanträge: fünfundzwanzig auf einmal, jeder beantwortet',
    en: 'Postal voting: twenty-five applications at once, each answered',
    nl: 'Briefstemmen: vijfentwintig aanvragen tegelijk, elk beantwoord',
  },
  steps: [
    {
      does: 'send',
      step: 'antraege',
      as: idOf('emsmark.antragsportal'),
      messageType: type('wahlschein.antrag'),
      addressee: {
        by: 'responsibility',
        service: SERVICES.postalVoting,
        region: REGIONS.quellhorn,
        level: 'municipality',
      },
      distribution: [],
      processReference: { requester: 'EM-2026-12' },
      applicantAssurance: 'low',
      testMessage: true,
      parts: [payload('core', `${VOTING}/an-wohnung.xml`)],
      burst: {
        times: 25,
        parts: ['an-wohnung', 'nach-groningen', 'abholung'].map((file) => [payload('core', `${VOTING}/${file}.xml`)]),
      },
      expected: { state: 'accepted-by-reader' },
    },
    {
      does: 'answer',
      step: 'bestaetigungen',
      inReplyTo: 'antraege',
      as: idOf('quellhorn.wahlamt'),
      reader: idOf('emsmark.antragsportal'),
      messageType: type('wahlschein.antrag.bestaetigung'),
      fetched: false,
      expected: { state: 'accepted-by-reader' },
    },
  ],
};

const childBenefit: SampleFlow = {
  name: 'kindergeld.nachweis',
  title: {
    de: 'Kindergeld: das Standesamt weist die Geburt nach',
    en: 'Child benefit: the registry office proves the birth',
    nl: 'Kinderbijslag: de burgerlijke stand bewijst de geboorte',
  },
  steps: [
    {
      does: 'send',
      step: 'anfrage',
      as: idOf('emsmark.familienkasse'),
      messageType: type('kindergeld.nachweis.anfrage'),
      addressee: {
        by: 'responsibility',
        service: SERVICES.proofOfBirth,
        region: REGIONS.altenfehr,
        level: 'municipality',
      },
      distribution: [],
      processReference: { requester: 'FK 115-7731-26' },
      legalBasis: { purpose: 'Prüfung des Anspruchs auf Kindergeld', text: '§ 68 Abs. 1 EStG' },
      testMessage: true,
      parts: [payload('core', 'kindergeld.nachweis.anfrage/1.0/samples/valid/geburt.xml')],
      expected: { state: 'accepted-by-reader' },
    },
    {
      does: 'answer',
      step: 'antwort',
      inReplyTo: 'anfrage',
      as: idOf('altenfehr.standesamt'),
      reader: idOf('emsmark.familienkasse'),
      messageType: type('kindergeld.nachweis.antwort'),
      fetched: false,
      expected: { state: 'accepted-by-reader' },
    },
  ],
};

/** What citizens apply for. */
export const FLOWS_OF_APPLICANTS: readonly SampleFlow[] = [buildingApplication, postalVoting, childBenefit];
