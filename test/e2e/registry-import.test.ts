/** The directory in files, against a real registry: out, in again, compared, and refused with lines. */
import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { homeLayout } from '@dienstweg/infra/home.ts';
import { connectTestBus, silentLog, startNats } from '@dienstweg/infra/testing/servers.ts';
import { startRegistry } from '@dienstweg/registry/service';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Call, type House, openHouse } from './house.ts';

interface Imported {
  readonly edition: number;
  readonly recorded: boolean;
  readonly added: number;
  readonly changed: number;
  readonly closed: number;
  readonly unchanged: number;
}
interface Refused {
  readonly code: string;
  readonly detail: string;
  readonly violations: readonly { readonly line?: number; readonly text: string; readonly remedy: string }[];
}
interface Difference {
  readonly added: number;
  readonly changed: number;
  readonly closed: number;
  readonly differences: readonly { change: string; id: string; fields: readonly { field: string }[] }[];
}

const TOWNS = 200;
const SERVICES = 100;
const AUTHOR = 'dvdv:xga:990100007007';
const town = (n: number): string => `ars:9977${String(n).padStart(8, '0')}`;
const service = (n: number): string => `leika:9977${String(n).padStart(10, '0')}`;
const range = (length: number): readonly number[] => Array.from({ length }, (_, n) => n + 1);

let house: House;
const ok = (call: Call): Call => {
  if (call.code !== 0)
    throw new Error(`exit ${call.code}: ${call.stdout.slice(0, 2000)} ${call.stderr.slice(0, 2000)}`);
  return call;
};
const registry = (...args: readonly string[]): Promise<Call> => house.cli('registry', ...args, '--json');
const write = (name: string, lines: readonly string[]): string => {
  writeFileSync(house.file(name), `${lines.join('\r\n')}\r\n`);
  return house.file(name);
};
const REGION_HEAD = 'id;validFrom;region;names.de;level';
const regionRow = (n: number, name = `Ort ${n}`): string => `e2e/g/${n};2020-01-01;${town(n)};${name};municipality`;
const RESPONSIBILITY_HEAD = 'kind,id,validFrom,service,role,region,significantDigits,authority';
const responsibilityRow = (s: number, g: number, authority = AUTHOR): string =>
  `responsibility,e2e/r/${s}/${g},2026-01-01,${service(s)},responsible,${town(g)},12,${authority}`;

let stack: AsyncDisposableStack;
beforeAll(async () => {
  stack = new AsyncDisposableStack();
  const nats = stack.use(await startNats());
  stack.use(await connectTestBus(nats));
  house = stack.use(await openHouse({ DIENSTWEG_NATS_URL: nats.url }));
  // makes the keys of the home, the registrar's among them
  ok(await house.cli('message', 'create', '--sample', 'gewerbeanzeige', '--out', house.file('m.xml')));
  const { trust, registrar } = homeLayout(house.home);
  const config = {
    natsUrl: nats.url,
    seedFile: house.file('none'),
    trustFolder: trust.root,
    registrarFolder: registrar.root,
    messageTypeFolders: [],
    opsPort: 0,
  };
  stack.use(await startRegistry(config, silentLog()));
  const services = range(SERVICES).map((n) => `service,e2e/s/${n},2020-01-01,${service(n)},Leistung ${n},responsible`);
  const authority = `${AUTHOR},Gewerbeamt,municipality,test`;
  write('service.csv', ['kind,id,validFrom,service,names.de,roles', ...services]);
  write('authority.csv', ['id,validFrom,authority,names.de,category,environment', `e2e/a,2020-01-01,${authority}`]);
  write('region.csv', [REGION_HEAD, ...range(TOWNS).map((n) => regionRow(n))]);
  const imported = ok(await registry('import', house.folder)).json<Imported>();
  expect(imported).toMatchObject({ recorded: true, added: SERVICES + TOWNS + 1 });
}, 120_000);
afterAll(async () => {
  await stack[Symbol.asyncDispose]();
}, 60_000);

