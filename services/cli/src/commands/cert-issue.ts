import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { issueCertificate } from '@dienstweg/certs/pki/issue.ts';
import { answerRequest } from '@dienstweg/certs/pki/request.ts';
import type { CommandSpec } from '../args/command.ts';
import { usageError } from '../args/parse.ts';
import { countFrom } from '../client/identifiers.ts';
import { KEY_OPTIONS, keyNamed } from '../client/key-options.ts';
import { leafOf } from '../client/leaf.ts';
import { placedText, placeKey } from '../client/place-key.ts';
import { readInput, SMALL_LIMIT_BYTES } from '../client/read-input.ts';
import { provisionHome } from '../up/provision.ts';

/** `cert issue`: a new key and certificate of the development CA for an authority of this home, or an answer to a request. */
export const certIssue: CommandSpec = {
  options: {
    ...KEY_OPTIONS,
    name: { value: 'NAME', text: 'common name in the certificate (default the authority)' },
    days: { value: 'N', text: 'days of validity (default 365)' },
    request: { value: 'FILE', text: 'answer this certificate request instead of making a key' },
    out: { value: 'FILE', text: 'where the answer to a request goes' },
  },
  run: async (input, { settings, tell }) => {
    const now = new Date();
    const { authority, purpose } = keyNamed(input);
    const [request, out] = [input.text('request'), input.text('out')];
    if ((request === undefined) !== (out === undefined)) throw usageError('--request FILE and --out FILE go together.');
    const days = countFrom('days', input.text('days'), 365, 3650);
    const leaf = leafOf({ authority, purpose }, { name: input.text('name'), days });
    const { ca } = await provisionHome(settings, { now, tell });
    if (request !== undefined && out !== undefined) {
      const answer = await answerRequest(ca, readInput(request, SMALL_LIMIT_BYTES).toString('utf8'), { ...leaf, now });
      writeFileSync(resolve(out), answer.chainPem);
      const value = { authority, purpose, fingerprint: answer.fingerprint, file: resolve(out) };
      return { value, text: `${resolve(out)}\nSHA-256 ${answer.fingerprint}` };
    }
    const placed = await placeKey(settings.home, { authority, purpose }, await issueCertificate(ca, { ...leaf, now }));
    return { value: placed, text: placedText(placed) };
  },
};
