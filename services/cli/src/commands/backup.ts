import { existsSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { resolve } from 'node:path';
import type { CommandSpec } from '../args/command.ts';
import { usageError } from '../args/parse.ts';
import { withInstaller } from '../backup/installer.ts';
import { keyForSealing, SEAL_OPTIONS } from '../backup/key.ts';
import { backupPlace } from '../backup/place.ts';
import { takeBackup } from '../backup/take.ts';

/** Settings that tell how the home was run; those that may hold a password are named only. */
const settingsIn = (env: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env)
      .filter(([name, value]) => name.startsWith('DIENSTWEG_') && value !== undefined && value !== '')
      .map(([name, value]) => [name, name.endsWith('_URL') ? '(set)' : (value ?? '')]),
  );

/** `backup`: everything that is truth, sealed, while everything runs. */
export const backup: CommandSpec = {
  options: {
    out: { value: 'DIR', text: 'the folder to make; it appears when the backup is whole', required: true },
    ...SEAL_OPTIONS,
  },
  examples: ['dienstweg backup --out /backups/2026-11-22 --passphrase-file secret.txt'],
  run: async (input, cli) => {
    const folder = resolve(input.text('out') ?? '');
    if (existsSync(folder)) throw usageError(`${folder} is there already.`);
    const key = await keyForSealing(input);
    // the running system goes before
    setPriority(constants.priority.PRIORITY_LOW);
    const began = performance.now();
    await using place = await backupPlace(folder);
    const taken = await withInstaller(cli, (bus) =>
      takeBackup(
        { bus, home: cli.settings.home, key, settings: settingsIn(cli.env), now: () => new Date(), tell: cli.tell },
        place,
      ),
    );
    const { manifest, fingerprint, sizeBytes, keyFile } = taken;
    const streams = Object.fromEntries(
      Object.entries(manifest.streams).map(([name, { state, lastSequence }]) => [
        name,
        { entries: state.messages, lastSequence },
      ]),
    );
    const seconds = Math.round((performance.now() - began) / 100) / 10;
    return {
      value: {
        ok: true,
        id: manifest.id,
        folder,
        fingerprint,
        begunAt: manifest.begunAt,
        finishedAt: manifest.finishedAt,
        seconds,
        sizeBytes,
        streams,
        ...(manifest.lastMessage === undefined ? {} : { lastMessage: manifest.lastMessage }),
        ...(keyFile === undefined ? {} : { keyFile }),
      },
      text: [
        `${folder}: ${streams.MESSAGES?.entries ?? 0} messages, ${Math.round(sizeBytes / 1e6)} MB, ${seconds} s`,
        `Whatever was accepted before ${manifest.begunAt} is in it.`,
        `Fingerprint: ${fingerprint}`,
        ...(keyFile === undefined
          ? []
          : [`It is opened by ${keyFile}: keep that file elsewhere. Whoever can write it can make another backup.`]),
        ...(input.text('recipient') === undefined
          ? []
          : ['Anybody can seal for a public key: keep the fingerprint elsewhere, a restore asks for it.']),
      ].join('\n'),
    };
  },
};
