import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registryChangeSigner } from '@dienstweg/certs/jws/registry-change.ts';
import { createDevelopmentCa } from '@dienstweg/certs/pki/ca.ts';
import { issueCertificate } from '@dienstweg/certs/pki/issue.ts';
import { writeTrustFolder } from '@dienstweg/certs/pki/trust-folder.ts';
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import { followStream } from '@dienstweg/infra/bus/follow.ts';
import { request } from '@dienstweg/infra/bus/requests.ts';
import { homeLayout, seedFileOf } from '@dienstweg/infra/home.ts';
import {
  connectTestBus,
  freePort,
  silentLog,
  startNats,
  type TestNats,
  until,
} from '@dienstweg/infra/testing/servers.ts';
import { STREAMS } from '@dienstweg/schemas/bus/streams.ts';
import type {
  RegistryChange,
  RegistryDecision,
  RegistryEntry,
  RegistryRecord,
} from '@dienstweg/schemas/directory/change/changes.ts';
import {
  authority,
  baseEntries,
  responsible,
  SERVICE,
  TOWN,
} from '@dienstweg/schemas/directory/testing/directories.ts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { registryConfig } from './config.ts';
import { type Registry, startRegistry } from './service.ts';

let folder: string;
let nats: TestNats;
let operator: Bus;
let registry: Registry | undefined;
let env: Readonly<Record<string, string>>;
let sign: (record: RegistryRecord) => string;
let signAsSecond: (record: RegistryRecord) => string;
let signAsRenewed: (record: RegistryRecord) => string;

const change = (
  puts: readonly RegistryEntry[],
  closes: RegistryChange['closes'] = [],
  rest: Partial<RegistryChange> = {},
): RegistryChange => ({ id: randomUUID(), by: 'Ada', reason: 'council decision', puts, closes, ...rest });
const decision = (decides: string, rest: Partial<RegistryDecision> = {}): RegistryDecision => ({
  id: randomUUID(),
  by: 'Berta',
  reason: 'looked at it',
  decides,
  decision: 'approve',
  ...rest,
});
/** A change cut into parts of one entry each. */
const cut = (whole: RegistryChange): readonly RegistryChange[] =>
  whole.puts.map((entry, n) => ({ ...whole, puts: [entry], part: { n: n + 1, of: whole.puts.length } }));
const several = (count: number, tag: string): readonly RegistryEntry[] =>
  Array.from({ length: count }, (_, n) => ({
    kind: 'activation',
    id: `${tag}-${n}`,
    validFrom: '2026-01-01',
    messageTypeCode: 'gewerbeanzeige',
    who: { authority: authority('town') },
    direction: 'both',
  }));

const send = (jws: string) => request(operator, 'registryChange', { change: jws }, { timeoutMs: 20_000 });
const reply = async (jws: string) => {
  const answer = await send(jws);
  return answer.ok ? answer.value : answer.problem.code;
};
const sendAll = async (parts: readonly RegistryChange[]) => {
  const replies: unknown[] = [];
  for (const part of parts) replies.push(await reply(sign(part)));
  return replies;
};
const exportedIds = async (tag: string) => {
  const answer = await request(operator, 'registryExport', {});
  if (!answer.ok) throw new Error(answer.problem.code);
  return (answer.value.entries as RegistryEntry[]).map(({ id }) => id).filter((id) => id.startsWith(tag));
};
const pendingIds = async () => {
  const answer = await request(operator, 'registryPending', {});
  return answer.ok ? answer.value.pending.map(({ changeId }) => changeId) : [answer.problem.code];
};
const start = async (): Promise<Registry> => {
  const config = registryConfig(env);
  if (!config.ok) throw new Error(config.mistakes.join('; '));
  return await startRegistry({ ...config.settings, opsPort: 0 }, silentLog());
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dienstweg-governance-'));
  const home = homeLayout(folder);
  const ca = await createDevelopmentCa(home.ca);
  for (const made of [home.registrar.root, home.bus]) await mkdir(made, { recursive: true });
  const signer = async (name: string, commonName: string) => {
    const issued = await issueCertificate(ca, { commonName, purposes: 'signing' });
    await writeFile(join(home.registrar.root, `${name}.pem`), issued.chainPem);
    return registryChangeSigner(issued);
  };
  sign = await signer('first', 'First registrar');
  signAsRenewed = await signer('first-renewed', 'First registrar');
  signAsSecond = await signer('second', 'Second registrar');
  await writeTrustFolder(ca, home.trust.root);
  nats = await startNats({ users: true });
  operator = await connectTestBus(nats, { user: 'operator', withUsers: true });
  await writeFile(seedFileOf(home, 'registry'), nats.seedOf('registry'), { mode: 0o600 });
  env = {
    DIENSTWEG_HOME: folder,
    DIENSTWEG_PORT_BASE: String((await freePort()) - 6),
    DIENSTWEG_NATS_URL: nats.url,
    DIENSTWEG_NATS_DURABLE: 'yes',
  };
  registry = await start();
  expect(await reply(sign(change(baseEntries())))).toMatchObject({ edition: 1 });
});

