/** The whole system as its users meet it: one start, the sample flows, then the command line against it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from '@dienstweg/infra/testing/servers.ts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Call, type House, type LongCall, openHouse, said } from './house.ts';
import { TAMPERINGS } from './tamper.ts';
import { xmlsec1Accepts } from './xmlsec1.ts';

const ASKING = 'meldebescheinigung.anfrage/1.0/samples/valid/wohngeld.xml';

interface Sent {
  readonly messageId: string;
  readonly status: string;
  readonly repeated?: boolean;
  readonly receipt: string;
  readonly route: { readonly edition: number };
  readonly state?: string;
  readonly readers: readonly { authority: string; deliveryId: string; role: string; parts: readonly string[] }[];
}
interface Trace {
  readonly messageId: string;
  readonly state: string;
  readonly events: readonly { type: string; reader?: string; code?: string }[];
  readonly deliveries: readonly { deliveryId: string; reader: string; state: string }[];
}

let house: House;
let running: LongCall;
let notice: Sent;
/** Nobody has sent it yet. */
let genuine: string | undefined;

const ok = (call: Call): Call => {
  if (call.code !== 0)
    throw new Error(`exit ${call.code}: ${call.stdout.slice(0, 2000)} ${call.stderr.slice(0, 2000)}`);
  return call;
};
const sample = async (flow: string, name: string): Promise<string> => {
  ok(await house.cli('message', 'create', '--sample', flow, '--out', house.file(name)));
  return house.file(name);
};

beforeAll(async () => {
  house = await openHouse();
  running = house.begin('start', '--json');
  await said(running, 'Ctrl-C stops it', 150_000);
}, 160_000);
afterAll(async () => {
  await house[Symbol.asyncDispose]();
}, 60_000);

