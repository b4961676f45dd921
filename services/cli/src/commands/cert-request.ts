import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { writePrivateFile } from '@dienstweg/certs/pki/files.ts';
import { createRequest } from '@dienstweg/certs/pki/request.ts';
import type { CommandSpec } from '../args/command.ts';
import { KEY_OPTIONS, keyNamed } from '../client/key-options.ts';
import { keyFolderOf } from '../client/keys.ts';

/** `cert request`: a new key, which stays here, and a certificate request (PKCS#10) for a CA of one's own choice. */
export const certRequest: CommandSpec = {
  options: {
    ...KEY_OPTIONS,
    name: { value: 'NAME', text: 'common name asked for (default the authority)' },
    out: { value: 'FILE', text: 'where the request goes', required: true },
  },
  run: async (input, { settings }) => {
    const { authority, purpose } = keyNamed(input);
    const { privateKeyPem, requestPem } = await createRequest({
      commonName: input.text('name') ?? authority,
      purposes: purpose,
    });
    // the key in use stays in use until the answer is imported
    const keyFile = join(keyFolderOf(settings.home, authority), `${purpose}.requested.key`);
    await writePrivateFile(keyFile, privateKeyPem);
    const file = resolve(input.text('out') ?? '');
    writeFileSync(file, requestPem);
    return {
      value: { authority, purpose, file, keyFile },
      text: `${file}\nThe key waits in ${keyFile}; bring the CA's answer with: dienstweg cert import --as ${authority} --purpose ${purpose} --certificate FILE`,
    };
  },
};
