/** Opens a backup and looks whether it is whole. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode } from '@dienstweg/infra/errors.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { Input } from '../args/command.ts';
import { checkSealed, contentOf, gathered } from './files.ts';
import { identityFor } from './key.ts';
import { fingerprintOf, type ShownBy, shownBy } from './maker.ts';
import { BACKUP_VERSION, type BackupLabel, type BackupManifest, type SealedFile } from './manifest.ts';
import { SealError, unseal } from './seal.ts';

/** A backup whose key is at hand. */
export interface OpenBackup {
  readonly folder: string;
  readonly label: BackupLabel;
  readonly manifest: BackupManifest;
  readonly identity: string;
  /** SHA-256 of the manifest, hexadecimal. */
  readonly fingerprint: string;
  /** What shows who made it. */
  readonly shownBy: ShownBy;
}

/** Says of a backup that it cannot be used as the problem it is. */
export const asBackupProblem = (error: unknown): unknown =>
  error instanceof SealError
    ? new ProblemError(problem('backup-unusable', { detail: error.message }), { cause: error })
    : error;

const unusable = (detail: string): ProblemError => new ProblemError(problem('backup-unusable', { detail }));

const labelIn = async (folder: string): Promise<BackupLabel> => {
  if (!existsSync(folder)) throw new ProblemError(problem('not-found', { detail: `There is no folder ${folder}.` }));
  const text = await readFile(join(folder, 'backup.json'), 'utf8').catch((cause: unknown) => {
    throw hasCode(cause, 'ENOENT') || hasCode(cause, 'ENOTDIR')
      ? unusable(`${folder} is no backup: there is no backup.json in it.`)
      : cause;
  });
  try {
    const label = JSON.parse(text) as Partial<BackupLabel> | null;
    if (label?.format !== 'dienstweg-backup') throw new Error('another format');
    if (label.version !== BACKUP_VERSION)
      throw unusable(`Its layout is version ${label.version}; this release reads ${BACKUP_VERSION}.`);
    return label as BackupLabel;
  } catch (cause) {
    if (cause instanceof ProblemError) throw cause;
    throw new ProblemError(problem('backup-unusable', { detail: `${folder} holds no backup.` }), { cause });
  }
};

/**
 * Opens it. Throws `backup-unusable`, `backup-unproven` where nothing shows who made it and that was not said to do,
 * `usage-error`, or what the file system says.
 */
export const openBackup = async (folder: string, input: Input): Promise<OpenBackup> => {
  const label = await labelIn(folder);
  try {
    const identity = await identityFor(folder, label, input);
    // read once: what was shown to be genuine is what is used
    const octets = await gathered(unseal(join(folder, 'manifest.age'), identity, 'manifest.age'));
    const shown = shownBy(label, octets, { identity, fingerprint: input.text('fingerprint') });
    if (shown === 'nothing' && !input.flag('unproven')) throw new ProblemError(problem('backup-unproven'));
    const manifest = JSON.parse(octets.toString('utf8')) as BackupManifest;
    if (manifest.id !== label.id) throw new SealError('Label and content are of two backups.');
    return { folder, label, manifest, identity, fingerprint: fingerprintOf(octets), shownBy: shown };
  } catch (error) {
    throw asBackupProblem(error);
  }
};

/** Every sealed file but the manifest. */
export const sealedFilesOf = ({ manifest }: OpenBackup): readonly SealedFile[] => [
  ...Object.values(manifest.streams).map(({ sealed }) => sealed),
  manifest.home,
  ...(manifest.index === undefined ? [] : [manifest.index]),
];

const drained = async (source: AsyncIterable<Uint8Array>): Promise<void> => {
  for await (const _ of source);
};

/** Looks through every file; with `thorough` each is also opened to its end. Throws `backup-unusable`. */
export const checkBackup = async (
  backup: OpenBackup,
  { thorough, tell }: { readonly thorough: boolean; readonly tell: (line: string) => void },
): Promise<void> => {
  try {
    for (const sealed of sealedFilesOf(backup)) {
      await checkSealed(backup.folder, sealed);
      if (thorough) await drained(contentOf(backup.folder, sealed, backup.identity));
      tell(`${sealed.file}: whole`);
    }
  } catch (error) {
    throw asBackupProblem(error);
  }
};
