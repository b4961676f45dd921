/** One version of a message type takes the place of another while the clock goes on: for authors, readers and deliveries. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '@dienstweg/infra/testing/servers.ts';
import { sandboxAuthority } from '@dienstweg/schemas/sandbox/authorities.ts';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Call, type House, openHouse } from './house.ts';

const CODE = 'probe.umstellung';
const AUTHOR = 'quellhorn.meldebehoerde';
/** Takes both, each on its days. */
const MOVING = 'westerdiep.burgerzaken';
/** Takes the old one and nothing else. */
const STAYING = 'moorland.finanzamt';
/** Takes the old one until the change, and cannot be reached. */
const DOWN = 'emsmark.handwerkskammer';
const DAY_MS = 86_400_000;

let house: House;
let clock: string;
let clockFolder: string;
let noon: number;

const ok = (call: Call): Call => {
  if (call.code !== 0)
    throw new Error(`exit ${call.code}: ${call.stdout.slice(0, 2000)} ${call.stderr.slice(0, 2000)}`);
  return call;
};
const day = (days: number): string => new Date(noon + days * DAY_MS).toISOString().slice(0, 10);
/** Sets the clocks of all processes to noon, so many days on. They look every 100 ms. */
const setClock = (days: number): void => writeFileSync(clock, String(noon + days * DAY_MS - Date.now()));
const registry = (...args: readonly string[]): Promise<Call> =>
  house.cli('registry', ...args, '--reason', 'e2e', '--json');
const typeFolder = (version: string): string => join(house.folder, 'types', CODE, version);

const takes = async (reader: string, channel: readonly string[], versions: readonly string[]): Promise<void> => {
  const authority = sandboxAuthority(reader).id;
  const set = [`authority=${authority}`, 'environment=test', ...channel, `takes=${versions.join('|')}`];
  ok(await registry('add', 'endpoint', ...set.flatMap((each) => ['--set', each])));
};

/** A version in force on the days from the first up to the second. */
const publish = async (version: string, first: number, end?: number): Promise<void> => {
  ok(
    await house.cli('message-type', 'new', CODE, '--version', version, '--out', join(house.folder, 'types'), '--json'),
  );
  const file = join(typeFolder(version), 'message-type.yaml');
  const days = `validFrom: "${day(first)}"${end === undefined ? '' : `\nvalidUntil: "${day(end)}"`}`;
  const text = readFileSync(file, 'utf8')
    .replace(/^state: draft/m, 'state: active')
    .replace(/^validFrom: .*/m, days);
  writeFileSync(file, text);
  ok(await house.cli('message-type', 'publish', typeFolder(version), '--json'));
};

/** `accepted`, or the code of the refusal. */
const sent = async (version: string, reader: string): Promise<string> => {
  const call = await house.cli(
    ...['send', '--type', CODE, '--version', version, '--as', AUTHOR, '--reader', reader, '--json'],
    ...['--part', `core=${join(typeFolder(version), 'samples', 'valid', 'example.xml')}`],
  );
  return call.code === 0 ? 'accepted' : (call.json<{ code?: string }>().code ?? String(call.code));
};

interface CutOver {
  readonly stranded: readonly { readonly reader: string; readonly since: string; readonly state: string }[];
  readonly readers: readonly { readonly reader: string; readonly days: readonly { readonly versions: string[] }[] }[];
  readonly gaps: readonly unknown[];
}
const cutOver = async (): Promise<CutOver> =>
  (await house.cli('message-type', 'cut-over', CODE, '--json')).json<CutOver>();

