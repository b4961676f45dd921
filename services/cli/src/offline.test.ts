/** The real command line on a home of its own, without anything running. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const MAIN = join(import.meta.dirname, 'main.ts');
/** A disk that is full, as Linux has one. */
const FULL = '/dev/full';
const AUTHOR = 'dvdv:xga:990100007007';
let folder: string;

const call = async (args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: folder,
    env: { ...process.env, LC_ALL: 'C', NODE_OPTIONS: '', DIENSTWEG_HOME: join(folder, 'home'), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const [code] = await once(child, 'close');
  return { code: Number(code), stdout, stderr };
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dienstweg-cli-'));
  const made = await call(['message', 'create', '--sample', 'gewerbeanzeige', '--out', 'm.xml', '--json']);
  if (made.code !== 0) throw new Error(made.stderr + made.stdout);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('the command line without a broker', () => {
  test('verifies a message it created on a home that was empty, and refuses it once an octet differs', async () => {
    const valid = await call(['message', 'verify', 'm.xml', '--json']);
    expect([valid.code, JSON.parse(valid.stdout)]).toMatchObject([0, { valid: true, author: AUTHOR }]);
    writeFileSync(
      join(folder, 'changed.xml'),
      readFileSync(join(folder, 'm.xml'), 'utf8').replace('32-17/26', '32-18/26'),
    );
    const changed = await call(['message', 'verify', 'changed.xml', '--json']);
    expect([changed.code, JSON.parse(changed.stdout)]).toMatchObject([1, { valid: false, code: 'signature-invalid' }]);
  });

  test('shows the content of a verified message as JSON, as its schema has it, and of no other', async () => {
    const shown = await call(['message', 'verify', 'm.xml', '--view', 'json']);
    const view = JSON.parse(shown.stdout);
    expect([shown.code, Object.keys(view).sort()]).toEqual([
      0,
      ['core', 'craft', 'persons', 'register', 'statistics', 'tax'],
    ]);
    expect(JSON.stringify(view.core)).toContain('GA-2026-004711');
    const other = await call(['message', 'verify', 'changed.xml', '--view', 'json', '--json']);
    expect([other.code, JSON.parse(other.stdout).view]).toEqual([1, undefined]);
  });

  test('keeps private keys for their owner', () => {
    const authorities = join(folder, 'home', 'authorities');
    const keys = readdirSync(authorities, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.key'),
    );
    expect(keys.length).toBeGreaterThan(20);
    for (const key of keys) expect(statSync(join(authorities, key)).mode & 0o777).toBe(0o400);
  });

  test('builds and signs a message of one’s own', async () => {
    const sample = ['--part', `core=${join(folder, 'core.xml')}`, '--part', `plan=${join(folder, 'plan.pdf')}`];
    writeFileSync(join(folder, 'core.xml'), '<no-such-root/>');
    writeFileSync(join(folder, 'plan.pdf'), '%PDF-1.7');
    const type = ['--type', 'gewerbeanzeige', '--version', '1.0'];
    const to = ['--as', AUTHOR, '--reader', 'moorland.finanzamt', '--to', 'tax-office=core'];
    const made = await call(['message', 'create', ...type, ...to, ...sample, '--out', 'own.xml']);
    expect(made.code).toBe(0);
    // signed by its author, but its content is not what the type asks for
    const verified = await call(['message', 'verify', 'own.xml', '--json']);
    expect(JSON.parse(verified.stdout)).toMatchObject({ valid: false, code: 'schema-violation' });
  });

  test('takes a key out and in again as PKCS#12, and no longer counts it once it is revoked', async () => {
    const stored = ['--as', AUTHOR, '--password', 'geheim'];
    expect((await call(['cert', 'export', ...stored, '--out', 'key.p12'])).code).toBe(0);
    expect(statSync(join(folder, 'key.p12')).mode & 0o777).toBe(0o400);
    expect((await call(['cert', 'import', ...stored, '--store', 'key.p12'])).code).toBe(0);
    expect((await call(['message', 'verify', 'm.xml'])).code).toBe(0);
    const revoke = ['cert', 'revoke', '--as', AUTHOR, '--reason', 'lost'];
    expect((await call(revoke)).stdout).toMatch(/^revoked at/);
    expect((await call(revoke)).stdout).toMatch(/^was revoked already/);
    const { findings } = JSON.parse((await call(['doctor', '--json'])).stdout) as { findings: { code: string }[] };
    expect(findings).toContainEqual(
      expect.objectContaining({
        code: 'certificate-revoked',
        severity: 'error',
        remedy: `dienstweg cert renew --as ${AUTHOR} --purpose signing`,
      }),
    );
    const verified = await call(['message', 'verify', 'm.xml', '--json']);
    expect(JSON.parse(verified.stdout)).toMatchObject({ valid: false, code: 'certificate-revoked' });
  });

  test('a key that is made or brought replaces none that is in use', async () => {
    const of = ['--as', 'oin:00000099000000000078', '--purpose', 'signing'];
    const placed = async (...args: readonly string[]) =>
      JSON.parse((await call(['cert', ...args, '--json'])).stdout) as { inUse: boolean; fingerprint: string };
    const first = await placed('issue', ...of);
    const second = await placed('issue', ...of);
    const third = await placed('issue', ...of);
    expect([first.inUse, second.inUse, third.inUse]).toEqual([true, false, false]);
    const { certificates } = JSON.parse((await call(['cert', 'list', '--json'])).stdout) as {
      certificates: { owner: string; purpose: string; fingerprint: string; file: string }[];
    };
    const own = certificates.filter(({ owner }) => owner === of[1]);
    expect(Object.fromEntries(own.map(({ purpose, fingerprint }) => [purpose, fingerprint]))).toMatchObject({
      signing: first.fingerprint,
      'signing.next': third.fingerprint,
    });
    // and the one that nobody took into use is not lost
    const waiting = own.find(({ fingerprint }) => fingerprint === second.fingerprint);
    expect(statSync((waiting?.file ?? '').replace(/pem$/, 'key')).mode & 0o777).toBe(0o400);
    const used = await call(['cert', 'use', ...of, '--json']);
    expect(JSON.parse(used.stdout)).toMatchObject({ code: 'system-not-running' });
  });

  test('a key is made for nobody whom a registry would not take', async () => {
    const { code, stderr } = await call(['cert', 'issue', '--as', 'ags:99010007', '--purpose', 'tls']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('Did you mean dvdv:ags:99010007?')]);
  });

  test('makes a request for another CA and takes its answer in', async () => {
    const of = ['--as', 'oin:00000099000000000077', '--purpose', 'tls'];
    expect((await call(['cert', 'request', ...of, '--out', 'r.csr'])).code).toBe(0);
    expect((await call(['cert', 'issue', ...of, '--request', 'r.csr', '--out', 'answer.pem'])).code).toBe(0);
    expect((await call(['cert', 'import', ...of, '--certificate', 'answer.pem'])).code).toBe(0);
    const listed = JSON.parse((await call(['cert', 'list', '--json'])).stdout) as { certificates: { owner: string }[] };
    expect(listed.certificates.map(({ owner }) => owner)).toContain('oin:00000099000000000077');
  });

  test('a group without its command is wrong usage, its help is not, and what comes later has a help, too', async () => {
    for (const group of ['message', 'messages', 'registry', 'evidence']) {
      const alone = await call([group]);
      expect([alone.code, alone.stdout, alone.stderr]).toEqual([2, '', expect.stringContaining(`${group} `)]);
      const asked = await call([group, '--help']);
      expect([asked.code, asked.stderr, asked.stdout]).toEqual([0, '', alone.stderr]);
    }
    expect(await call(['evidence', 'export', '--help'])).toMatchObject({ code: 0, stderr: '' });
    const later = await call(['evidence', 'export', '--message', 'x']);
    expect([later.code, later.stderr]).toEqual([2, expect.stringContaining('not in this release')]);
  });

  test.each([
    ['a trust folder that is not there', ['receipt', 'verify', 'm.xml', '--trust', 'nowhere'], '--trust nowhere'],
    ['a trust folder that is none', ['message', 'verify', 'm.xml', '--trust', 'm.xml'], '--trust m.xml'],
    ['a period that ends first', ['messages', 'find', '--since', '2026-02-01', '--until', '2026-01-01'], 'not after'],
    ['a day the month lacks', ['route', '--service', 'leika:1', '--region', 'ars:01', '--at', '2026-02-30'], '--at'],
    ['a moment that is none', ['route', '--service', 'leika:1', '--region', 'ars:01', '--as-known-at', 'now'], '--as'],
    ['a sentence for a code', ['inbox', '--as', AUTHOR, '--reject', 'x', '--reason', 'not us'], '--text'],
    ['a file that is no message', ['send', 'home/registrar/signing.pem'], 'is no message'],
  ])('%s is wrong usage, and no answer', async (_, args, said) => {
    const { code, stderr } = await call(args);
    expect([code, stderr]).toEqual([2, expect.stringContaining(said)]);
  });

  test('speaks the user’s language, and says what to do', async () => {
    const german = await call(['trace', '5b0c0000-0000-4000-8000-000000000001'], {
      LC_ALL: 'de_DE.UTF-8',
      DIENSTWEG_PORT_BASE: '1024',
    });
    expect(german.code).toBe(1);
    expect(german.stderr).toContain('Abhilfe');
    const wrong = await call(['mesage', 'verify']);
    expect([wrong.code, wrong.stdout]).toEqual([2, '']);
    expect(wrong.stderr).toContain('Did you mean message verify?');
    const help = await call(['send', '--help']);
    expect([help.code, help.stdout.includes('--wait STATE')]).toEqual([0, true]);
  });

  test('answers a folder in place of a file with a problem', async () => {
    const part = ['--type', 'gewerbeanzeige', '--version', '1.0', '--as', AUTHOR, '--part', 'core=.'];
    const commands = [
      ['message', 'verify', '.'],
      ['receipt', 'verify', '.'],
      ['registry', 'import', '.'],
      ['send', '.'],
      ['message', 'create', ...part],
    ];
    const calls = await Promise.all(commands.map((args) => call([...args, '--json'])));
    for (const { code, stdout } of calls)
      expect([code, JSON.parse(stdout)]).toMatchObject([2, { code: 'usage-error' }]);
  });

  test('refuses a folder in the place of a receipt before anything is handed in, by the name it was given', async () => {
    const refused = await call(['send', 'm.xml', '--receipt', '.', '--json']);
    expect(JSON.parse(refused.stdout)).toMatchObject({ code: 'not-found', detail: `${folder} is a folder.` });
    const nowhere = await call(['send', 'm.xml', '--receipt', 'nowhere/m.jws', '--json']);
    expect(JSON.parse(nowhere.stdout).detail).toBe(`There is no ${join(folder, 'nowhere/m.jws')}`);
  });

  test('says that the file system refuses a home, and how to choose another', async () => {
    const home = { DIENSTWEG_HOME: join(folder, 'm.xml') };
    for (const args of [['up'], ['up', '--detach'], ['message', 'create', '--sample', 'gewerbeanzeige']]) {
      const refused = await call(args, home);
      expect(refused.code).toBe(1);
      expect(refused.stderr).toContain('DIENSTWEG_HOME');
      expect(refused.stderr).not.toContain('    at ');
    }
  });

  test('refuses at once a place in which no backup can be made', async () => {
    const refused = await call(['backup', '--out', join(folder, 'm.xml', 'backup'), '--json']);
    expect([refused.code, refused.stderr]).toEqual([1, '']);
    expect(JSON.parse(refused.stdout).detail).toContain(join(folder, 'm.xml'));
  });

  (existsSync(FULL) ? test : test.skip)('says in words that its output could not be written', async () => {
    const child = spawn(process.execPath, [MAIN, '--version'], {
      env: { ...process.env, LC_ALL: 'C', NODE_OPTIONS: '' },
      stdio: ['ignore', openSync(FULL, 'w'), 'pipe'],
    });
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    const [code] = await once(child, 'close');
    expect([code, said]).toEqual([1, expect.stringContaining('the disk is full')]);
    expect(said).not.toContain('    at ');
  });

  test('shows control characters of foreign text instead of sending them to the terminal', async () => {
    const { stderr } = await call(['send', '--reader', 'x\u009b31m\u202e', '--part', 'core=m.xml', '--as', AUTHOR]);
    expect(stderr).not.toMatch(/[\u009b\u202e]/u);
    const raw = await call(['message', 'create', '--sample', 'gewerbeanzeige']);
    expect(raw.stdout).toContain('<');
  });

  test('takes a sample to be sent, and not beside a file', async () => {
    const sent = await call(['send', '--sample', 'gewerbeanzeige', '--json'], { DIENSTWEG_PORT_BASE: '1024' });
    expect(JSON.parse(sent.stdout)).toMatchObject({ code: 'system-not-running' });
    const both = await call(['send', 'm.xml', '--sample', 'gewerbeanzeige', '--json']);
    expect(JSON.parse(both.stdout)).toMatchObject({ code: 'usage-error' });
  });

  test('refuses as wrong usage what comes with a later release', async () => {
    const later = await call(['evidence', 'export', 'x', '--json']);
    expect([later.code, JSON.parse(later.stdout)]).toMatchObject([2, { code: 'usage-error' }]);
  });
});
