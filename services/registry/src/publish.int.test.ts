/** Publishing message types: what the registry takes, whoever judged it before, and what it refuses. */
import { randomUUID } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { registryChangeSigner } from '@dienstweg/certs/jws/registry-change.ts';
import { createDevelopmentCa } from '@dienstweg/certs/pki/ca.ts';
import { issueCertificate } from '@dienstweg/certs/pki/issue.ts';
import { writeTrustFolder } from '@dienstweg/certs/pki/trust-folder.ts';
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import { readLast } from '@dienstweg/infra/bus/read.ts';
import { request } from '@dienstweg/infra/bus/requests.ts';
import { connectTestBus, silentLog, startNats, type TestNats } from '@dienstweg/infra/testing/servers.ts';
import { STREAMS, subjectOfType } from '@dienstweg/schemas/bus/streams.ts';
import type { MessageTypeEntry, RegistryEntry, RegistryRecord } from '@dienstweg/schemas/directory/change/changes.ts';
import { messageTypeEntryId } from '@dienstweg/schemas/directory/check/check-message-types.ts';
import { MESSAGE_TYPES_FOLDER } from '@dienstweg/schemas/message-types/catalog.ts';
import { contentOf, digestOfContent, packType, readTypeFolder } from '@dienstweg/schemas/message-types/package.ts';
import { manifestReader } from '@dienstweg/schemas/message-types/read-manifest.ts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { gateRunner } from './contents/run-gate.ts';
import { type Registry, startRegistry } from './service.ts';

const CODE = 'probe.anzeige';
const temporary = mkdtempSync(join(tmpdir(), 'dienstweg-publish-'));
let nats: TestNats;
let bus: Bus;
let operator: Bus;
let registry: Registry;
let keys: string;
let sign: (record: RegistryRecord) => string;
let signAsSecond: (record: RegistryRecord) => string;
let signAsStranger: (record: RegistryRecord) => string;

/** A copy of a shipped type under another name, with what else is done to it. */
const typeFolder = (
  version: string,
  change: (write: (file: string, edit: (text: string) => string) => void) => void = () => undefined,
) => {
  const folder = mkdtempSync(join(temporary, 'type-'));
  cpSync(join(MESSAGE_TYPES_FOLDER, 'pruefstand.nachricht', '1.0'), folder, { recursive: true });
  const write = (file: string, edit: (text: string) => string): void => {
    const path = join(folder, file);
    mkdirSync(dirname(path), { recursive: true });
    let text = '';
    try {
      text = readFileSync(path, 'utf8');
    } catch {
      // a new file
    }
    writeFileSync(path, edit(text));
  };
  write('message-type.yaml', (text) =>
    text
      .replace(/^code: .*$/m, `code: ${CODE}`)
      .replace(/^version: .*$/m, `version: "${version}"`)
      .replace(/^equations:\n(?: .*\n)+/m, ''),
  );
  change(write);
  return folder;
};

interface Publication {
  readonly entry: MessageTypeEntry;
  readonly packed: Uint8Array;
}

const publicationOf = (folder: string): Publication => {
  const reading = manifestReader()(readFileSync(join(folder, 'message-type.yaml'), 'utf8'));
  if (!reading.ok) throw new Error(reading.mistakes.join());
  const { code, version, name: names, validFrom, state } = reading.manifest;
  const { digest, packed } = packType(readTypeFolder(folder));
  return {
    packed,
    entry: {
      kind: 'message-type',
      id: messageTypeEntryId(code, version),
      messageTypeCode: code,
      version,
      names,
      digest,
      validFrom,
      ...(state === 'draft' ? { draft: true } : {}),
    },
  };
};

const send = async (puts: readonly RegistryEntry[], packed?: Uint8Array, signed = sign) => {
  const answer = await request(
    operator,
    'registryChange',
    {
      change: signed({ id: randomUUID(), by: 'Ada', reason: 'test', puts, closes: [] }),
      ...(packed === undefined ? {} : { package: Buffer.from(packed).toString('base64') }),
    },
    { timeoutMs: 60_000 },
  );
  if (answer.ok) return answer.value.pending === true ? 'pending' : 'recorded';
  return [answer.problem.code, ...answer.problem.violations.map(({ text }) => text)].join('\n');
};
const publish = ({ entry, packed }: Publication) => send([entry], packed);
const isStored = async (digest: string | undefined): Promise<boolean> =>
  (await readLast(bus, STREAMS.types, subjectOfType(digest ?? ''))) !== undefined;

