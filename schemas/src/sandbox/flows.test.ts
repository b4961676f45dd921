import { afterAll, describe, expect, test } from '@jest/globals';
import { checkChange } from '../directory/check/check-change.ts';
import { Directory } from '../directory/directory.ts';
import { mayHandIn, maySign } from '../directory/parties.ts';
import { answerRoute } from '../directory/route/answer-route.ts';
import { routeMessage } from '../directory/route/route-message.ts';
import { CERTIFICATE_DER } from '../directory/testing/directories.ts';
import { type AuthorityId, parseFingerprint, parseMessageId, parseRegionId, type ServiceId } from '../identifiers.ts';
import type { MessageHeader, PartInfo } from '../message.ts';
import { loadMessageTypes, MESSAGE_TYPES_FOLDER } from '../message-types/catalog.ts';
import { answerFor } from './answers.ts';
import { SANDBOX_AUTHORITIES, sandboxAuthority } from './authorities.ts';
import { sandboxChange } from './directory.ts';
import type { SamplePart, SendStep } from './flow.ts';
import { SAMPLE_FLOWS } from './flows.ts';
import { FORMER_AUTHORITY } from './former.ts';
import { fillSample, readSample } from './samples.ts';
import { SANDBOX_SERVICES } from './services.ts';

const types = loadMessageTypes([MESSAGE_TYPES_FOLDER]);
afterAll(() => types[Symbol.dispose]());

const AT = new Date('2026-11-22T09:00:00Z');
const known = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('not of its form');
  return value;
};
const fingerprint = (n: number) => known(parseFingerprint(n.toString(16).padStart(64, '0')));
const change = () =>
  sandboxChange({
    certificates: SANDBOX_AUTHORITIES.flatMap(({ id }, n) =>
      (['signing', 'tls'] as const).map((purpose, m) => ({
        authority: id,
        purpose,
        der: CERTIFICATE_DER,
        fingerprint: fingerprint(2 * n + m),
      })),
    ),
    pushBaseUrl: 'https://127.0.0.1:4708',
    tlsFingerprint: fingerprint(9999),
    benchUrl: 'https://127.0.0.1:4719/messages',
    day: '2026-11-22',
  });
const directory = new Directory();
directory.apply(change(), 1, AT);

const partInfo = ({ id, role, mediaType }: SamplePart, octets: Uint8Array): PartInfo => ({
  id,
  role,
  mediaType,
  sizeBytes: octets.length,
  digest: '',
  location: 'inline',
});
const headerOf = (step: SendStep): MessageHeader => ({
  messageId: known(parseMessageId('01234567-89ab-4def-8123-456789abcdef')),
  messageType: step.messageType,
  author: step.as,
  addressee: step.addressee,
  distribution: step.distribution,
  processReference: step.processReference,
  createdAt: AT.toISOString(),
  testMessage: step.testMessage,
  parts: step.parts.map((part) => partInfo(part, readSample(part))),
});
/** Code of the first thing that the message type or the directory has against a message; `ok` if nothing. */
const outcome = (header: MessageHeader, contents: ReadonlyMap<string, Uint8Array>): string => {
  const found = types.find(header.messageType, '2026-11-22');
  if (found.state !== 'in-force') return found.state;
  const wrong = header.parts.flatMap((part) => found.type.checkPart(part, known(contents.get(part.id)), 'en'));
  const payloads = new Map(
    header.parts.flatMap(({ id, role }) => (role === 'payload' ? [[id, known(contents.get(id))]] : [])),
  );
  const against = wrong.length > 0 ? wrong : found.type.checkHeader(header, payloads, 'en');
  if (against[0] !== undefined) return against[0].code;
  const routing = routeMessage(directory, header, AT);
  return routing.ok ? 'ok' : routing.code;
};
const contentsOf = (parts: readonly SamplePart[], read: (part: SamplePart) => Uint8Array) =>
  new Map(parts.map((part) => [part.id, read(part)]));

