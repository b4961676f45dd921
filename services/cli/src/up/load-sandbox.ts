/** Loads the sandbox's directory into the registry, signed by the home's registrar; loaded twice, it is recorded once. */
import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { registryChangeSigner } from '@dienstweg/certs/jws/registry-change.ts';
import { fingerprintOf } from '@dienstweg/certs/trust/certificate.ts';
import type { CommonSettings } from '@dienstweg/infra/settings.ts';
import type { RegistryChange } from '@dienstweg/schemas/directory/changes.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import { SANDBOX_AUTHORITIES } from '@dienstweg/schemas/sandbox/authorities.ts';
import { sandboxChange } from '@dienstweg/schemas/sandbox/directory.ts';
import { keyOf, readKeyPair } from '../client/keys.ts';
import type { Operator } from '../client/operator.ts';

/** Signs a change as this home's registrar. Throws `not-found` where the home has no registrar's key. */
export const signedChange = ({ home }: Pick<CommonSettings, 'home'>, change: RegistryChange): string => {
  const registrar = readKeyPair(home.registrar.root, 'signing');
  if (registrar === undefined)
    throw new ProblemError(problem('not-found', { detail: `This home has no registrar's key: ${home.registrar.key}` }));
  return registryChangeSigner(registrar)(change);
};

/** The sandbox as this home's keys and ports make it. */
export const sandboxOf = ({ home, ports }: Pick<CommonSettings, 'home' | 'ports'>): RegistryChange => {
  const node = readKeyPair(join(home.nodes, 'sandbox'), 'tls');
  if (node === undefined) throw new ProblemError(problem('not-found', { detail: 'The sandbox has no TLS key.' }));
  return sandboxChange({
    certificates: SANDBOX_AUTHORITIES.flatMap(({ id }) =>
      (['signing', 'tls'] as const).map((purpose) => {
        const { der } = keyOf(home, id, purpose);
        return { authority: id, purpose, der, fingerprint: fingerprintOf(der) };
      }),
    ),
    pushBaseUrl: `https://127.0.0.1:${ports.sandbox}`,
    benchUrl: `https://127.0.0.1:${ports.benchRecipient}/messages`,
    tlsFingerprint: fingerprintOf(new X509Certificate(node.chainPem).raw),
  });
};

/** Records the sandbox; resolves with the edition. */
export const loadSandbox = async (settings: CommonSettings, operator: Operator): Promise<number> => {
  const change = signedChange(settings, sandboxOf(settings));
  const { edition } = await operator.ask('registryChange', { change }, 15_000);
  return edition;
};
