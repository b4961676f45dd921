import { createDevelopmentCa } from '@dienstweg/certs/pki/ca.ts';
import { revoke, writeCrl } from '@dienstweg/certs/pki/revoke.ts';
import { fingerprintOf } from '@dienstweg/certs/trust/certificate.ts';
import type { CommandSpec } from '../args/command.ts';
import { usageError } from '../args/parse.ts';
import { purposeOf } from '../client/key-options.ts';
import { authorityNamed, keyOf } from '../client/keys.ts';

/** `cert revoke`: by fingerprint or serial number, or the one an authority has in this home; issues the lists anew. */
export const certRevoke: CommandSpec = {
  arguments: [{ name: 'ID', text: 'fingerprint (SHA-256) or serial number', optional: true }],
  options: {
    as: { value: 'AUTHORITY', text: 'or: the certificate of this authority' },
    purpose: { value: 'PURPOSE', text: 'which of its two (default signing)', choices: ['signing', 'tls'] },
  },
  run: async (input, { settings: { home } }) => {
    const as = input.text('as');
    const given = input.argument(0);
    if ((as === undefined) === (given === undefined)) throw usageError('Give either ID or --as AUTHORITY.');
    const id = given ?? fingerprintOf(keyOf(home, authorityNamed(as ?? ''), purposeOf(input)).der);
    const ca = await createDevelopmentCa(home.ca);
    const revoked = await revoke(ca, id);
    await writeCrl(ca, home.trust.crls);
    return {
      value: revoked,
      text: `revoked at ${revoked.revokedAt ?? ''}: ${revoked.commonName}, serial ${revoked.serial}\nThe lists in ${home.trust.crls} say so.`,
    };
  },
};
