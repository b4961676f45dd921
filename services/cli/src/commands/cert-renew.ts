import { createDevelopmentCa } from '@dienstweg/certs/pki/ca.ts';
import { issueCertificate } from '@dienstweg/certs/pki/issue.ts';
import type { CommandSpec } from '../args/command.ts';
import { countFrom } from '../client/identifiers.ts';
import { KEY_OPTIONS, keyNamed } from '../client/key-options.ts';
import { keyOf } from '../client/keys.ts';
import { leafOf } from '../client/leaf.ts';
import { connectOperator } from '../client/operator.ts';
import { placeKey } from '../client/place-key.ts';
import { SIGNING_OPTIONS, signingOf } from '../registry/registrar.ts';
import { registerAndUse } from './cert-use.ts';

/** `cert renew`: a new key and certificate of the development CA, registered and taken into use while everything runs. */
export const certRenew: CommandSpec = {
  options: {
    ...KEY_OPTIONS,
    days: { value: 'N', text: 'days of validity (default 365)' },
    ...SIGNING_OPTIONS,
  },
  examples: ['dienstweg cert renew --as quellhorn.meldebehoerde --purpose signing'],
  run: async (input, cli) => {
    const { home } = cli.settings;
    const of = keyNamed(input);
    const days = countFrom('days', input.text('days'), 365, 3650);
    // nothing is made that could not be registered
    const { der } = keyOf(home, of.authority, of.purpose);
    signingOf(home, input);
    await (await connectOperator(cli.settings))[Symbol.asyncDispose]();
    const ca = await createDevelopmentCa(home.ca);
    await placeKey(home, of, await issueCertificate(ca, { ...leafOf(of, { like: der, days }), now: new Date() }));
    return registerAndUse(of, input, cli);
  },
};