afterAll(async () => {
  await registry?.[Symbol.asyncDispose]();
  await operator?.[Symbol.asyncDispose]();
  await nats?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

describe('changes in parts', () => {
  test('take effect whole, in the edition of the last part, and once', async () => {
    const parts = cut(change(several(5, 'parts')));
    const before = registry?.directory.edition ?? 0;
    const replies = await sendAll(parts);
    expect(replies.slice(0, 4)).toEqual([1, 2, 3, 4].map((received) => ({ edition: 0, received })));
    expect(replies[4]).toEqual({ edition: before + 5 });
    expect(await exportedIds('parts')).toHaveLength(5);
    expect(registry?.directory.editionOfEntry('parts-0')).toBe(before + 5);
    expect(new Set((await sendAll(parts)).map((each) => JSON.stringify(each)))).toEqual(
      new Set([JSON.stringify({ edition: before + 5 })]),
    );
    expect(registry?.directory.edition).toBe(before + 5);
  });

  test('are refused together by what stands against one of them, with its place in the whole; nothing is recorded', async () => {
    const before = registry?.directory.edition;
    const parts = cut(change([...several(2, 'wrong'), responsible('archive', 'town')]));
    for (const part of parts.slice(0, 2)) await send(sign(part));
    const [last] = parts.slice(2);
    const answer = last && (await send(sign(last)));
    expect(answer?.ok === false && answer.problem.violations.map(({ text }) => text.split(':')[0])).toEqual([
      '/puts/2',
    ]);
    expect(registry?.directory.edition).toBe(before);
  });

  test('must come in their turn, from one registrar, and all of them', async () => {
    const [one, two, three] = cut(change(several(3, 'turn')));
    if (one === undefined || two === undefined || three === undefined) throw new Error('three parts');
    expect(await reply(sign(two))).toEqual({ edition: 0, received: 0 });
    expect(await reply(sign(one))).toEqual({ edition: 0, received: 1 });
    expect(await reply(sign(three))).toEqual({ edition: 0, received: 1 });
    expect(await reply(signAsSecond(two))).toBe('registry-conflict');
    expect(await reply(sign({ ...two, reason: 'another' }))).toBe('registry-conflict');
    expect(await reply(sign(two))).toEqual({ edition: 0, received: 2 });
    expect(await reply(sign(two))).toEqual({ edition: 0, received: 2 });
    expect(await exportedIds('turn')).toEqual([]);
  });

  test('let others record between them, and lose against one who changes the same entry', async () => {
    const parts = cut(change(several(3, 'between')));
    for (const part of parts.slice(0, 2)) await send(sign(part));
    const faster = change(several(1, 'between'), [], { by: 'Carla', reason: 'was faster' });
    expect(await reply(sign(faster))).toMatchObject({ edition: expect.any(Number) });
    const [last] = parts.slice(2);
    const answer = last && (await send(sign(last)));
    expect(answer?.ok === false && answer.problem.code).toBe('registry-conflict');
    expect(answer?.ok === false && answer.problem.detail).toMatch(/between-0 in edition \d+ by Carla .*was faster/);
  });

  test('leave nothing in effect when the process is killed between them, and are recorded when sent again', async () => {
    await registry?.[Symbol.asyncDispose]();
    registry = undefined;
    await using watcher = await connectTestBus(nats, { withUsers: true });
    const parts = cut(change(several(30, 'killed')));
    const child: ChildProcess = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
      env: { ...process.env, ...env },
      stdio: 'ignore',
    });
    const gone = once(child, 'exit');
    // also where the test fails before
    using _ = { [Symbol.dispose]: () => void child.kill('SIGKILL') };
    await until('the process answers', async () => !(await pendingIds()).includes('broker-unavailable'));
    let stored = 0;
    const from = (await watcher.jsm.streams.info(STREAMS.registry)).state.last_seq + 1;
    await using following = await followStream(watcher, { stream: STREAMS.registry, fromSequence: from }, () => {
      stored += 1;
      if (stored === 2) child.kill('SIGKILL');
    });
    await following.caughtUp;
    const jws = parts.map((part) => sign(part));
    for (const each of jws.slice(0, -1)) expect(await reply(each)).toMatchObject({ edition: 0 });
    const last = request(operator, 'registryChange', { change: jws.at(-1) ?? '' }, { timeoutMs: 3_000 });
    await gone;
    const left = (await watcher.jsm.streams.info(STREAMS.registry)).state.last_seq + 1 - from;
    expect(left).toBeGreaterThan(1);
    expect(left).toBeLessThan(30);

    registry = await start();
    expect(registry.directory.edition).toBe(from + left - 1);
    expect(await exportedIds('killed')).toEqual([]);
    for (const each of jws.slice(0, -1)) expect(await reply(each)).toMatchObject({ edition: 0 });
    expect(await reply(jws.at(-1) ?? '')).toEqual({ edition: from + left - 1 + 30 });
    expect(await exportedIds('killed')).toHaveLength(30);
    await last;
  }, 60_000);
});