describe('importing', () => {
  test('takes twenty thousand rows with progress, in parts, as one change, and nothing the second time', async () => {
    const rows = range(TOWNS).flatMap((g) => range(SERVICES).map((s) => responsibilityRow(s, g)));
    const file = write('responsibilities.csv', [RESPONSIBILITY_HEAD, ...rows]);
    const first = ok(await registry('import', file, '--reason', 'the whole country'));
    expect(first.json<Imported>()).toMatchObject({ recorded: true, added: 20_000, changed: 0, unchanged: 0 });
    expect(first.stderr).toMatch(/reading +\[#+] 100 % +20,000 rows +[\d,]+ rows\/s/);
    expect(first.stderr).toMatch(/sending +\[#+] 100 %/);
    const again = ok(await registry('import', file)).json<Imported>();
    expect(again).toMatchObject({ recorded: false, unchanged: 20_000, edition: first.json<Imported>().edition });
    const route = await house.cli('route', '--service', service(7), '--region', town(70), '--json');
    expect(route.json<{ answer: string; edition: number }>()).toMatchObject({ answer: 'one', edition: again.edition });
    const history = ok(await registry('history')).json<{ changes: { reason: string; puts: number }[] }>();
    expect(history.changes.filter(({ reason }) => reason === 'the whole country').map(({ puts }) => puts)).toContain(
      20_000,
    );
  }, 120_000);

  test('tells every fault with its line, also what only the directory knows, and records nothing', async () => {
    const { edition } = ok(await registry('export', '--kind', 'service')).json<{ edition: number }>();
    const latin1 = Buffer.from(`${regionRow(301, 'Müllheim')}\r\n`, 'latin1');
    const file = house.file('wrong.csv');
    writeFileSync(file, [`${REGION_HEAD};validUntil`, `${regionRow(300)};2020-01-01`, regionRow(302), ''].join('\r\n'));
    writeFileSync(file, Buffer.concat([readFileSync(file), latin1]));
    const wrong = await registry('import', file);
    expect([wrong.code, wrong.json<Refused>().code]).toEqual([1, 'registry-change-invalid']);
    expect(wrong.json<Refused>().violations.map(({ line }) => line)).toEqual([2, 3, 4, 4]);
    for (const { remedy } of wrong.json<Refused>().violations) expect(remedy).not.toBe('');
    const nobody = [responsibilityRow(1, 1), responsibilityRow(2, 2, 'dvdv:xga:990000000000')];
    const dangling = await registry('import', write('dangling.csv', [RESPONSIBILITY_HEAD, ...nobody]));
    expect(dangling.json<Refused>().violations.map(({ line }) => line)).toEqual([3]);
    expect(ok(await registry('export', '--kind', 'service')).json<{ edition: number }>().edition).toBe(edition);
  }, 60_000);

  test('refuses what is too large at once, and a wrong column with the name that was meant', async () => {
    writeFileSync(house.file('huge.csv'), '');
    truncateSync(house.file('huge.csv'), 2 * 1024 ** 3);
    const huge = await registry('import', house.file('huge.csv'));
    expect([huge.code, huge.json<Refused>().code]).toEqual([1, 'too-large']);
    const column = write('column.csv', [REGION_HEAD.replace('names.de', 'name.de'), regionRow(1)]);
    expect((await registry('import', column)).json<Refused>().violations[0]?.remedy).toBe('Did you mean "names.de"?');
  }, 60_000);

  test('with --replace closes on its day what is not in the file, and says it before with --dry-run', async () => {
    const file = write('fewer.csv', [
      RESPONSIBILITY_HEAD,
      ...range(TOWNS).flatMap((g) =>
        range(SERVICES)
          .slice(1)
          .map((s) => responsibilityRow(s, g)),
      ),
      ...range(TOWNS - 1).map((g) => responsibilityRow(1, g)),
    ]);
    const order = ['import', file, '--kind', 'responsibility', '--replace', '--on', '2031-01-01'];
    const { edition, closed } = ok(await registry(...order, '--dry-run')).json<Imported>();
    expect(closed).toBe(1);
    const confirmed = ok(await registry(...order, '--confirm', 'gap')).json<Imported>();
    expect(confirmed).toMatchObject({ recorded: true, closed, edition: edition + 1 });
    const history = ok(await registry('history', `e2e/r/1/${TOWNS}`)).json<{
      changes: { did: string; fields: { field: string; after: string }[] }[];
    }>();
    expect(history.changes.map(({ did, fields }) => [did, ...fields.map(({ after }) => after)])).toEqual([
      ['added'],
      ['closed', '2031-01-01'],
    ]);
  }, 120_000);
});

describe('exporting', () => {
  test('gives the same octets twice, and tables that the directory does not differ from', async () => {
    const [one, two] = [house.file('one'), house.file('two')];
    ok(await registry('export', '--format', 'csv', '--out', one));
    ok(await registry('export', '--format', 'csv', '--out', two));
    const names = readdirSync(one);
    expect(names.toSorted()).toEqual(['authority.csv', 'region.csv', 'responsibility.csv', 'service.csv']);
    for (const name of names) expect(readFileSync(join(two, name)).equals(readFileSync(join(one, name)))).toBe(true);
    ok(await registry('export', '--format', 'jsonl', '--out', house.file('all.jsonl')));
    for (const other of [[], [house.file('all.jsonl')]]) {
      const same = await registry('diff', one, ...other);
      expect([same.code, same.json<Difference>()]).toMatchObject([0, { added: 0, changed: 0, closed: 0 }]);
    }
  }, 120_000);

  test('differs from a file by what was changed in it, with exit code 1', async () => {
    const rows = range(TOWNS).flatMap((n) => (n === 5 ? [] : [regionRow(n, n === 4 ? 'Vierheim' : undefined)]));
    const [before, after] = [house.file('region.csv'), write('other.csv', [REGION_HEAD, ...rows, regionRow(999)])];
    const call = await registry('diff', before, after);
    const { differences, ...counts } = call.json<Difference>();
    expect([call.code, counts]).toMatchObject([1, { added: 1, changed: 1, closed: 1 }]);
    expect(differences.map(({ change, id, fields }) => [change, id, ...fields.map(({ field }) => field)])).toEqual([
      ['changed', 'e2e/g/4', 'names.de'],
      ['closed', 'e2e/g/5'],
      ['added', 'e2e/g/999'],
    ]);
  }, 60_000);
});
