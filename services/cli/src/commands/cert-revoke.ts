import { userInfo } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { createDevelopmentCa } from '@dienstweg/certs/pki/ca.ts';
import { revoke, writeCrl } from '@dienstweg/certs/pki/revoke.ts';
import { readSerials } from '@dienstweg/certs/pki/serials.ts';
import { fingerprintOf } from '@dienstweg/certs/trust/certificate.ts';
import type { CommonSettings } from '@dienstweg/infra/settings.ts';
import type { CommandSpec } from '../args/command.ts';
import { usageError } from '../args/parse.ts';
import { purposeOf } from '../client/key-options.ts';
import { authorityNamed, keyOf } from '../client/keys.ts';

/** How often the gateway looks for new lists, and what it and its examining threads may need to read them. */
const GATEWAY_LOOKS_EVERY_MS = 1_000;
const GATEWAY_READS_WITHIN_MS = 2_000;

type AtGateway = 'looked-since' | 'not-running';

const WORDS: Readonly<Record<AtGateway, string>> = {
  'looked-since': `The running gateway, which looks for new lists every ${GATEWAY_LOOKS_EVERY_MS / 1000} s, has had the time to take them.`,
  'not-running': 'The gateway does not run here; it takes them when it starts.',
};

/** Waits until a running gateway has looked again; it does not show which lists it has. */
const gatewayHadTime = async (
  { ports }: Pick<CommonSettings, 'ports'>,
  tell: (line: string) => void,
): Promise<AtGateway> => {
  const lives = await fetch(`http://127.0.0.1:${ports.gatewayOps}/livez`, { signal: AbortSignal.timeout(2_000) }).then(
    ({ ok }) => ok,
    () => false,
  );
  if (!lives) return 'not-running';
  tell('waiting until the gateway has looked for new lists');
  await delay(GATEWAY_LOOKS_EVERY_MS + GATEWAY_READS_WITHIN_MS);
  return 'looked-since';
};

/** `cert revoke`: by fingerprint or serial number, or the one an authority has in this home; issues the lists anew. */
export const certRevoke: CommandSpec = {
  arguments: [{ name: 'ID', text: 'fingerprint (SHA-256) or serial number', optional: true }],
  options: {
    as: { value: 'AUTHORITY', text: 'or: the certificate of this authority' },
    purpose: { value: 'PURPOSE', text: 'which of its two (default signing)', choices: ['signing', 'tls'] },
    reason: { value: 'TEXT', text: 'why; kept in the index of the CA, with who did it' },
  },
  run: async (input, { settings, tell }) => {
    const { home } = settings;
    const as = input.text('as');
    const given = input.argument(0);
    if ((as === undefined) === (given === undefined)) throw usageError('Give either ID or --as AUTHORITY.');
    const id = given ?? fingerprintOf(keyOf(home, authorityNamed(as ?? ''), purposeOf(input)).der);
    const ca = await createDevelopmentCa(home.ca);
    const reason = input.text('reason');
    const before = await readSerials(ca.dir);
    const revoked = await revoke(ca, id, new Date(), {
      by: userInfo().username,
      ...(reason === undefined ? {} : { reason }),
    });
    const isNew = before.find(({ serial }) => serial === revoked.serial)?.revokedAt === undefined;
    await writeCrl(ca, home.trust.crls);
    const inForce = await gatewayHadTime(settings, tell);
    return {
      value: { ...revoked, gateway: inForce },
      text: [
        `${isNew ? 'revoked' : 'was revoked already,'} at ${revoked.revokedAt ?? ''}: ${revoked.commonName}, serial ${revoked.serial}`,
        `The lists in ${home.trust.crls} say so.`,
        WORDS[inForce],
      ].join('\n'),
    };
  },
};
