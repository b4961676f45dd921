import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registryChangeSigner } from '@dienstweg/certs/jws/registry-change.ts';
import { createDevelopmentCa } from '@dienstweg/certs/pki/ca.ts';
import { issueCertificate } from '@dienstweg/certs/pki/issue.ts';
import { revoke } from '@dienstweg/certs/pki/revoke.ts';
import { writeTrustFolder } from '@dienstweg/certs/pki/trust-folder.ts';
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import { request } from '@dienstweg/infra/bus/requests.ts';
import { connectTestBus, silentLog, startNats, type TestNats, until } from '@dienstweg/infra/testing/servers.ts';
import type { RegistryChange, RegistryEntry } from '@dienstweg/schemas/directory/change/changes.ts';
import {
  authority,
  baseEntries,
  responsible,
  SERVICE,
  TOWN,
} from '@dienstweg/schemas/directory/testing/directories.ts';
import type { RegionId, ServiceId } from '@dienstweg/schemas/identifiers.ts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RegistryConfig } from './config.ts';
import { type Registry, startRegistry } from './service.ts';

let folder: string;
let nats: TestNats;
let operator: Bus;
let config: RegistryConfig;
let registry: Registry;
let sign: (change: RegistryChange) => string;
let signAsRetired: (change: RegistryChange) => string;
let signAsStranger: (change: RegistryChange) => string;

const change = (
  puts: readonly RegistryEntry[],
  closes: RegistryChange['closes'] = [],
  rest: Partial<RegistryChange> = {},
): RegistryChange => ({ id: randomUUID(), by: 'registrar', reason: 'test', puts, closes, ...rest });

const record = (jws: string, bus = operator) => request(bus, 'registryChange', { change: jws });
const codeOf = (reply: Awaited<ReturnType<typeof record>>) => (reply.ok ? 'recorded' : reply.problem.code);
const whoIs = async (role: string) => {
  const reply = await request(operator, 'registryRoute', { service: SERVICE, region: TOWN, role });
  return reply.ok ? reply.value.readers.map((reader) => reader.authority) : reply.problem.code;
};
const exported = async () => {
  const entries: unknown[] = [];
  for (let page: { readonly after?: string; readonly edition?: number } = {}; ; ) {
    const reply = await request(operator, 'registryExport', { page });
    if (!reply.ok) throw new Error(reply.problem.code);
    const { edition, next, entries: more } = reply.value;
    entries.push(...more);
    if (next === undefined) return { edition, entries };
    page = { after: next, edition };
  }
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dienstweg-registry-'));
  const ca = await createDevelopmentCa(join(folder, 'ca'));
  const registrarFolder = join(folder, 'registrar');
  await mkdir(registrarFolder);
  const signer = async (commonName: string, isRegistrar: boolean, isRevoked = false) => {
    const issued = await issueCertificate(ca, { commonName, purposes: 'signing' });
    if (isRegistrar) await writeFile(join(registrarFolder, `${commonName}.pem`), issued.chainPem);
    if (isRevoked) await revoke(ca, issued.fingerprint, new Date(Date.now() - 1000));
    return registryChangeSigner(issued);
  };
  sign = await signer('registrar', true);
  signAsRetired = await signer('retired', true, true);
  signAsStranger = await signer('stranger', false);
  await writeTrustFolder(ca, join(folder, 'trust'));
  nats = await startNats({ users: true });
  operator = await connectTestBus(nats, { user: 'operator', withUsers: true });
  const seedFile = join(folder, 'registry.seed');
  await writeFile(seedFile, nats.seedOf('registry'), { mode: 0o600 });
  config = {
    natsUrl: nats.url,
    seedFile,
    trustFolder: join(folder, 'trust'),
    registrarFolder,
    opsPort: 0,
    messageTypeFolders: [],
  };
  registry = await startRegistry(config, silentLog());
  expect(codeOf(await record(sign(change(baseEntries()))))).toBe('recorded');
});

