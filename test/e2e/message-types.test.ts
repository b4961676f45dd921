/** A message type as developers, registrars, operators and authorities meet it, in a broker that is under load all the time. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '@dienstweg/infra/testing/servers.ts';
import { sandboxAuthority } from '@dienstweg/schemas/sandbox/authorities.ts';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Call, type House, openHouse } from './house.ts';

const CODE = 'probe.bescheinigung';
const AUTHOR = 'quellhorn.meldebehoerde';
const READER = 'westerdiep.burgerzaken';

let house: House;
let folder: string;

const ok = (call: Call): Call => {
  if (call.code !== 0)
    throw new Error(`exit ${call.code}: ${call.stdout.slice(0, 2000)} ${call.stderr.slice(0, 2000)}`);
  return call;
};
const type = (...args: readonly string[]): Promise<Call> => house.cli('message-type', ...args, '--json');
const registry = (...args: readonly string[]): Promise<Call> =>
  house.cli('registry', ...args, '--reason', 'e2e', '--json');

/** Changes the text of the manifest, as its developer would. */
const edit = (from: RegExp, to: string): void => {
  const file = join(folder, 'message-type.yaml');
  const text = readFileSync(file, 'utf8');
  if (!from.test(text)) throw new Error(`the manifest has no ${from}`);
  writeFileSync(file, text.replace(from, to));
};

/** Sends the sample; answers the code of a refusal, or the codes of warnings. */
const sent = async (): Promise<string> => {
  const call = await house.cli(
    ...['send', '--type', CODE, '--version', '1.0', '--as', AUTHOR, '--reader', READER, '--json'],
    ...['--part', `core=${join(folder, 'samples', 'valid', 'example.xml')}`],
  );
  const answer = call.json<{ code?: string; status: unknown; warnings?: readonly { code: string }[] }>();
  if (call.code !== 0) return answer.code ?? String(call.code);
  return ['accepted', ...(answer.warnings ?? []).map(({ code }) => code)].join(' ');
};

const listed = async (): Promise<unknown> =>
  ok(await type('list', '--broker'))
    .json<{ messageTypes: readonly { code: string; state: string; origin: string }[] }>()
    .messageTypes.find(({ code }) => code === CODE);

beforeAll(async () => {
  house = await openHouse();
  ok(await house.cli('up', '--detach'));
  folder = join(house.folder, 'types', CODE, '1.0');
}, 160_000);
afterAll(async () => {
  await house[Symbol.asyncDispose]();
}, 120_000);

test('a version is made, published, taken, approved by a second registrar, deprecated and retired while messages flow', async () => {
  // by the clock: it lasts for most of what follows
  const load = house.cli(
    ...[
      'bench',
      '--messages',
      '600',
      '--rate',
      '20',
      '--rounds',
      '1',
      '--warm-up',
      '1',
      '--concurrency',
      '4',
      '--json',
    ],
  );
  ok(await type('new', CODE, '--out', join(house.folder, 'types')));
  const reader = sandboxAuthority(READER).id;
  const to = ['--set', `to.authority=${reader}`, '--set', `from.authority=${sandboxAuthority(AUTHOR).id}`];
  ok(await registry('add', 'permission', '--set', `messageTypeCode=${CODE}`, ...to));
  const takes = ['--set', 'environment=test', '--set', 'channel.type=mailbox', '--set', `takes=${CODE} 1.0`];
  ok(await registry('add', 'endpoint', '--set', `authority=${reader}`, ...takes));
  expect(await sent()).toBe('message-type-unknown');

  // the draft: test messages of the sandbox are taken at once
  expect(ok(await type('publish', folder)).json()).toMatchObject({
    types: [{ code: CODE, version: '1.0', draft: true, outcome: 'published' }],
    inUse: true,
  });
  expect(await sent()).toBe('accepted');
  const { deliveries } = ok(await house.cli('inbox', '--as', READER, '--json')).json<{
    deliveries: readonly { deliveryId: string }[];
  }>();
  ok(await house.cli('inbox', '--as', READER, '--accept', deliveries[0]?.deliveryId ?? '', '--json'));

  // from here on a second registrar looks at it
  ok(await house.cli('registry', 'registrar', 'second', '--json'));
  ok(await registry('add', 'approval-rule', '--set', 'kinds=message-type'));
  edit(/^state: draft/m, 'state: active');
  const proposed = ok(await type('publish', folder)).json<{ types: readonly { change: string; outcome: string }[] }>();
  expect(proposed.types).toMatchObject([{ outcome: 'pending' }]);
  const change = proposed.types[0]?.change ?? '';
  expect((await registry('approve', change)).json()).toMatchObject({ code: 'approval-refused' });
  ok(await registry('approve', change, '--registrar', 'second'));
  expect(ok(await type('publish', folder)).json()).toMatchObject({ types: [{ outcome: 'unchanged' }] });
  expect(await listed()).toMatchObject({ state: 'active', origin: 'published' });

  const approve = async (call: Call): Promise<void> => {
    const { id } = ok(call).json<{ id: string }>();
    ok(await registry('approve', id, '--registrar', 'second'));
  };
  await approve(await type('deprecate', CODE, '1.0', '--reason', 'e2e'));
  await until('its deprecation is told', async () => (await sent()) === 'accepted message-type-deprecated');
  // what was published is there after a restart
  ok(await house.cli('restart', 'gateway', '--json'));
  expect(await sent()).toBe('accepted message-type-deprecated');
  const retired = await type('retire', CODE, '1.0', '--reason', 'e2e');
  // nothing else is there for it
  expect(retired.json()).toMatchObject({ gaps: [{ reader }] });
  await approve(retired);
  await until('it is refused', async () => (await sent()) === 'message-type-not-in-force');

  expect(ok(await load).json()).toMatchObject({ lost: 0, doubled: 0, unresolved: 0 });
}, 600_000);

test('what is broken is refused with place and reason before it is sent, and nothing becomes of it', async () => {
  const broken = join(house.folder, 'broken');
  ok(await type('new', CODE, '--version', '2.0', '--out', broken));
  writeFileSync(join(broken, CODE, '2.0', 'samples', 'valid', 'example.xml'), '<falsch/>');
  const refused = (await type('publish', join(broken, CODE, '2.0'))).json<{
    violations: readonly { text: string }[];
  }>();
  expect(refused).toMatchObject({ code: 'message-type-invalid' });
  expect(refused.violations[0]?.text).toContain('samples/valid/example.xml');
}, 120_000);
