import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDevelopmentCa } from '@dienstweg/certs/pki/ca.ts';
import { issueCertificate } from '@dienstweg/certs/pki/issue.ts';
import type { CertificateEntry, RegistryEntry } from '@dienstweg/schemas/directory/change/changes.ts';
import { Directory } from '@dienstweg/schemas/directory/directory.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { contactOf, expiringAnswerer } from './expiring.ts';

const NOW = new Date('2026-06-01T10:00:00Z');
const A = 'dvdv:xga:1' as AuthorityId;
const B = 'dvdv:xga:2' as AuthorityId;
let folder = '';
let certificate: (authority: AuthorityId, days: number, more?: Partial<CertificateEntry>) => Promise<CertificateEntry>;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dienstweg-registry-'));
  const ca = await createDevelopmentCa(join(folder, 'ca'), { now: NOW });
  let n = 0;
  certificate = async (authority, days, more = {}) => {
    const leaf = await issueCertificate(ca, { commonName: authority, purposes: 'signing', days, now: NOW });
    n += 1;
    return {
      kind: 'certificate',
      id: `certificate-${n}`,
      validFrom: '2026-01-01',
      authority,
      purpose: 'signing',
      fingerprint: leaf.fingerprint,
      der: Buffer.from(leaf.der).toString('base64'),
      ...more,
    };
  };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const directoryOf = (puts: readonly RegistryEntry[]): Directory => {
  const directory = new Directory();
  directory.apply({ id: 'c', by: 'r', reason: 'test', puts, closes: [] }, 1, NOW);
  return directory;
};
const within = (days: number): { readonly before: string } => ({
  before: new Date(NOW.getTime() + days * 86_400_000).toISOString(),
});

describe('certificates that end', () => {
  test('are told where no successor is registered, the first to end first', async () => {
    const ending = await certificate(A, 20);
    const other = await certificate(B, 5);
    const expiring = expiringAnswerer(directoryOf([ending, other]), () => NOW);
    expect(expiring(within(30)).certificates.map(({ authority, purpose }) => [authority, purpose])).toEqual([
      [B, 'signing'],
      [A, 'signing'],
    ]);
    expect(expiring(within(10)).certificates.map(({ fingerprint }) => fingerprint)).toEqual([other.fingerprint]);
  });

  test('are not told where a successor begins later, nor once they were closed', async () => {
    const successor = await certificate(A, 300, { validFrom: '2026-06-10' });
    const closed = await certificate(B, 5, { validUntil: '2026-05-01' });
    const expiring = expiringAnswerer(directoryOf([await certificate(A, 20), successor, closed]), () => NOW);
    expect(expiring(within(30)).certificates).toEqual([]);
  });

  test('one that its entry ends earlier than itself, ends then', async () => {
    const entry = await certificate(A, 300, { validUntil: '2026-06-05' });
    const expiring = expiringAnswerer(directoryOf([entry]), () => NOW);
    expect(expiring(within(10)).certificates[0]?.until).toBe('2026-06-05T00:00:00.000Z');
  });
});

test('an authority is reached by its contact of today, and an unknown one not at all', () => {
  const directory = directoryOf([
    {
      kind: 'authority',
      id: 'a',
      validFrom: '2026-01-01',
      authority: A,
      names: { de: 'Amt' },
      category: 'office',
      environment: 'test',
      contact: { email: 'amt@amt.example' },
    },
  ]);
  expect(contactOf(directory, { authority: A }, NOW)).toEqual({
    names: { de: 'Amt' },
    contact: { email: 'amt@amt.example' },
  });
  expect(contactOf(directory, { authority: B }, NOW)).toEqual({});
});