beforeAll(async () => {
  keys = await mkdtemp(join(tmpdir(), 'dienstweg-publish-keys-'));
  const ca = await createDevelopmentCa(join(keys, 'ca'));
  const registrarFolder = join(keys, 'registrars');
  mkdirSync(registrarFolder);
  const signer = async (name: string, isRegistrar: boolean) => {
    const issued = await issueCertificate(ca, { commonName: name, purposes: 'signing' });
    if (isRegistrar) await writeFile(join(registrarFolder, `${name}.pem`), issued.chainPem);
    return registryChangeSigner(issued);
  };
  sign = await signer('first', true);
  signAsSecond = await signer('second', true);
  signAsStranger = await signer('stranger', false);
  await writeTrustFolder(ca, join(keys, 'trust'));
  nats = await startNats({ users: true });
  operator = await connectTestBus(nats, { user: 'operator', withUsers: true });
  bus = await connectTestBus(nats, { user: 'registry', withUsers: true });
  const seedFile = join(keys, 'registry.seed');
  await writeFile(seedFile, nats.seedOf('registry'), { mode: 0o600 });
  const trustFolder = join(keys, 'trust');
  registry = await startRegistry(
    {
      natsUrl: nats.url,
      seedFile,
      trustFolder,
      registrarFolder,
      messageTypeFolders: [MESSAGE_TYPES_FOLDER],
      opsPort: 0,
    },
    silentLog(),
  );
}, 60_000);

afterAll(async () => {
  await registry?.[Symbol.asyncDispose]();
  await bus?.[Symbol.asyncDispose]();
  await operator?.[Symbol.asyncDispose]();
  await nats?.[Symbol.asyncDispose]();
  await rm(keys, { recursive: true, force: true });
  rmSync(temporary, { recursive: true, force: true });
});

describe('publishing', () => {
  test('stores the content once, and a version never changes unless it is a draft', async () => {
    const draft = publicationOf(
      typeFolder('1.0', (write) => write('message-type.yaml', (text) => text.replace('state: active', 'state: draft'))),
    );
    expect(await publish(draft)).toBe('recorded');
    expect(await isStored(draft.entry.digest)).toBe(true);
    const first = publicationOf(typeFolder('1.0'));
    expect(await publish(first)).toBe('recorded');
    expect(await publish(first)).toBe('recorded');
    expect(await send([first.entry])).toBe('recorded');
    const other = publicationOf(typeFolder('1.0', (write) => write('docs/more.md', () => 'more')));
    expect(await publish(other)).toContain('does not change any more');
    expect(await isStored(other.entry.digest)).toBe(false);
    expect(registry.directory.entry(first.entry.id)).toEqual(first.entry);
  }, 120_000);

  test('is judged again by the registry: place and reason of everything that stands against it', async () => {
    const broken = publicationOf(
      typeFolder('2.0', (write) => write('samples/valid/more.xml', () => '<falsch xmlns="urn:x"/>')),
    );
    expect(await publish(broken)).toMatch(/^message-type-invalid\nprobe\.anzeige 2\.0: samples\/valid\/more\.xml: /);
    expect(await isStored(broken.entry.digest)).toBe(false);
    expect(registry.directory.entry(broken.entry.id)).toBeUndefined();
  }, 60_000);

  test('is refused without content, with another one than was signed, with that of another version, and by whoever is no registrar', async () => {
    const good = publicationOf(typeFolder('3.0'));
    const other = publicationOf(typeFolder('4.0'));
    expect(await send([good.entry])).toContain('is not here');
    expect(await send([good.entry], other.packed)).toContain('not what was signed');
    expect(await send([{ ...good.entry, digest: other.entry.digest ?? '' }], other.packed)).toContain(
      'the content is of probe.anzeige 4.0',
    );
    expect(await send([good.entry], good.packed, signAsStranger)).toBe('certificate-unknown');
    expect(await isStored(good.entry.digest)).toBe(false);
    expect(await publish(good)).toBe('recorded');
    expect(await send([{ ...other.entry, digest: good.entry.digest ?? '' }])).toContain('is that of probe.anzeige/3.0');
  }, 60_000);

  test('of a version that comes with the product changes nothing of it', async () => {
    const shipped = publicationOf(join(MESSAGE_TYPES_FOLDER, 'statusanfrage', '1.0'));
    const { digest: _, ...entry } = shipped.entry;
    expect(await send([{ ...entry, deprecatedFrom: '2030-01-01' }])).toBe('recorded');
    const copy = mkdtempSync(join(temporary, 'shipped-'));
    cpSync(join(MESSAGE_TYPES_FOLDER, 'statusantwort', '1.0'), copy, { recursive: true });
    writeFileSync(join(copy, 'more.md'), 'more');
    expect(await publish(publicationOf(copy))).toContain('comes with the product, with another content');
    expect(await send([{ ...entry, id: 'message-type/nirgends/1.0', messageTypeCode: 'nirgends' }])).toContain(
      'no such version comes with the product',
    );
  }, 60_000);

  test('waits for a second registrar where four eyes are asked for', async () => {
    const rule: RegistryEntry = { kind: 'approval-rule', id: 'rule', validFrom: '2026-01-01', kinds: ['message-type'] };
    expect(await send([rule])).toBe('recorded');
    const publication = publicationOf(typeFolder('5.0'));
    const change = { id: randomUUID(), by: 'Ada', reason: 'new', puts: [publication.entry], closes: [] };
    const proposed = await request(
      operator,
      'registryChange',
      { change: sign(change), package: Buffer.from(publication.packed).toString('base64') },
      { timeoutMs: 60_000 },
    );
    expect(proposed).toMatchObject({ ok: true, value: { pending: true } });
    expect(registry.directory.entry(publication.entry.id)).toBeUndefined();
    const decision = {
      id: randomUUID(),
      by: 'Berta',
      reason: 'looked at it',
      decides: change.id,
      decision: 'approve',
    } as const;
    expect(await request(operator, 'registryChange', { change: signAsSecond(decision) })).toMatchObject({ ok: true });
    expect(registry.directory.entry(publication.entry.id)).toEqual(publication.entry);
  }, 60_000);
});

