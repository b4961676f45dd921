import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDevelopmentCa } from '@dienstweg/certs/pki/ca.ts';
import { type IssuedLeafWithKey, issueCertificate } from '@dienstweg/certs/pki/issue.ts';
import { type Home, homeLayout } from '@dienstweg/infra/home.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { keyFolderOf, keyOf } from './keys.ts';
import { nextKeyOf, placeKey, takeIntoUse } from './place-key.ts';

const OF = { authority: 'oin:00000099000000000077' as AuthorityId, purpose: 'signing' } as const;
let root: string;
let [first, second]: IssuedLeafWithKey[] = [];
let home: Home;
let runs = 0;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'dienstweg-keys-'));
  const ca = await createDevelopmentCa(join(root, 'ca'));
  const issue = () => issueCertificate(ca, { commonName: 'Gewerbeamt', purposes: 'signing' });
  [first, second] = [await issue(), await issue()];
});
beforeEach(async () => {
  runs += 1;
  home = homeLayout(join(root, `home-${runs}`));
  for (const pair of [first, second]) if (pair !== undefined) await placeKey(home, OF, pair);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const file = (name: string): string => join(keyFolderOf(home, OF.authority), name);
const inUse = () => keyOf(home, OF.authority, OF.purpose);

describe('a second key', () => {
  test('waits until it is taken into use; the one before stays', async () => {
    expect(inUse().chainPem).toBe(first?.chainPem);
    expect(nextKeyOf(home, OF)?.chainPem).toBe(second?.chainPem);
    await takeIntoUse(home, OF);
    expect(inUse()).toMatchObject({ chainPem: second?.chainPem, privateKeyPem: second?.privateKeyPem });
    expect(nextKeyOf(home, OF)).toBeUndefined();
    expect(readdirSync(keyFolderOf(home, OF.authority))).toHaveLength(4);
  });

  test('is in use with its own certificate where taking it into use broke off, and the rest can be done later', async () => {
    // what a kill leaves behind when it comes between the key and the certificate
    copyFileSync(file('signing.next.key'), file('signing.key'));
    expect(inUse()).toMatchObject({ chainPem: second?.chainPem, privateKeyPem: second?.privateKeyPem });
    await takeIntoUse(home, OF);
    expect(inUse()).toMatchObject({ chainPem: second?.chainPem, privateKeyPem: second?.privateKeyPem });
    expect(nextKeyOf(home, OF)).toBeUndefined();
  });

  test('without a certificate of its own is told, and nothing is signed with it', () => {
    copyFileSync(file('signing.next.pem'), file('signing.pem'));
    expect(inUse).toThrow(expect.objectContaining({ problem: expect.objectContaining({ code: 'request-invalid' }) }));
  });
});
