/** A backup under load, the home destroyed, the backup brought back: what is promised of it. And services restarted under load. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '@dienstweg/infra/testing/servers.ts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Call, type House, openHouse } from './house.ts';

interface Sent {
  readonly messageId: string;
  readonly receipt: string;
  readonly repeated?: boolean;
  readonly state?: string;
}

let house: House;

const ok = (call: Call): Call => {
  if (call.code !== 0)
    throw new Error(`exit ${call.code}: ${call.stdout.slice(0, 2000)} ${call.stderr.slice(0, 2000)}`);
  return call;
};
const create = async (name: string): Promise<string> => {
  ok(await house.cli('message', 'create', '--sample', 'gewerbeanzeige', '--out', house.file(name)));
  return house.file(name);
};
const send = async (file: string, ...more: readonly string[]): Promise<Sent> =>
  ok(await house.cli('send', file, '--json', ...more)).json<Sent>();

beforeAll(async () => {
  house = await openHouse();
  ok(await house.cli('up', '--detach'));
}, 160_000);
afterAll(async () => {
  await house[Symbol.asyncDispose]();
}, 60_000);

describe('a backup', () => {
  test('taken under load and brought back holds all that was accepted before, and knows its ids', async () => {
    const [before, after] = [await create('before.xml'), await create('after.xml')];
    ok(await house.cli('message-type', 'new', 'probe.backup', '--out', house.file('types')));
    ok(await house.cli('message-type', 'publish', house.file('types')));
    const old = await send(before, '--wait', 'accepted-by-reader', '--receipt', house.file('before.jws'));
    ok(await house.cli('send', await create('dead.xml'), '--json'));
    const load = house.cli(
      ...['bench', '--messages', '300', '--rounds', '1', '--warm-up', '1', '--concurrency', '8', '--json'],
    );
    const folder = house.file('backup');
    const taken = ok(await house.cli('backup', '--out', folder, '--json')).json<{
      readonly begunAt: string;
      readonly lastMessage: { readonly sequence: number };
      readonly streams: Readonly<Record<string, { readonly lastSequence: number }>>;
      readonly keyFile: string;
      readonly fingerprint: string;
    }>();
    ok(await load);
    expect(ok(await house.cli('backup', 'verify', folder, '--json')).json()).toMatchObject({
      ...{ ok: true, shownBy: 'key', fingerprint: taken.fingerprint },
    });
    const late = await send(after, '--wait', 'accepted-by-reader');

    expect((await house.cli('restore', folder, '--json')).json()).toMatchObject({ code: 'system-not-running' });
    ok(await house.cli('down'));
    expect((await house.cli('restore', folder, '--json')).json()).toMatchObject({ code: 'home-occupied' });
    rmSync(house.home, { recursive: true });
    const back = ok(await house.cli('restore', folder, '--fingerprint', taken.fingerprint, '--json')).json<{
      readonly epoch: { readonly epoch: number; readonly missing: { readonly from: string } };
      readonly authors: readonly { readonly author: string; readonly last: { readonly messageId: string } }[];
      readonly streams: Readonly<Record<string, { readonly lastSequence: number }>>;
    }>();
    expect(back.epoch.epoch).toBe(2);
    // nothing that the backup says is in it is told as missing
    expect(Date.parse(back.epoch.missing.from)).toBeGreaterThanOrEqual(Date.parse(taken.begunAt));
    expect(back.authors.length).toBeGreaterThan(0);
    expect(back.streams.MESSAGES?.lastSequence).toBeGreaterThanOrEqual(taken.lastMessage.sequence);

    ok(await house.cli('up', '--detach'));
    // accepted before: known, with the receipt of then, and seen by the view that was built anew
    expect(await send(before)).toMatchObject({ receipt: old.receipt, repeated: true });
    expect(ok(await house.cli('trace', old.messageId, '--json')).json()).toMatchObject({ state: 'accepted-by-reader' });
    ok(await house.cli('receipt', 'verify', house.file('before.jws')));
    // a message type that was published, with its content
    const sample = join(house.file('types'), 'probe.backup', '1.0', 'samples', 'valid', 'example.xml');
    const asPublished = ['--type', 'probe.backup', '--version', '1.0', '--as', 'quellhorn.meldebehoerde'];
    const notPermitted = await house.cli(
      ...['send', ...asPublished, '--reader', 'westerdiep.burgerzaken', '--part', `core=${sample}`, '--json'],
    );
    expect(notPermitted.json()).toMatchObject({ code: 'not-permitted' });
    // accepted in the interval that is missing: unknown, and taken as new under the same id
    expect((await house.cli('trace', late.messageId, '--json')).json()).toMatchObject({ code: 'message-unknown' });
    const resubmitted = await send(after, '--wait', 'accepted-by-reader');
    expect(resubmitted).toMatchObject({ messageId: late.messageId, state: 'accepted-by-reader' });
    expect(resubmitted.repeated).toBeUndefined();
    expect(resubmitted.receipt).not.toBe(late.receipt);
    expect(
      ok(await house.cli('doctor', '--json')).json<{ findings: readonly { code: string }[] }>().findings,
    ).toContainEqual(expect.objectContaining({ code: 'epoch-opened' }));
  }, 300_000);

  test('is made once, and a second key does not open it', async () => {
    const folder = house.file('again');
    const passphrase = house.file('phrase');
    writeFileSync(passphrase, 'drei kleine Boote im Hafen\n');
    writeFileSync(house.file('other'), 'vier kleine Boote im Hafen\n');
    ok(await house.cli('backup', '--out', folder, '--passphrase-file', passphrase, '--json'));
    expect((await house.cli('backup', '--out', folder, '--json')).json()).toMatchObject({ code: 'usage-error' });
    ok(await house.cli('backup', 'verify', folder, '--passphrase-file', passphrase, '--json'));
    expect(
      (await house.cli('backup', 'verify', folder, '--passphrase-file', house.file('other'), '--json')).json(),
    ).toMatchObject({ code: 'backup-unusable' });
  }, 120_000);
});

test('everything restarted one after another under load: nothing is lost, doubled or left unknown', async () => {
  // of this load: the tests before left more than a page holds
  const since = new Date().toISOString();
  const find = ['messages', 'find', '--type', 'pruefstand.nachricht', '--since', since, '--limit', '1', '--json'];
  const hasBegun = async (): Promise<boolean> =>
    ok(await house.cli(...find)).json<{ readonly messages: readonly unknown[] }>().messages.length > 0;
  // by the clock: it lasts for most of what follows
  const load = house.cli(
    ...[
      'bench',
      '--messages',
      '1200',
      '--rate',
      '40',
      '--rounds',
      '1',
      '--warm-up',
      '1',
      '--concurrency',
      '8',
      '--json',
    ],
  );
  await until('the load has begun', hasBegun, 60_000);
  const restarted = ok(await house.cli('restart', '--json')).json<{ restarted: readonly { name: string }[] }>();
  expect(restarted.restarted.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['gateway', 'delivery', 'registry', 'tracking', 'nats-server', 'redis-server']),
  );
  expect(ok(await load).json()).toMatchObject({ lost: 0, doubled: 0, unresolved: 0 });
}, 180_000);