afterAll(async () => {
  await registry?.[Symbol.asyncDispose]();
  await operator?.[Symbol.asyncDispose]();
  await nats?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

describe('the registry process', () => {
  test('answers from a recorded change at once, and every other follower within a second', async () => {
    await using other = await startRegistry(config, silentLog());
    const reply = await record(sign(change([responsible('responsible', 'town')])));
    const edition = reply.ok ? reply.value.edition : 0;
    // either may have been asked
    const editions = () => [registry, other].map(({ directory }) => directory.edition);
    expect(editions()).toContain(edition);
    await until('the other process knows it', () => editions().every((known) => known === edition), 1_000);
    expect(await whoIs('responsible')).toEqual([authority('town')]);
  });

  test('lets one of two editors of the same entry win and tells the other', async () => {
    const editors = ['chamber', 'county'].map((name) =>
      record(sign(change([responsible('tax-office', name, { id: 'contested' })]))),
    );
    const close = change([], [{ id: 'tax-office-tax', validUntil: '2020-01-01' }]);
    const replies = await Promise.all(editors);
    expect(replies.map(codeOf).toSorted()).toEqual(['recorded', 'registry-conflict']);
    expect(codeOf(await record(sign(close)))).toBe('recorded');
    const winner = ['chamber', 'county'][replies.findIndex(({ ok }) => ok)] ?? '';
    expect(await whoIs('tax-office')).toEqual([authority(winner)]);
  });

  test('records two changes of different entries that come at once, also through two processes', async () => {
    await using other = await startRegistry(config, silentLog());
    const before = registry.directory.edition;
    const replies = await Promise.all(
      ['a', 'b', 'c', 'd', 'e'].map((name) =>
        record(
          sign(
            change(baseEntries().flatMap((e) => (e.kind === 'permission' ? [{ ...e, id: `p-${name}-${e.id}` }] : []))),
          ),
        ),
      ),
    );
    expect(replies.map(codeOf)).toEqual(Array(5).fill('recorded'));
    await until('both know all', () => [registry, other].every(({ directory }) => directory.edition === before + 5));
  });

  test('tells an editor that the entry was changed since the edition it looked at', async () => {
    const basedOn = registry.directory.edition;
    const edit = () => sign(change([responsible('responsible', 'town', { disclosure: ['core'] })], [], { basedOn }));
    expect(codeOf(await record(edit()))).toBe('recorded');
    expect(codeOf(await record(edit()))).toBe('registry-conflict');
  });

  test('records the same change once, and refuses another one under its id', async () => {
    const same = change([], [{ id: 'permission', validUntil: '2031-01-01' }]);
    const [first, second, third] = await Promise.all([sign(same), sign(same), sign(same)].map((jws) => record(jws)));
    expect(first).toMatchObject({ ok: true });
    expect(second).toEqual(first);
    expect(third).toEqual(first);
    expect(await record(sign(same))).toEqual(first);
    expect(codeOf(await record(sign({ ...same, reason: 'another' })))).toBe('registry-conflict');
  });

  test('takes changes only from a registrar whose certificate is good', async () => {
    expect(codeOf(await record(5 as never))).toBe('request-invalid');
    const good = change([], [{ id: 'permission', validUntil: '2032-01-01' }]);
    const before = registry.directory.edition;
    const [header, payload, signature] = sign(good).split('.');
    const forged = Buffer.from(JSON.stringify({ ...good, by: 'somebody else' })).toString('base64url');
    expect(codeOf(await record(signAsStranger(good)))).toBe('certificate-unknown');
    expect(codeOf(await record(signAsRetired(good)))).toBe('certificate-revoked');
    expect(codeOf(await record(`${header}.${forged}.${signature}`))).toBe('signature-invalid');
    expect(codeOf(await record(`${header}.${payload}.`))).toBe('signature-invalid');
    expect(registry.directory.edition).toBe(before);
  });

  test('refuses a change with everything that stands against it and records none of it', async () => {
    const before = await exported();
    const wrong = change([responsible('archive', 'town'), responsible('responsible', 'nobody')]);
    const reply = await record(sign(wrong));
    expect(reply.ok ? [] : reply.problem.violations.map(({ code }) => code)).toEqual(
      Array(3).fill('registry-change-invalid'),
    );
    expect(await exported()).toEqual(before);
  });

  test('gives the directory in pages of one edition, whatever is recorded meanwhile', async () => {
    const many = Array.from({ length: 40 }, (_, n) =>
      responsible('responsible', 'town', {
        id: `paged-${n}`,
        region: 'ars:990101000000' as RegionId,
        significantDigits: 9,
        validFrom: `20${String(30 + n)}-01-01`,
        validUntil: `20${String(30 + n)}-02-01`,
        disclosure: Array.from({ length: 2_000 }, (_, part) => `part-${n}-${part}-${'x'.repeat(45)}`),
      }),
    );
    for (const half of [many.slice(0, 20), many.slice(20)])
      expect(codeOf(await record(sign(change(half))))).toBe('recorded');
    const page = async (after?: { after: string; edition: number }) => {
      const reply = await request(operator, 'registryExport', { page: after ?? {} });
      if (!reply.ok) throw new Error(reply.problem.detail);
      return reply.value;
    };
    const first = await page();
    expect(codeOf((await request(operator, 'registryExport', {})) as never)).toBe('too-large');
    const { edition } = first;
    const longer = many.slice(39).map((entry) => ({ ...entry, validUntil: '2069-03-01' }));
    expect(codeOf(await record(sign(change(longer))))).toBe('recorded');
    const entries = [...first.entries];
    for (let next = first.next; next !== undefined; ) {
      const more = await page({ after: next, edition });
      entries.push(...more.entries);
      next = more.next;
    }
    const ids = (entries as RegistryEntry[]).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect((entries as RegistryEntry[]).find(({ id }) => id === 'paged-39')?.validUntil).toBe('2069-02-01');
    expect(ids.toSorted()).toEqual([...registry.directory.entries(edition)].map(({ id }) => id).toSorted());
    expect(codeOf((await request(operator, 'registryExport', { page: { after: 'x' } })) as never)).toBe(
      'request-invalid',
    );
  });

  test('answers a thousand questions as a list does that is only looked through', async () => {
    const asked = 'leika:99050012104999' as ServiceId;
    let seed = 20_260_701;
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return Math.floor((seed / 2 ** 32) * below);
    };
    const digitsOf = (length: number): string => Array.from({ length }, () => '0123'[random(4)]).join('');
    const names = ['town', 'tax', 'chamber'];
    const prefixes = new Set(Array.from({ length: 120 }, () => `99${digitsOf([0, 1, 3, 3, 7][random(5)] ?? 0)}`));
    const days = ['2020-01-01', '2024-07-01', '2026-01-01', '2027-01-01'];
    const list = [...prefixes].flatMap((prefix) =>
      days
        .slice(0, 3)
        .flatMap((validFrom, n) =>
          random(4) === 0 ? [] : [{ prefix, validFrom, validUntil: days[n + 1] ?? '', name: names[random(3)] ?? '' }],
        ),
    );
    const entries = list.map(({ prefix, validFrom, validUntil, name }, n) =>
      responsible('responsible', name, {
        id: `listed-${n}`,
        service: asked,
        region: `ars:${prefix.padEnd(12, '0')}` as RegionId,
        significantDigits: prefix.length as 2,
        validFrom,
        validUntil,
      }),
    );
    const offered: RegistryEntry = {
      kind: 'service',
      id: 'listed-service',
      validFrom: '2020-01-01',
      service: asked,
      names: { de: 'Liste' },
      roles: ['responsible'],
    };
    expect(codeOf(await record(sign(change([offered, ...entries]))))).toBe('recorded');

    const questions = Array.from({ length: 1_000 }, () => ({
      ars: `99${digitsOf(10)}`,
      at: `${2019 + random(9)}-${String(1 + random(12)).padStart(2, '0')}-15`,
    }));
    const expected = questions.map(({ ars, at }) => {
      const there = list.filter(
        ({ prefix, validFrom, validUntil }) => ars.startsWith(prefix) && validFrom <= at && at < validUntil,
      );
      const longest = Math.max(0, ...there.map(({ prefix }) => prefix.length));
      return there.filter(({ prefix }) => prefix.length === longest).map(({ name }) => authority(name));
    });
    const answers = await Promise.all(
      questions.map(async ({ ars, at }) => {
        const region = `ars:${ars}` as RegionId;
        const reply = await request(operator, 'registryRoute', { service: asked, region, at }, { timeoutMs: 30_000 });
        return reply.ok ? reply.value.readers.map((reader) => reader.authority) : [reply.problem.code];
      }),
    );
    expect(answers).toEqual(expected);
    for (const count of [0, 1]) expect(answers.filter(({ length }) => length === count).length).toBeGreaterThan(100);
  });

  test('refuses a question that is none, naming each member', async () => {
    const question = { service: 'leika:1', region: 'ars:1', at: '2026-02-30', asKnownAt: 'yesterday' };
    const reply = await request(operator, 'registryRoute', question as never);
    expect(reply.ok ? [] : reply.problem.violations.map(({ text }) => text.split(':')[0])).toEqual([
      'service',
      'region',
      'at',
      'asKnownAt',
    ]);
  });

  test('is the same after a restart, also one of the server', async () => {
    const before = await exported();
    await nats.kill9();
    expect(registry.directory.edition).toBe(before.edition);
    await nats.restart();
    await registry[Symbol.asyncDispose]();
    registry = await startRegistry(config, silentLog());
    await until('the operator is connected again', () => operator.isConnected());
    expect(await exported()).toEqual(before);
    expect(codeOf(await record(sign(change([], [{ id: 'permission', validUntil: '2033-01-01' }]))))).toBe('recorded');
  });
});
