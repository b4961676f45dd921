import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { importPkcs12 } from '@dienstweg/certs/pki/pkcs12.ts';
import { acceptAnswer } from '@dienstweg/certs/pki/request.ts';
import { isThere } from '@dienstweg/infra/is-there.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { CommandSpec } from '../args/command.ts';
import { usageError } from '../args/parse.ts';
import { KEY_OPTIONS, keyNamed, PASSWORD_OPTIONS, passwordOf } from '../client/key-options.ts';
import { keyFolderOf } from '../client/keys.ts';
import { placedText, placeKey } from '../client/place-key.ts';
import { readInput, SMALL_LIMIT_BYTES } from '../client/read-input.ts';

/** `cert import`: a key store (PKCS#12), or a CA's answer (PEM) to a request made here. */
export const certImport: CommandSpec = {
  options: {
    ...KEY_OPTIONS,
    store: { value: 'FILE', text: 'key store with one key and its certificates' },
    ...PASSWORD_OPTIONS,
    certificate: { value: 'FILE', text: 'the CA’s answer to dienstweg cert request' },
  },
  run: async (input, { settings }) => {
    const { authority, purpose } = keyNamed(input);
    const [store, certificate] = [input.text('store'), input.text('certificate')];
    if ((store === undefined) === (certificate === undefined))
      throw usageError('Give either --store FILE or --certificate FILE.');
    if (store !== undefined) {
      const pair = importPkcs12(readInput(store, SMALL_LIMIT_BYTES), passwordOf(input));
      const placed = await placeKey(settings.home, { authority, purpose }, pair);
      return { value: placed, text: placedText(placed) };
    }
    const keyFile = join(keyFolderOf(settings.home, authority), `${purpose}.requested.key`);
    if (!isThere(keyFile))
      throw new ProblemError(problem('not-found', { detail: `No request waits for an answer: ${keyFile}` }));
    const privateKeyPem = readFileSync(keyFile, 'utf8');
    const { chainPem } = acceptAnswer(privateKeyPem, readInput(certificate ?? '', SMALL_LIMIT_BYTES).toString('utf8'));
    const placed = await placeKey(settings.home, { authority, purpose }, { privateKeyPem, chainPem });
    rmSync(keyFile);
    return { value: placed, text: placedText(placed) };
  },
};
