/** Loads the sandbox's directory into the registry, signed by the home's registrar, where it fits what others made of it. */
import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { registryChangeSigner } from '@dienstweg/certs/jws/registry-change.ts';
import { fingerprintOf } from '@dienstweg/certs/trust/certificate.ts';
import type { CommonSettings } from '@dienstweg/infra/settings.ts';
import type { RegistryChange } from '@dienstweg/schemas/directory/change/changes.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import { SANDBOX_AUTHORITIES } from '@dienstweg/schemas/sandbox/authorities.ts';
import { sandboxChange } from '@dienstweg/schemas/sandbox/directory.ts';
import { keyOf, readKeyPair } from '../client/keys.ts';
import type { Operator } from '../client/operator.ts';
import { readFold } from '../registry/current.ts';
import { sendSigned } from '../registry/send-change.ts';
import { planSandbox } from './plan-sandbox.ts';

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

/** What became of the sandbox. */
export interface LoadedSandbox {
  readonly edition: number;
  /** Why its definition was not recorded, where it was not. */
  readonly differs?: string;
}

/** What stands against a change of the sandbox keeps no system from running; a bus that is away does. */
const STANDS_AGAINST = ['registry-change-invalid', 'registry-conflict'];

/**
 * Records the sandbox where it never was, and what its definition has otherwise since. What others changed in it is
 * theirs: where that does not fit together, nothing is recorded, and it is said why.
 */
export const loadSandbox = async (settings: CommonSettings, operator: Operator): Promise<LoadedSandbox> => {
  const { directory } = await readFold(operator);
  const { edition } = directory;
  const plan = planSandbox(directory, sandboxOf(settings));
  if (plan.is === 'there') return { edition };
  if (plan.is === 'changed-by-others') {
    const [first = ''] = plan.entries;
    const more = plan.entries.length > 1 ? ` and ${plan.entries.length - 1} more` : '';
    return {
      edition,
      differs: `${first}${more} was changed here, and otherwise in the sandbox that this version brings`,
    };
  }
  try {
    const reply = await sendSigned(operator, { change: signedChange(settings, plan.change) });
    return reply.pending === true
      ? { edition, differs: `it waits for a second registrar: dienstweg registry approve ${plan.change.id}` }
      : { edition: reply.edition };
  } catch (error) {
    if (!(error instanceof ProblemError) || !STANDS_AGAINST.includes(error.problem.code)) throw error;
    return { edition, differs: error.problem.violations[0]?.text ?? error.problem.detail };
  }
};