describe('a running system', () => {
  test('gives the very same receipt for the same file, also when it is sent at once', async () => {
    const file = await sample('gewerbeanzeige', 'notice.xml');
    const atOnce = await Promise.all([house.cli('send', file, '--json'), house.cli('send', file, '--json')]);
    const again = ok(await house.cli('send', file, '--wait', 'accepted-by-reader', '--json')).json<Sent>();
    const [first, second] = atOnce.map((call) => ok(call).json<Sent>());
    expect(first?.status).toBe('accepted');
    expect(second?.receipt).toBe(first?.receipt);
    expect(again).toMatchObject({ receipt: first?.receipt, repeated: true, state: 'accepted-by-reader' });
    expect(again.readers.length).toBeGreaterThanOrEqual(4);
    notice = again;
  });

  test('hands each reader its parts under a signature that xmlsec1 accepts', async () => {
    const check = async ({ authority, deliveryId, parts }: Sent['readers'][number]): Promise<void> => {
      const file = house.file(`${deliveryId}.xml`);
      ok(await house.cli('inbox', '--as', authority, '--fetch', deliveryId, '--out', file));
      const verdict = ok(await house.cli('message', 'verify', file, '--json')).json<{
        valid: boolean;
        parts: { id: string; state: string }[];
      }>();
      expect(verdict.valid).toBe(true);
      expect(verdict.parts.filter(({ state }) => state === 'present').map(({ id }) => id)).toEqual(parts);
      expect(readFileSync(file, 'utf8').match(/<Part /g)).toHaveLength(parts.length);
      expect(xmlsec1Accepts(file, join(house.home, 'trust'))).toBe(true);
    };
    await Promise.all(notice.readers.map(check));
  });

  test('does not show a delivery to another authority', async () => {
    const [one, other] = notice.readers;
    const call = await house.cli('inbox', '--as', one?.authority ?? '', '--fetch', other?.deliveryId ?? '', '--json');
    expect([call.code, call.json<{ code: string }>().code]).toEqual([1, 'delivery-unknown']);
  });

  test('tells what happened to a message, and finds it by its process reference', async () => {
    const trace = ok(await house.cli('trace', notice.messageId, '--json')).json<Trace>();
    expect(trace.state).toBe('accepted-by-reader');
    expect(trace.events[0]?.type).toBe('message-accepted');
    for (const { authority } of notice.readers) {
      const ofReader = trace.events.filter(({ reader }) => reader === authority).map(({ type }) => type);
      expect(ofReader).toEqual(['handed-over', 'accepted-by-reader']);
    }
    const found = ok(await house.cli('messages', 'find', '--process-reference', '32-17/26', '--json'));
    const ids = found.json<{ messages: { messageId: string }[] }>().messages.map(({ messageId }) => messageId);
    expect(ids).toContain(notice.messageId);
  });

  test('shows where each agency of a building application stands, as one', async () => {
    const find = ['messages', 'find', '--type', 'bauantrag', '--json'] as const;
    const [application] = ok(await house.cli(...find)).json<{ messages: Trace[] }>().messages;
    const joint = ok(await house.cli('trace', '--conversation', application?.messageId ?? '', '--json')).json<{
      state: string;
      messages: { messageType: { code: string } }[];
      agencies: { authority: string; answered: boolean; deadline?: { standing: string } }[];
    }>();
    expect(joint.state).toBe('accepted-by-reader');
    expect(joint.messages).toHaveLength(6);
    const heard = joint.agencies.filter(({ answered }) => answered);
    expect(heard.map(({ deadline }) => deadline?.standing)).toEqual(['kept', 'kept', 'kept', 'kept']);
    expect(joint.agencies.map(({ authority }) => authority)).toContain('dvdv:bab:990100007007');
  });

  test('verifies its receipt offline, and not when one octet differs', async () => {
    const file = house.file('receipt.jws');
    const again = ok(await house.cli('send', house.file('notice.xml'), '--receipt', file));
    expect(again.stdout).not.toContain(notice.receipt);
    expect(readFileSync(file, 'utf8').trim()).toBe(notice.receipt);
    const verdict = ok(await house.cli('receipt', 'verify', file, '--json')).json<{ issuer: string }>();
    expect(verdict.issuer).toBe('urn:dienstweg:node:gateway');
    const [header, payload, signature = ''] = notice.receipt.split('.');
    writeFileSync(file, [header, payload, `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`].join('.'));
    const refused = await house.cli('receipt', 'verify', file, '--json');
    expect([refused.code, refused.json<{ code: string }>().code]).toEqual([1, 'receipt-invalid']);
  });

  test.each(TAMPERINGS)('refuses a message in which $name was changed', async ({ change, codes }) => {
    genuine ??= readFileSync(await sample('gewerbeanzeige', 'genuine.xml'), 'utf8');
    const file = house.file('tampered.xml');
    writeFileSync(file, change(genuine));
    const [sent, verified] = await Promise.all([
      house.cli('send', file, '--json'),
      house.cli('message', 'verify', file, '--json'),
    ]);
    expect(sent.code).toBe(1);
    expect(codes).toContain(sent.json<{ code: string }>().code);
    expect([verified.code, verified.json<{ valid: boolean }>().valid]).toEqual([1, false]);
  });

  test('keeps a dead letter with its reason until it is replayed', async () => {
    const file = await sample('unzustellbar', 'dead.xml');
    const sent = ok(await house.cli('send', file, '--wait', 'dead-letter', '--json')).json<Sent>();
    const deliveryId = sent.readers[0]?.deliveryId ?? '';
    const listed = ok(await house.cli('dead-letters', 'list', '--json'));
    const { deadLetters } = listed.json<{ deadLetters: { deliveryId: string; standing: { code: string } }[] }>();
    expect(deadLetters.find((each) => each.deliveryId === deliveryId)?.standing.code).toBe('recipient-refused');
    ok(await house.cli('dead-letters', 'list', '--group', '--json'));
    ok(await house.cli('dead-letters', 'show', deliveryId, '--json'));
    ok(await house.cli('dead-letters', 'replay', deliveryId, '--reason', 'mended', '--json'));
    const again = ok(await house.cli('send', file, '--wait', 'handed-over', '--json')).json<Sent>();
    expect(again).toMatchObject({ repeated: true, state: 'handed-over' });
  });

  test('replays a group of dead letters, gives one to somebody else and returns one to its author', async () => {
    const reader = 'moorland.finanzamt';
    const behave = (behaviour: string): Promise<Response> =>
      fetch(`http://127.0.0.1:${house.portBase + 9}/behaviour`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ authority: reader, behaviour }),
      });
    const deadLetters = async (): Promise<readonly string[]> =>
      ok(await house.cli('dead-letters', 'list', '--reader', reader, '--json'))
        .json<{ deadLetters: { deliveryId: string }[] }>()
        .deadLetters.map(({ deliveryId }) => deliveryId);
    await behave('status:410');
    for (const name of ['one', 'two', 'three'])
      ok(await house.cli('send', await sample('gewerbeanzeige', `${name}.xml`), '--json'));
    await until('all are dead letters', async () => (await deadLetters()).length === 3, 30_000);

    const [returned = '', assigned = ''] = await deadLetters();
    const end = ['--as', 'fehnwolde.rechenzentrum', '--reason', 'Der Leser nimmt nichts an.', '--json'];
    const byItsAuthor = await house.cli(
      'dead-letters',
      'return',
      returned,
      '--as',
      'quellhorn.gewerbeamt',
      ...end.slice(2),
    );
    expect([byItsAuthor.code, byItsAuthor.json<{ code: string }>().code]).toEqual([2, 'usage-error']);
    const rejection = ok(await house.cli('dead-letters', 'return', returned, ...end)).json<{
      rejection: { messageId: string };
    }>();
    await until(
      'the author has it',
      async () =>
        (await house.cli('trace', rejection.rejection.messageId, '--json')).json<Partial<Trace>>().state ===
        'accepted-by-reader',
      30_000,
    );
    const traced = ok(await house.cli('trace', returned, '--json')).json<{ events: { type: string }[] }>();
    expect(traced.events.map(({ type }) => type)).toContain('returned');
    const twice = await house.cli('dead-letters', 'return', returned, ...end);
    expect([twice.code, twice.json<{ code: string }>().code]).toEqual([1, 'delivery-not-replayable']);
    ok(await house.cli('dead-letters', 'assign', assigned, '--to', 'geestrand.finanzamt', '--reason', 'vertritt'));

    const group = ['--reader', reader, '--code', 'recipient-refused', '--json'];
    const mistyped = await house.cli('dead-letters', 'replay', '--code', 'recipient-refusd', '--dry-run');
    expect([mistyped.code, mistyped.stderr]).toEqual([2, expect.stringContaining('Did you mean recipient-refused?')]);
    const dry = ok(await house.cli('dead-letters', 'replay', ...group, '--dry-run'));
    expect(dry.json<{ deliveries: string[] }>().deliveries).toHaveLength(1);
    await behave('default');
    const replayed = ok(await house.cli('dead-letters', 'replay', ...group, '--rate', '10', '--reason', 'is back'));
    expect(replayed.json()).toMatchObject({ replayed: [expect.any(String)], failed: [] });
    await until('none is left', async () => (await deadLetters()).length === 0, 30_000);
  }, 180_000);

  test('pauses a reader and resumes it; asking again for what is so already is in order', async () => {
    const reader = 'moorland.finanzamt';
    const why = ['--reason', 'its database moves', '--json'] as const;
    const paused = ok(await house.cli('recipients', 'pause', reader, ...why)).json();
    expect(ok(await house.cli('recipients', 'pause', reader, ...why)).json()).toEqual(paused);
    const otherwise = await house.cli('recipients', 'pause', reader, '--until', '2099-01-01', ...why);
    expect([otherwise.code, otherwise.json<{ code: string }>().code]).toEqual([1, 'changed-meanwhile']);
    ok(await house.cli('recipients', 'resume', reader, ...why));
    ok(await house.cli('recipients', 'resume', reader, ...why));
    expect(ok(await house.cli('recipients', 'list', '--json')).json()).toMatchObject({ paused: [] });
  });

  test('takes what nobody is responsible for, and delivers it once an operator says to whom', async () => {
    const [service, region] = ['leika:99999115004000', 'ars:990200000000'];
    const part = `core=${fileURLToPath(new URL(`../../schemas/message-types/${ASKING}`, import.meta.url))}`;
    const type = ['--type', 'meldebescheinigung.anfrage', '--version', '1.0', '--as', 'moorland.wohngeldstelle'];
    const sent = ok(
      await house.cli('send', ...type, '--service', service, '--region', region, '--part', part, '--json'),
    ).json<Sent>();
    expect(sent.readers).toEqual([]);
    const cleared = async () =>
      ok(await house.cli('clearing', 'list', '--json')).json<{ inClearing: { deliveryId: string }[] }>().inClearing;
    await until('it waits in clearing', async () => (await cleared()).length === 1, 30_000);
    const [{ deliveryId } = { deliveryId: '' }] = await cleared();
    const to = ['--to', 'altenfehr.meldebehoerde', '--reason', 'führt die Akten'];
    ok(await house.cli('clearing', 'assign', deliveryId, ...to));
    await until(
      'its reader has accepted it',
      async () =>
        (await house.cli('trace', sent.messageId, '--json')).json<Partial<Trace>>().state === 'accepted-by-reader',
      30_000,
    );
  });

  test('relays a reader’s rejection once, with its reason', async () => {
    const delivery = (await findDelivery('leser.gestoert')).deliveryId;
    const reader = 'suederlueh.meldebehoerde';
    ok(await house.cli('inbox', '--as', reader, '--reject', delivery, '--reason', 'not-responsible', '--json'));
    const second = await house.cli('inbox', '--as', reader, '--accept', delivery, '--json');
    expect([second.code, second.json<{ code: string }>().code]).toEqual([1, 'already-decided']);
    const inbox = ok(await house.cli('inbox', '--as', reader, '--json'));
    const { deliveries } = inbox.json<{ deliveries: { deliveryId: string; state: string }[] }>();
    expect(deliveries.find((each) => each.deliveryId === delivery)?.state).toBe('rejected-by-reader');
  });

  test('says who is responsible, and that it is ready', async () => {
    const question = ['--service', 'leika:99999050012000', '--region', 'ars:990100007007', '--role', 'tax-office'];
    const route = ok(await house.cli('route', ...question, '--json')).json<{ answer: string; readers: unknown[] }>();
    expect(route).toMatchObject({ answer: 'one', readers: [{ authority: 'dvdv:fin:990100000000' }] });
    const status = ok(await house.cli('status', '--json')).json<{ ok: boolean; services: { name: string }[] }>();
    expect(status.ok).toBe(true);
    expect(status.services.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['nats-server', 'redis-server', 'registry', 'gateway', 'delivery', 'tracking', 'sandbox']),
    );
  });

  test('refuses to start twice in the same home', async () => {
    const second = await house.cli('up', '--json');
    expect([second.code, second.json<{ code: string }>().code]).toEqual([1, 'system-not-running']);
  });

  test('sends a sample at once, and no more once its author’s certificate is revoked', async () => {
    const send = ['send', '--sample', 'wegzug.niederlande'] as const;
    expect(ok(await house.cli(...send)).stdout).toContain('accepted');
    const revoked = ok(await house.cli('cert', 'revoke', '--as', 'quellhorn.meldebehoerde', '--json'));
    expect(revoked.json()).toMatchObject({ gateway: 'looked-since' });
    const refused = await house.cli(...send, '--json');
    expect([refused.code, refused.json<{ code: string }>().code]).toEqual([1, 'certificate-revoked']);
  });

  test('a new key is taken into use when the registry knows it; until then the one before signs', async () => {
    const of = ['--as', 'quellhorn.gewerbeamt', '--purpose', 'signing'] as const;
    const send = async () => ok(await house.cli('send', '--sample', 'gewerbeanzeige', '--json')).json();
    const remediesAbout = async (text: string) =>
      (await house.cli('doctor', '--json'))
        .json<{ findings: readonly { code: string; text: string; remedy: string }[] }>()
        .findings.filter((each) => each.text.includes(text))
        .map(({ remedy }) => remedy);
    ok(await house.cli('send', '--sample', 'gewerbeanzeige', '--receipt', house.file('earlier.jws')));
    const issued = ok(await house.cli('cert', 'issue', ...of, '--days', '5'));
    await send();
    // what is printed as the next step works as it stands
    const [, ...use] = (issued.stdout.trimEnd().split('\n').at(-1) ?? '').trim().split(' ');
    expect(await remediesAbout('A new signing key of')).toEqual([`dienstweg ${use.join(' ')}`]);
    expect(ok(await house.cli(...use, '--json')).json()).toMatchObject({ inUse: true, registered: 'recorded' });
    await send();
    expect(ok(await house.cli(...use, '--json')).json()).toMatchObject({ inUse: true, registered: 'known' });
    // it was made for a few days: the remedy that is told helps, while everything runs
    const [remedy = ''] = await remediesAbout('expires in 5 days');
    ok(await house.cli(...remedy.split(' ').slice(1)));
    expect(await remediesAbout('expires in 5 days')).toEqual([]);
    await send();
    ok(await house.cli('cert', 'renew', '--as', 'quellhorn.gewerbeamt', '--purpose', 'tls'));
    await send();
    ok(await house.cli('receipt', 'verify', house.file('earlier.jws')));
    // of one that was revoked, too
    ok(await house.cli('cert', 'renew', '--as', 'quellhorn.meldebehoerde'));
    ok(await house.cli('send', '--sample', 'wegzug.niederlande'));
  }, 60_000);

  test('ends every sample flow as stated, and stops when asked to, also by who asks twice', async () => {
    const ended = await running.interruptTwice();
    const { flows, ...rest } = ended.json<{ ok: boolean; flows: { name: string; outcome: string; ok: boolean }[] }>();
    expect(flows.filter((flow) => !flow.ok)).toEqual([]);
    ok(ended);
    expect(Object.fromEntries(flows.map(({ name, outcome }) => [name, outcome]))).toEqual({
      gewerbeanzeige: 'accepted-by-reader',
      'wohnsitz.rueckmeldung': 'accepted-by-reader',
      meldebescheinigung: 'accepted-by-reader',
      'wegzug.niederlande': 'accepted-by-reader',
      bauantrag: 'accepted-by-reader',
      'wahlschein.antrag': 'accepted-by-reader',
      'kindergeld.nachweis': 'accepted-by-reader',
      'akte.aussonderung': 'accepted-by-reader',
      akteneinsicht: 'accepted-by-reader',
      rechnung: 'accepted-by-reader',
      'vergabe.bekanntmachung': 'accepted-by-reader',
      'abgelehnt.schema': 'schema-violation',
      'abgelehnt.urheber': 'author-mismatch',
      'abgelehnt.test': 'test-mismatch',
      'leser.gestoert': 'handed-over',
      unzustellbar: 'handed-over',
    });
    expect(rest).toMatchObject({ ok: true, messages: { accepted: 72, refused: 3 } });
    const status = await house.cli('status', '--json');
    expect([status.code, status.json<{ ok: boolean }>().ok]).toEqual([1, false]);
  });
});

/** The delivery of the message that a sample flow sent at the start. */
const findDelivery = async (flow: string) => {
  const references: Readonly<Record<string, string>> = { 'leser.gestoert': 'QU-33/2026-4815' };
  const found = ok(await house.cli('messages', 'find', '--process-reference', references[flow] ?? '', '--json'));
  const delivery = found.json<{ messages: Trace[] }>().messages[0]?.deliveries[0];
  if (delivery === undefined) throw new Error(`${flow} has no delivery`);
  return delivery;
};
