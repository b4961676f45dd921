import { chmodSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { writePrivateFile } from '@dienstweg/certs/pki/files.ts';
import { exportPkcs12 } from '@dienstweg/certs/pki/pkcs12.ts';
import { fingerprintOf } from '@dienstweg/certs/trust/certificate.ts';
import type { CommandSpec } from '../args/command.ts';
import { KEY_OPTIONS, PASSWORD_OPTIONS, passwordOf, purposeOf } from '../client/key-options.ts';
import { authorityNamed, keyOf } from '../client/keys.ts';

/** Writes a file of mode 0400 and leaves the mode of a folder that is not ours as it was. */
const writeIntoForeignFolder = async (file: string, octets: Uint8Array): Promise<void> => {
  const folder = dirname(file);
  const { mode } = statSync(folder);
  await writePrivateFile(file, octets);
  chmodSync(folder, mode & 0o7777);
};

/** `cert export`: key and certificate as PKCS#12, for other software such as Java. */
export const certExport: CommandSpec = {
  options: {
    ...KEY_OPTIONS,
    ...PASSWORD_OPTIONS,
    out: { value: 'FILE', text: 'where the key store goes', required: true },
    name: { value: 'NAME', text: 'friendly name (alias) in the store (default the purpose)' },
  },
  run: async (input, { settings }) => {
    const authority = authorityNamed(input.text('as') ?? '');
    const purpose = purposeOf(input);
    const pair = keyOf(settings.home, authority, purpose);
    const store = exportPkcs12(pair, { password: passwordOf(input), name: input.text('name') ?? purpose });
    const file = resolve(input.text('out') ?? '');
    await writeIntoForeignFolder(file, store);
    return {
      value: { authority, purpose, file, fingerprint: fingerprintOf(pair.der) },
      text: `${file}: ${purpose} key of ${authority}`,
    };
  },
};
