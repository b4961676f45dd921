import { fingerprintOf } from '@dienstweg/certs/trust/certificate.ts';
import { loadTrust } from '@dienstweg/certs/trust/trust.ts';
import type { Cli, CommandSpec, Input, Outcome } from '../args/command.ts';
import { KEY_OPTIONS, keyNamed } from '../client/key-options.ts';
import { type KeyOf, keyOf } from '../client/keys.ts';
import { connectOperator } from '../client/operator.ts';
import { nextKeyOf, takeIntoUse, useCommand } from '../client/place-key.ts';
import { isRevoked } from '../client/revoked.ts';
import { readFold } from '../registry/current.ts';
import { waitingText } from '../registry/propose.ts';
import { registerCertificate } from '../registry/register-certificate.ts';
import { SIGNING_OPTIONS, signingOf } from '../registry/registrar.ts';

/** Registers the key that waits, or the one in use where none waits, and takes it into use once the registry knows it. */
export const registerAndUse = async (of: KeyOf, input: Input, cli: Cli): Promise<Outcome> => {
  const { home } = cli.settings;
  const next = nextKeyOf(home, of);
  const { der } = next ?? keyOf(home, of.authority, of.purpose);
  const fingerprint = fingerprintOf(der);
  const signing = signingOf(home, input);
  await using operator = await connectOperator(cli.settings);
  const fold = await readFold(operator);
  const before = next === undefined ? undefined : keyOf(home, of.authority, of.purpose);
  const registered = await registerCertificate({ cli, operator, fold, signing }, of, der);
  if (registered.is === 'pending')
    return {
      value: { ...of, fingerprint, inUse: next === undefined, pending: true, change: registered.id },
      text: `${waitingText(registered.id)}\nThen: ${useCommand(of)}`,
      exitCode: 1,
    };
  await takeIntoUse(home, of);
  const { edition } = registered;
  const registration = registered.is === 'known' ? 'known already' : `registered in edition ${edition}`;
  return {
    value: { ...of, fingerprint, inUse: true, registered: registered.is, edition },
    text: [
      `${of.purpose} certificate of ${of.authority}: ${registration}, and in use.`,
      `SHA-256 ${fingerprint}`,
      ...(before === undefined
        ? []
        : [
            isRevoked(loadTrust(home.trust.root), before.der, of.purpose, new Date())
              ? 'The one before is revoked; its key stays beside it.'
              : 'The one before still counts, and its key stays beside it, until it ends or is revoked.',
          ]),
    ].join('\n'),
  };
};

/** `cert use`: registers a key that was made or brought, and takes it into use. */
export const certUse: CommandSpec = {
  options: { ...KEY_OPTIONS, ...SIGNING_OPTIONS },
  run: (input, cli) => registerAndUse(keyNamed(input), input, cli),
};
