import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { claimAt, personIn } from './claims.ts';
import { personOf, rolesAmong } from './roles.ts';
import { openSessions } from './sessions.ts';

const POLICY = { idleMs: 1_000, absoluteMs: 10_000 };
const ERIKA = { id: 'erika', name: 'Erika', roles: ['viewer'] as const };
const AT = new Date('2026-01-01T00:00:00Z');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dienstweg-sessions-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a file that is damaged, or of another release, is begun anew: everybody signs in again', () => {
  const file = join(folder, 'sessions.sqlite');
  writeFileSync(file, 'this is no database, and long enough to be looked at as one'.repeat(100));
  const other = join(folder, 'other.sqlite');
  const old = new DatabaseSync(other);
  old.exec('CREATE TABLE sessions (session TEXT PRIMARY KEY) WITHOUT ROWID; PRAGMA user_version = 7');
  old.close();
  for (const one of [file, other]) {
    using sessions = openSessions(one, POLICY);
    const { secret } = sessions.begin(ERIKA, AT);
    expect(sessions.find(secret, AT, true)).toMatchObject({ id: 'erika', roles: ['viewer'] });
  }
});

test('the secret of a browser stands nowhere in the file', () => {
  const file = join(folder, 'sessions.sqlite');
  using sessions = openSessions(file, POLICY);
  const { secret, signedIn } = sessions.begin(ERIKA, AT);
  expect(signedIn.session).not.toBe(secret);
  expect(sessions.find(signedIn.session, AT, true)).toBe('unknown');
});

test('one person at many browsers: the one seen longest ago gives way, and no other', () => {
  using sessions = openSessions(join(folder, 'sessions.sqlite'), { ...POLICY, idleMs: 9_000 });
  const begun = Array.from({ length: 21 }, (_, n) => sessions.begin(ERIKA, new Date(AT.getTime() + n)).secret);
  const found = begun.map((secret) => typeof sessions.find(secret, new Date(AT.getTime() + 30), false) === 'object');
  expect(found).toEqual([false, ...Array.from({ length: 20 }, () => true)]);
});

test('claims give the roles we know and no others; a case worker needs an authority', () => {
  const where = { issuer: 'https://idp.example/realm', rolesClaim: 'realm_access.roles', authorityClaim: 'authority' };
  const of = (roles: unknown, more = {}) => personIn({ sub: 's', realm_access: { roles }, ...more }, where);
  expect(of(['dienstweg-operator', 'admin', 7, null])).toEqual({ id: 'idp.example#s', name: 's', roles: ['operator'] });
  expect(of('viewer auditor')?.roles).toEqual(['viewer', 'auditor']);
  for (const none of [undefined, [], ['admin'], ['constructor'], { operator: true }, ['dienstweg-case-worker']])
    expect(of(none)).toBeUndefined();
  expect(of(['case-worker'], { authority: 'ags:99010007' })).toMatchObject({ authority: 'ags:99010007' });
  expect(of(['case-worker'], { authority: 'nonsense' })).toBeUndefined();
  expect(claimAt({ 'realm_access.roles': ['x'] }, 'realm_access.roles')).toEqual(['x']);
  expect(claimAt({}, '__proto__.toString')).toBeUndefined();
  expect(personOf('a', 'a', rolesAmong(['case-worker', 'viewer']), 'ags:99010007')).toEqual({
    id: 'a',
    name: 'a',
    roles: ['viewer'],
  });
});