describe('four eyes', () => {
  const proposal = change([responsible('responsible', 'county', { id: 'proposed' })]);
  const rule: RegistryEntry = { kind: 'approval-rule', id: 'rule', validFrom: '2020-01-01', kinds: ['responsibility'] };
  const whoIs = async () => {
    const answer = await request(operator, 'registryRoute', { service: SERVICE, region: TOWN, role: 'responsible' });
    return answer.ok ? answer.value.readers.map((reader) => reader.authority) : answer.problem.code;
  };

  test('hold a change back until a second registrar approves it', async () => {
    expect(await reply(sign(change([rule])))).toMatchObject({ edition: expect.any(Number) });
    const proposed = await reply(sign(proposal));
    expect(proposed).toEqual({ edition: registry?.directory.edition, pending: true });
    expect(await reply(sign(proposal))).toEqual(proposed);
    expect([await pendingIds(), await whoIs()]).toEqual([[proposal.id], []]);
  });

  test('are two pairs: neither the same key, nor a renewed one of the same registrar, nor the same name', async () => {
    const before = registry?.directory.edition;
    expect(await reply(sign(decision(proposal.id)))).toBe('approval-refused');
    expect(await reply(signAsRenewed(decision(proposal.id)))).toBe('approval-refused');
    expect(await reply(signAsSecond(decision(proposal.id, { by: ' ADA ' })))).toBe('approval-refused');
    expect(registry?.directory.edition).toBe(before);
  });

  test('put it into effect in the edition of the approval, which says who proposed and who approved', async () => {
    const approval = decision(proposal.id);
    const approved = await reply(signAsSecond(approval));
    const edition = registry?.directory.edition ?? 0;
    expect(approved).toEqual({ edition });
    expect(await reply(signAsSecond(approval))).toEqual(approved);
    expect(await reply(sign(proposal))).toEqual({ edition });
    expect(await reply(signAsSecond(decision(proposal.id)))).toBe('registry-conflict');
    expect(await whoIs()).toEqual([authority('county')]);
    expect(registry?.directory.editions.of(edition)).toMatchObject({
      recorded: 'approval',
      by: 'Ada',
      decided: { by: 'Berta', reason: 'looked at it' },
    });
  });

  test('refuse an approval once somebody else changed the same entry', async () => {
    const close = (day: string) => change([], [{ id: 'proposed', validUntil: day }], { confirms: ['gap'] });
    const [first, second] = [close('2030-01-01'), close('2031-01-01')];
    for (const each of [first, second]) expect(await reply(sign(each))).toMatchObject({ pending: true });
    expect(await reply(signAsSecond(decision(first.id)))).toMatchObject({ edition: expect.any(Number) });
    expect(await reply(signAsSecond(decision(second.id)))).toBe('registry-conflict');
    expect(await reply(sign(decision(second.id, { by: 'Ada', decision: 'withdraw' })))).toMatchObject({
      edition: expect.any(Number),
    });
    expect(await reply(sign(second))).toBe('registry-conflict');
    expect(await pendingIds()).toEqual([]);
  });

  test('are needed to drop the rule itself, and know no change that was never proposed', async () => {
    const drop = change([], [{ id: 'rule', validUntil: '2026-01-01' }]);
    expect(await reply(sign(drop))).toMatchObject({ pending: true });
    expect(await reply(signAsSecond(decision(randomUUID())))).toBe('not-found');
    expect(await reply(signAsSecond(decision(drop.id)))).toMatchObject({ edition: expect.any(Number) });
    expect(
      await reply(sign(change([], [{ id: 'proposed', validUntil: '2032-01-01' }], { confirms: ['gap'] }))),
    ).toEqual({
      edition: registry?.directory.edition,
    });
  });

  test('stand after a restart where they stood', async () => {
    await send(sign(change([rule])));
    const waiting = change([], [{ id: 'proposed', validUntil: '2033-01-01' }], { confirms: ['gap'] });
    expect(await reply(sign(waiting))).toMatchObject({ pending: true });
    await registry?.[Symbol.asyncDispose]();
    registry = await start();
    expect(await pendingIds()).toEqual([waiting.id]);
  });
});

test('a rule of four eyes is not recorded where there is one registrar', async () => {
  await rm(join(folder, 'registrar', 'second.pem'));
  const again: RegistryEntry = { kind: 'approval-rule', id: 'other', validFrom: '2020-01-01', kinds: ['service'] };
  const answer = await send(sign(change([again])));
  expect(answer.ok === false && answer.problem.violations.map(({ remedy }) => remedy)).toEqual([
    expect.stringContaining('registry registrar'),
  ]);
});
