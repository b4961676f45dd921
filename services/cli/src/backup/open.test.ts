/** What somebody can do who may write where backups lie, and knows no secret. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { homeLayout } from '@dienstweg/infra/home.ts';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { generateIdentity } from 'age-encryption';
import { parseArguments } from '../args/parse.ts';
import { contentOf, gathered, once, writeSealed } from './files.ts';
import { type KeptFile, readHomeFiles, writeHomeFiles } from './home-files.ts';
import { type BackupKey, keyForSealing, OPEN_OPTIONS, SEAL_OPTIONS } from './key.ts';
import { fingerprintOf } from './maker.ts';
import { BACKUP_VERSION, type BackupLabel, type BackupManifest } from './manifest.ts';
import { checkBackup, openBackup } from './open.ts';
import { recipientOf } from './seal.ts';

let root: string;
const at = (name: string): string => join(root, name);
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'dienstweg-open-'));
  writeFileSync(at('phrase'), 'drei kleine Boote im Hafen\n');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const sealingWith = (...args: readonly string[]): Promise<BackupKey> =>
  keyForSealing(parseArguments({ options: SEAL_OPTIONS, run: () => Promise.reject() }, args));
const opening = (...args: readonly string[]) =>
  openBackup(at('backup'), parseArguments({ options: OPEN_OPTIONS, run: () => Promise.reject() }, args));
const labelIn = (folder: string): BackupLabel =>
  JSON.parse(readFileSync(join(folder, 'backup.json'), 'utf8')) as BackupLabel;
const relabel = (change: Partial<BackupLabel>): void =>
  writeFileSync(at('backup/backup.json'), JSON.stringify({ ...labelIn(at('backup')), ...change }));

/** A manifest that names the files of a home and no stream, sealed into a folder. */
const sealHome = async (folder: string, recipient: string, id: string, octets: string): Promise<Buffer> => {
  const home = await writeSealed(folder, 'home.age', recipient, once(Buffer.from(octets)));
  const times = { begunAt: '2026-11-22T08:00:00Z', finishedAt: '2026-11-22T08:00:01Z' };
  const manifest: BackupManifest = { id, ...times, streams: {}, deliveredUpTo: 0, home, settings: {} };
  const plain = Buffer.from(JSON.stringify(manifest));
  await writeSealed(folder, 'manifest.age', recipient, once(plain));
  return plain;
};

/** A backup as it is laid out by `backup`. Its fingerprint. */
const lay = async (key: BackupKey, octets = '[]'): Promise<string> => {
  const folder = at('backup');
  const plain = await sealHome(folder, key.recipient, 'one', octets);
  const label: BackupLabel = {
    format: 'dienstweg-backup',
    version: BACKUP_VERSION,
    id: 'one',
    begunAt: '2026-11-22T08:00:00Z',
    finishedAt: '2026-11-22T08:00:01Z',
    openedBy: key.openedBy,
    recipient: key.recipient,
    ...(key.prove === undefined ? {} : { proof: key.prove(plain) }),
  };
  writeFileSync(at('backup/backup.json'), JSON.stringify(label));
  await key.put(folder, folder);
  return fingerprintOf(plain);
};

/** Seals other content for the public key that stands in the label. */
const forge = async (): Promise<void> => {
  await rm(at('backup/home.age'));
  await rm(at('backup/manifest.age'));
  await sealHome(at('backup'), labelIn(at('backup')).recipient, 'one', '[{"path":"trust/anchors/foreign.pem"}]');
};

const refused = (code: string) => expect.objectContaining({ problem: expect.objectContaining({ code }) });
const phrase = ['--passphrase-file'] as const;