describe('a package of a stranger', () => {
  const judged = async (content: Uint8Array, packed: Uint8Array = gzipSync(content)) => {
    const { entry } = publicationOf(typeFolder('9.0'));
    const verdict = await gateRunner({ timeMs: 30_000, heapMb: 256, wasmPages: 2_048, compileMs: 5_000 })(
      packed,
      { ...entry, digest: digestOfContent(content) },
      new Date(),
    );
    return verdict.judged ? verdict.errors.map(({ text }) => text).join('\n') : verdict.because;
  };
  const withFile = (path: string, text: string): Uint8Array =>
    contentOf(new Map([...readTypeFolder(typeFolder('9.0')), [path, Buffer.from(text)]]));
  const RULES = (test: string) =>
    `<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2"><pattern><rule context="/*"><assert id="R-1" test="${test}">never</assert></rule></pattern></schema>`;

  test('that leads out of its folder is refused', async () => {
    expect(await judged(Buffer.from('dienstweg-message-type 1 [["../evil.sh",1]]\nx'))).toMatch(/leads elsewhere/);
  }, 40_000);

  test.each<[string, () => Uint8Array, RegExp]>([
    [
      'a schema that reads a file of the machine',
      () =>
        contentOf(
          readTypeFolder(
            typeFolder('9.0', (write) =>
              write('schema/pruefstand.xsd', (text) =>
                text
                  .replace(/<xs:schema/, '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>$&')
                  .replace(
                    /<xs:schema[^>]*>/,
                    '$&<xs:annotation><xs:documentation>&e;</xs:documentation></xs:annotation>',
                  ),
              ),
            ),
          ),
        ),
      /^file:\/\/\/etc\/passwd is not there$/,
    ],
    [
      'a catalog to a URL',
      () =>
        withFile(
          'catalog.xml',
          '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog"><uri name="a" uri="http://evil.example/a.xsd"/></catalog>',
        ),
      /is a URL/,
    ],
  ])(
    '%s reaches nothing',
    async (_what, content, expected) => {
      expect(await judged(content())).toMatch(expected);
    },
    40_000,
  );

  test('rules that loop are found by their samples', async () => {
    const folder = typeFolder('9.0', (write) => {
      write('rules/loop.sch', () => RULES('count(for $a in 1 to 100000, $b in 1 to 100000 return 1) = 0'));
      write('message-type.yaml', (text) => `${text}\nrules: [{ part: core, schematron: rules/loop.sch }]\n`);
    });
    expect(await judged(contentOf(readTypeFolder(folder)))).toMatch(/rule-not-evaluable/);
  }, 40_000);

  test('a bomb is not unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(100 * 1024 * 1024));
    expect(bomb.length).toBeLessThan(200_000);
    expect(await judged(Buffer.from('x'), bomb)).toMatch(/unpacks to more/);
  }, 40_000);

  test('takes no more time and memory than a package may', async () => {
    const { entry, packed } = publicationOf(typeFolder('9.0'));
    const limits = { timeMs: 30_000, heapMb: 256, wasmPages: 2_048, compileMs: 5_000 };
    expect(await gateRunner({ ...limits, timeMs: 1 })(packed, entry, new Date())).toMatchObject({ because: 'time' });
    expect(await gateRunner({ ...limits, wasmPages: 1 })(packed, entry, new Date())).toMatchObject({ because: 'died' });
    expect(await gateRunner({ ...limits, compileMs: 0 })(packed, entry, new Date())).toMatchObject({
      errors: [{ text: expect.stringMatching(/take \d+ ms to compile; at most 0 are taken/) }],
    });
    expect(await gateRunner(limits)(packed, entry, new Date())).toEqual({ judged: true, errors: [] });
  }, 60_000);
});