const sends = SAMPLE_FLOWS.flatMap(({ name, steps }) =>
  steps.flatMap((step) => (step.does === 'send' ? [{ name, step }] : [])),
);
const first = (name: string): SendStep => known(sends.find((each) => each.name === name)).step;

describe('the sandbox directory', () => {
  test('is a change the registry records, but for the certificates standing in for real ones', () => {
    const against = checkChange(new Directory(), change()).map(({ text }) => text);
    expect(against.filter((text) => !text.includes('sandbox/certificate/'))).toEqual([]);
  });

  test('is the same change when it is made again', () => {
    expect(change()).toEqual(change());
    expect(parseMessageId(change().id)).toBe(change().id);
  });

  test('lets the computing centre hand in for its towns and sign for one of them only', () => {
    const provider = sandboxAuthority('fehnwolde.rechenzentrum').id;
    const may = (author: string) => {
      const { id } = sandboxAuthority(author);
      return [mayHandIn(directory, provider, id, AT), maySign(directory, provider, id, 'wohnsitz.rueckmeldung', AT)];
    };
    expect(may('torfdorf.meldebehoerde')).toEqual([true, true]);
    expect(may('fehnhusen.meldebehoerde')).toEqual([true, false]);
    expect(may('quellhorn.meldebehoerde')).toEqual([false, false]);
  });
});

describe('what the sandbox shows of the directory', () => {
  const ask = (region: string, role: string, service: ServiceId) =>
    answerRoute(directory, { service, region: known(parseRegionId(region)), role, at: '2026-11-22' }, AT).readers.map(
      ({ authority }) => authority,
    );

  test('a town by its AGS is the town by its ARS', () => {
    const office = sandboxAuthority('altenfehr.meldebehoerde').id;
    for (const region of ['ags:99020003', 'ars:990200003003'])
      expect(ask(region, 'responsible', SANDBOX_SERVICES.noticeOfArrival)).toEqual([office]);
  });

  test("the court's district has a county, and one town of the other", () => {
    const court = sandboxAuthority('quellhorn.registergericht').id;
    const courtOf = (ags: string) => ask(`ags:${ags}`, 'register-court', SANDBOX_SERVICES.businessNotice);
    expect([courtOf('99010042'), courtOf('99020003'), courtOf('99020009')]).toEqual([[court], [court], []]);
  });

  test('what is for an office that is no more reaches the one that stands for it', () => {
    const header = headerOf(first('wohnsitz.rueckmeldung'));
    const routing = routeMessage(directory, { ...header, addressee: { by: 'reader', reader: FORMER_AUTHORITY } }, AT);
    expect(routing).toMatchObject({
      route: {
        readers: [
          {
            authority: sandboxAuthority('fehnhusen.meldebehoerde').id,
            insteadOf: FORMER_AUTHORITY,
            successions: [`sandbox/succession/${FORMER_AUTHORITY}`],
          },
        ],
      },
    });
  });
});

describe('the sample flows', () => {
  test.each(sends)('$name meets the outcome it states', ({ step }) => {
    const code = outcome(headerOf(step), contentsOf(step.parts, readSample));
    const { expected } = step;
    // who signed is not this test's matter: but for that, the message is a good one
    const refusal = 'refused' in expected && expected.refused !== 'author-mismatch' ? expected.refused : 'ok';
    expect(code).toBe(refusal);
  });

  test('give every reader of the business notice other parts, and the statistical office no names', () => {
    const routing = routeMessage(directory, headerOf(first('gewerbeanzeige')), AT);
    const readers = routing.ok ? routing.route.readers : [];
    expect(Object.fromEntries(readers.map(({ role, parts }) => [role, parts.join(' ')]))).toEqual({
      'tax-office': 'core persons tax',
      'chamber-of-crafts': 'core persons craft',
      'chamber-of-commerce': 'core persons',
      'statistics-office': 'core statistics',
      'trade-supervision': 'core',
      'register-court': 'core register',
    });
  });
});

const partsByReader = (name: string) => {
  const routing = routeMessage(directory, headerOf(first(name)), AT);
  const readers = routing.ok ? routing.route.readers : [];
  return Object.fromEntries(readers.map(({ authority, parts }) => [authority, parts.join(' ')]));
};

