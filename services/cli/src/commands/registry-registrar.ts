import { X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprintOf } from '@dienstweg/certs/trust/certificate.ts';
import type { CommandSpec } from '../args/command.ts';
import { readKeyPair } from '../client/keys.ts';
import { registrarNamed } from '../registry/registrar.ts';
import { issueInto, provisionHome } from '../up/provision.ts';

/** `registry registrar NAME`: another registrar of this home, with a key of its own; made once. */
export const registryRegistrar: CommandSpec = {
  arguments: [{ name: 'NAME', text: 'lower-case letters, digits and hyphens' }],
  run: async (input, { settings, tell }) => {
    const name = registrarNamed(input.argument(0) ?? '');
    const now = new Date();
    const folder = settings.home.registrar.root;
    const { ca } = await provisionHome(settings, { now, tell });
    const isNew = !existsSync(join(folder, `${name}.key`));
    const leaf = { commonName: `Dienstweg registrar ${name}`, purposes: 'signing' } as const;
    if (isNew) await issueInto(settings.home, ca, { folder, name, leaf }, now);
    const { der } = readKeyPair(folder, name) ?? { der: new Uint8Array() };
    const { validToDate } = new X509Certificate(der);
    const value = {
      registrar: name,
      isNew,
      fingerprint: fingerprintOf(der),
      validUntil: validToDate.toISOString(),
      certificateFile: join(folder, `${name}.pem`),
    };
    return {
      value,
      text: [
        `registrar ${name}, valid until ${value.validUntil}${isNew ? '' : ' (was there already)'}`,
        `SHA-256 ${value.fingerprint}`,
        value.certificateFile,
        `It counts at once. Sign as it with --registrar ${name}.`,
      ].join('\n'),
    };
  },
};