beforeAll(async () => {
  const import_ = new URL('./moved-clock.ts', import.meta.url).href;
  clockFolder = mkdtempSync(join(tmpdir(), 'dienstweg-clock-'));
  clock = join(clockFolder, 'ahead-ms');
  house = await openHouse({ NODE_OPTIONS: `--import=${import_}`, MOVED_CLOCK_FILE: clock });
  // keys are made by the true clock, which the TLS of OpenSSL goes by
  ok(await house.cli('up', '--detach'));
  noon = Math.ceil(Date.now() / DAY_MS) * DAY_MS + DAY_MS / 2;
  setClock(0);
  for (const reader of [MOVING, STAYING, DOWN]) {
    const parties = [`to.authority=${sandboxAuthority(reader).id}`, `from.authority=${sandboxAuthority(AUTHOR).id}`];
    const set = [`messageTypeCode=${CODE}`, ...parties].flatMap((each) => ['--set', each]);
    ok(await registry('add', 'permission', ...set));
  }
  await takes(MOVING, ['channel.type=mailbox'], [`${CODE} 1.0 ..${day(2)}`, `${CODE} 2.0 ${day(1)}..`]);
  await takes(STAYING, ['channel.type=mailbox'], [`${CODE} 1.0`]);
  const dead = `channel.url=https://127.0.0.1:${house.portBase + 18}/`;
  await takes(
    DOWN,
    ['channel.type=push', dead, `channel.tlsFingerprint=${'0'.repeat(64)}`],
    [`${CODE} 1.0 ..${day(2)}`],
  );
  await publish('1.0', 0, 2);
  await publish('2.0', 1);
}, 480_000);
afterAll(async () => {
  await house[Symbol.asyncDispose]();
  rmSync(clockFolder, { recursive: true, force: true });
}, 60_000);

test('before the change, on the days of both, and after it; who stays behind is told, what is forbidden is not tried', async () => {
  // before: only the old version
  expect([await sent('1.0', MOVING), await sent('2.0', MOVING)]).toEqual(['accepted', 'message-type-not-in-force']);
  expect([await sent('1.0', STAYING), await sent('1.0', DOWN)]).toEqual(['accepted', 'accepted']);
  const down = sandboxAuthority(DOWN).id;
  await until('the change is seen coming', async () => {
    const { stranded } = await cutOver();
    return stranded.some(({ reader, state }) => reader === down && state === 'waiting');
  });
  const foreseen = await cutOver();
  expect(foreseen.stranded.map(({ reader, since }) => [reader, since])).toContainEqual([down, day(2)]);
  // one whose endpoint ends, and one whose version does
  expect(foreseen.gaps).toHaveLength(2);
  const gaps = [down, sandboxAuthority(STAYING).id].map((reader) => ({ reader, from: day(2) }));
  expect(foreseen.gaps).toEqual(expect.arrayContaining(gaps));
  const calendar = foreseen.readers.find(({ reader }) => reader === sandboxAuthority(MOVING).id);
  expect(calendar?.days.map(({ versions }) => versions)).toEqual([['1.0'], ['1.0', '2.0'], ['2.0']]);

  // both in force
  setClock(1);
  await until('the new version counts', async () => (await sent('2.0', MOVING)) === 'accepted');
  expect(await sent('1.0', MOVING)).toBe('accepted');
  expect([await sent('2.0', STAYING), await sent('1.0', STAYING)]).toEqual(['reader-version', 'accepted']);

  // after: only the new one
  setClock(2);
  await until('the old version is over', async () => (await sent('1.0', MOVING)) === 'message-type-not-in-force');
  expect([await sent('2.0', MOVING), await sent('2.0', STAYING)]).toEqual(['accepted', 'reader-version']);
  // what was on its way in the old version is a dead letter with the reason, however much time for attempts is left
  const codes = async (): Promise<readonly (string | undefined)[]> =>
    ok(await house.cli('dead-letters', 'list', '--reader', DOWN, '--json'))
      .json<{ deadLetters: readonly { readonly standing: { readonly code?: string } }[] }>()
      .deadLetters.map(({ standing }) => standing.code);
  await until('what cannot be delivered any more is told', async () => (await codes()).length > 0, 120_000);
  expect(await codes()).toEqual(['reader-version']);
}, 480_000);
