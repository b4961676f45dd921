import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Decrypter, Encrypter, generateIdentity } from 'age-encryption';
import { recipientOf, SealError, seal, sealIdentity, unseal, unsealIdentity } from './seal.ts';

let folder: string;
const at = (name: string): string => join(folder, name);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dienstweg-seal-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function* cut(octets: Buffer, size: number): AsyncIterable<Uint8Array> {
  for (let from = 0; from < octets.length; from += size) yield octets.subarray(from, from + size);
}
const whole = async (source: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const all: Uint8Array[] = [];
  for await (const piece of source) all.push(piece);
  return Buffer.concat(all);
};
const octetsOf = (length: number): Buffer => Buffer.from(Uint8Array.from({ length }, (_, place) => (place * 31) % 251));

test.each([0, 1, 65_535, 65_536, 65_537, 300_000])(
  'what is sealed here the library opens, and the other way round: %i octets',
  async (length) => {
    const identity = await generateIdentity();
    const recipient = await recipientOf(identity);
    const octets = octetsOf(length);
    const sealed = await whole(seal(cut(octets, 10_007), recipient));
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    expect(Buffer.from(await decrypter.decrypt(sealed)).equals(octets)).toBe(true);

    const encrypter = new Encrypter();
    encrypter.addRecipient(recipient);
    writeFileSync(at('theirs'), await encrypter.encrypt(octets));
    expect((await whole(unseal(at('theirs'), identity))).equals(octets)).toBe(true);
  },
);

test('a sealed file that is cut off, damaged or reordered is refused, and so is another key', async () => {
  const identity = await generateIdentity();
  const sealed = await whole(seal(cut(octetsOf(200_000), 65_536), await recipientOf(identity)));
  writeFileSync(at('good'), sealed);
  expect((await whole(unseal(at('good'), identity))).length).toBe(200_000);
  const body = sealed.length - 200_000 - 4 * 16;
  const chunk = (n: number): Buffer => sealed.subarray(body + n * 65_552, body + (n + 1) * 65_552);
  const bad: Readonly<Record<string, Buffer>> = {
    'cut off between chunks': sealed.subarray(0, body + 2 * 65_552),
    'cut off in a chunk': sealed.subarray(0, sealed.length - 5),
    'one bit else': Buffer.concat([
      sealed.subarray(0, body + 7),
      Buffer.from([(sealed[body + 7] ?? 0) ^ 1]),
      sealed.subarray(body + 8),
    ]),
    reordered: Buffer.concat([sealed.subarray(0, body), chunk(1), chunk(0), sealed.subarray(body + 2 * 65_552)]),
    'no such file at all': Buffer.from('something else'),
  };
  for (const [name, octets] of Object.entries(bad)) {
    writeFileSync(at(name), octets);
    await expect(whole(unseal(at(name), identity))).rejects.toThrow(SealError);
  }
  await expect(whole(unseal(at('good'), await generateIdentity()))).rejects.toThrow('cannot be opened');
});

test('an identity sealed by a passphrase is opened by it alone', async () => {
  const identity = await generateIdentity();
  const sealed = await sealIdentity(identity, 'drei kleine Boote', 10);
  writeFileSync(at('key'), sealed);
  expect(await unsealIdentity(readFileSync(at('key')), 'drei kleine Boote')).toBe(identity);
  await expect(unsealIdentity(sealed, 'vier kleine Boote')).rejects.toThrow(SealError);
});
