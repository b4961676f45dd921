import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { silentLog } from '@dienstweg/infra/testing/servers.ts';
import { expect, test } from '@jest/globals';
import { openExaminer } from './examiner.ts';

const IDLE_MS = 20;

test('a question while the idle thread is being ended is answered by a new one', async () => {
  const setup = { trustFolder: '/no/such/folder', messageTypeFolders: [] };
  await using examiner = openExaminer(setup, silentLog(), { idleMs: IDLE_MS });
  for (let turn = 0; turn < 2; turn += 1) {
    expect(await examiner.ask('lists', {})).toEqual({ lists: [], remarks: [] });
    // set after that of the examiner, with its time: falls due right behind it
    await delay(IDLE_MS);
  }
}, 60_000);

/** A message type with a pattern for which the validator needs time by the square of the length, and a payload of it that is none. */
const slowType = (folder: string): { readonly octets: Uint8Array } => {
  const type = join(folder, 'probe.slow', '1.0');
  mkdirSync(join(type, 'schema'), { recursive: true });
  writeFileSync(
    join(type, 'message-type.yaml'),
    `code: probe.slow
version: "1.0"
name: { de: Probe, en: Probe, nl: Proef }
description: { de: Probe, en: Probe, nl: Proef }
publisher: { name: Probe }
state: active
validFrom: "2024-11-01"
limits: { contentBytes: 5000000, parts: 1 }
parts:
  - { id: core, role: payload, mediaType: application/xml, required: true, root: { namespace: "urn:probe:slow", local: e }, schema: schema/slow.xsd, limitBytes: 2000000 }
retry: { maxDays: 30, order: conversation }
retention: { contentDays: 30 }
`,
  );
  writeFileSync(
    join(type, 'schema', 'slow.xsd'),
    `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:probe:slow">
  <xs:element name="e"><xs:simpleType><xs:restriction base="xs:token"><xs:pattern value="[^@\\s]+@[^@\\s]+\\.[^@\\s]+"/></xs:restriction></xs:simpleType></xs:element>
</xs:schema>`,
  );
  return { octets: Buffer.from(`<e xmlns="urn:probe:slow">a@${'.'.repeat(200_000)}@</e>`) };
};

test('what takes too long is given up, the questions behind it are answered, and its asker rests', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'dienstweg-examiner-'));
  try {
    const { octets } = slowType(folder);
    const setup = { trustFolder: '/no/such/folder', messageTypeFolders: [folder] };
    await using examiner = openExaminer(setup, silentLog(), { answerMs: 3_000 });
    const tried = (asker: string, about = octets) =>
      examiner.ask(
        'validate',
        { code: 'probe.slow', version: '1.0', octets: about, atMs: Date.now(), language: 'en' },
        asker,
      );
    const slow = tried('anna');
    const behind = examiner.ask('lists', {});
    const ofAnother = tried('berta', Buffer.from('<e xmlns="urn:probe:slow">a@b.example</e>'));
    const more = tried('anna');
    await expect(tried('anna')).rejects.toMatchObject({ problem: { code: 'quota-exceeded' } });
    await expect(slow).rejects.toMatchObject({ problem: { code: 'limit-exceeded' } });
    expect(await behind).toMatchObject({ lists: [] });
    expect(await ofAnother).toMatchObject({ valid: true });
    await expect(more).rejects.toMatchObject({ problem: { code: 'limit-exceeded' } });
    await expect(tried('anna')).rejects.toMatchObject({
      problem: { code: 'quota-exceeded', retryAfterSeconds: expect.any(Number) },
    });
    expect(await tried('berta', Buffer.from('<e xmlns="urn:probe:slow">none</e>'))).toMatchObject({ valid: false });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);