test('a backup with a passphrase is opened as the one that was taken; what others sealed for its public key is refused', async () => {
  const fingerprint = await lay(await sealingWith(...phrase, at('phrase')));
  const open = await opening(...phrase, at('phrase'));
  expect(open).toMatchObject({ shownBy: 'passphrase', fingerprint });
  await checkBackup(open, { thorough: true, tell: () => undefined });
  await forge();
  await expect(opening(...phrase, at('phrase'))).rejects.toEqual(refused('backup-unusable'));
  // saying that nobody else could write there does not make right what is shown to be wrong
  await expect(opening(...phrase, at('phrase'), '--unproven')).rejects.toEqual(refused('backup-unusable'));
  relabel({ proof: 7 as unknown as string });
  await expect(opening(...phrase, at('phrase'))).rejects.toEqual(refused('backup-unusable'));
  const { proof: _, ...without } = labelIn(at('backup'));
  writeFileSync(at('backup/backup.json'), JSON.stringify(without));
  await expect(opening(...phrase, at('phrase'))).rejects.toEqual(refused('backup-unproven'));
}, 30_000);

test('a label that says it is opened by something else than the passphrase given is refused', async () => {
  await lay(await sealingWith());
  expect(await opening()).toMatchObject({ shownBy: 'key' });
  await expect(opening(...phrase, at('phrase'))).rejects.toEqual(refused('usage-error'));
  relabel({ openedBy: 'identity' });
  await expect(opening(...phrase, at('phrase'))).rejects.toEqual(refused('usage-error'));
}, 30_000);

test('what is sealed for a public key is taken by its fingerprint, or by saying so', async () => {
  const identity = await generateIdentity();
  writeFileSync(at('identity'), identity);
  const fingerprint = await lay(await sealingWith('--recipient', await recipientOf(identity)));
  const by = ['--identity', at('identity')] as const;
  await expect(opening(...by)).rejects.toEqual(refused('backup-unproven'));
  expect(await opening(...by, '--unproven')).toMatchObject({ shownBy: 'nothing', fingerprint });
  expect(await opening(...by, '--fingerprint', fingerprint.toUpperCase())).toMatchObject({ shownBy: 'fingerprint' });
  await forge();
  await expect(opening(...by, '--fingerprint', fingerprint)).rejects.toEqual(refused('backup-unusable'));
});

test('a file that was exchanged for another sealed one is found, whenever that happens', async () => {
  await lay(await sealingWith());
  const open = await opening();
  await rm(at('backup/home.age'));
  await writeSealed(at('backup'), 'home.age', open.label.recipient, once(Buffer.from('[]')));
  await expect(checkBackup(open, { thorough: false, tell: () => undefined })).rejects.toEqual(
    refused('backup-unusable'),
  );
  await expect(gathered(contentOf(at('backup'), open.manifest.home, open.identity))).rejects.toThrow('not as it was');
});

test.each([
  ['a program of the home', 'servers/nats/usr/sbin/nats-server'],
  ['a file that is read as code', 'code/v24/000060b1'],
  ['state of the launcher', 'run/launcher.json'],
  ['data', 'data/gateway/index.sqlite'],
  ['a folder above', 'trust/../../x'],
  ['a path of the machine', '/etc/x'],
  ['a name that is no name', 'trust//x'],
  ['a folder that no home has', 'more/x'],
])('what no backup holds is not written: %s', async (_, path) => {
  const home = homeLayout(at('home'));
  const files: readonly KeptFile[] = [
    { path: 'trust/anchors/a.pem', mode: 0o644, octets: '' },
    { path, mode: 0o755, octets: '' },
  ];
  await expect(writeHomeFiles(home, files)).rejects.toThrow(path);
  expect(await readHomeFiles(home)).toEqual([]);
});

test('what is brought back is no program, and only its owner may change it', async () => {
  const home = homeLayout(at('home'));
  const octets = Buffer.from('x').toString('base64');
  await writeHomeFiles(home, [
    { path: 'bus/gateway.seed', mode: 0o400, octets },
    { path: 'trust/anchors/a.pem', mode: 0o4777, octets },
  ]);
  expect((await readHomeFiles(home)).map(({ path, mode }) => [path, mode])).toEqual(
    expect.arrayContaining([
      ['bus/gateway.seed', 0o400],
      ['trust/anchors/a.pem', 0o644],
    ]),
  );
});

test('a folder that is not there is no bad backup', async () => {
  await rm(at('backup'), { recursive: true, force: true });
  await expect(opening(...phrase, at('phrase'))).rejects.toEqual(refused('not-found'));
});