test('a building application gives the applicants to the authority alone, and each body heard its own plans', () => {
  expect(partsByReader('bauantrag')).toEqual({
    'dvdv:bab:990100007007':
      'core persons plan-lage plan-grundriss plan-schnitt plan-ansicht plan-brandschutz plan-freiflaechen plan-entwaesserung',
    'dvdv:bsd:990100000000': 'core plan-lage plan-grundriss plan-schnitt plan-brandschutz',
    'dvdv:unb:990100000000': 'core plan-lage plan-freiflaechen',
    'dvdv:uds:990100007007': 'core plan-lage plan-grundriss plan-schnitt plan-ansicht',
    'dvdv:uwb:990100000000': 'core plan-lage plan-entwaesserung',
  });
});

test('of a file each reader gets the sheets its author released to it', () => {
  expect(partsByReader('akteneinsicht')).toEqual({
    'dvdv:vwg:990000000001': 'core blatt-001 blatt-002 blatt-003 blatt-004 blatt-005',
    'dvdv:unb:990100000000': 'core blatt-001 blatt-002 blatt-003',
  });
});

describe('an answer of a sandbox authority', () => {
  const answered = (name: string, reader: string, change: Partial<MessageHeader> = {}) => {
    const header = { ...headerOf(first(name)), ...change };
    const answer = known(answerFor(header, sandboxAuthority(reader).id));
    const contents = contentsOf(answer.parts, (part) => fillSample(part, answer.head));
    return { ...answer, contents, header };
  };
  const headerOfAnswer = ({ contents, parts, header, ...answer }: ReturnType<typeof answered>): MessageHeader => ({
    ...header,
    ...answer,
    distribution: [],
    parts: parts.map((part) => partInfo(part, known(contents.get(part.id)))),
  });

  test.each([
    ['wohnsitz.rueckmeldung', 'altenfehr.meldebehoerde'],
    ['meldebescheinigung', 'altenfehr.meldebehoerde'],
    ['wahlschein.antrag', 'quellhorn.wahlamt'],
    ['kindergeld.nachweis', 'altenfehr.standesamt'],
    ['akte.aussonderung', 'emsmark.landesarchiv'],
  ])('to %s is a message the broker takes', (name, reader) => {
    const answer = answered(name, reader);
    expect(outcome(headerOfAnswer(answer), answer.contents)).toBe('ok');
    expect(answer.inReplyTo).toBe(answer.header.messageId);
    expect(answer.processReference.requester).toBe(first(name).processReference.requester);
  });

  test('of each body heard is its own statement, made out to the building authority', () => {
    const heard = known(sends.find(({ step }) => step.step === 'beteiligung')).step;
    const files = ['moorland.brandschutz', 'moorland.naturschutz', 'quellhorn.denkmalschutz', 'moorland.wasserbehoerde']
      .map((body) => known(answerFor(headerOf(heard), sandboxAuthority(body).id)))
      .map((answer) => {
        const contents = contentsOf(answer.parts, (part) => fillSample(part, answer.head));
        const all = { ...answer, contents, header: headerOf(heard) };
        expect(outcome(headerOfAnswer(all), contents)).toBe('ok');
        return answer.parts[0]?.file;
      });
    expect(new Set(files).size).toBe(4);
  });

  test('is made out to whoever asked, whatever its file reference looks like', () => {
    const answer = answered('wohnsitz.rueckmeldung', 'torfdorf.meldebehoerde', {
      author: sandboxAuthority('quellhorn.meldebehoerde').id as AuthorityId,
      processReference: { requester: '32-17/26 & <Œuvre>' },
    });
    expect(outcome(headerOfAnswer(answer), answer.contents)).toBe('ok');
    expect(new TextDecoder().decode(answer.contents.get('core'))).toContain('32-17/26 &amp; &lt;Œuvre&gt;');
  });

  test('is given to questions only', () => {
    expect(answerFor(headerOf(first('gewerbeanzeige')), sandboxAuthority('moorland.finanzamt').id)).toBeUndefined();
  });
});
