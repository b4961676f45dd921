import { resolve } from 'node:path';
import { createDevelopmentCa } from '@dienstweg/certs/pki/ca.ts';
import { writeCrl } from '@dienstweg/certs/pki/revoke.ts';
import { readSerials } from '@dienstweg/certs/pki/serials.ts';
import type { CommandSpec } from '../args/command.ts';
import { countFrom } from '../client/identifiers.ts';

/** `cert crl`: the revocation lists of root and issuing CA, issued anew. */
export const certCrl: CommandSpec = {
  options: {
    out: { value: 'DIR', text: 'where they go (default this home’s trust folder)' },
    days: { value: 'N', text: 'for how many days they hold (default 30)' },
  },
  run: async (input, { settings: { home } }) => {
    const folder = resolve(input.text('out') ?? home.trust.crls);
    const ca = await createDevelopmentCa(home.ca);
    await writeCrl(ca, folder, { days: countFrom('days', input.text('days'), 30, 365) });
    const revoked = (await readSerials(home.ca)).filter(({ revokedAt }) => revokedAt !== undefined);
    return { value: { folder, revoked }, text: `${folder}: ${revoked.length} revoked` };
  },
};
