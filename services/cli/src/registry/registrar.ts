/** Who signs: the registrars whose keys lie in this home. */
import { userInfo } from 'node:os';
import { registryChangeSigner } from '@dienstweg/certs/jws/registry-change.ts';
import type { Home } from '@dienstweg/infra/home.ts';
import type { RegistryRecord } from '@dienstweg/schemas/directory/change/changes.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { Input, OptionSpec } from '../args/command.ts';
import { usageError } from '../args/parse.ts';
import { readKeyPair } from '../client/keys.ts';

/** File name of the key every home has. */
export const FIRST_REGISTRAR = 'signing';

/** Options of everything that is signed. */
export const SIGNING_OPTIONS = {
  by: { value: 'NAME', text: 'who asks for it (default the registrar named, else the name of the account)' },
  registrar: {
    value: 'NAME',
    text: 'whose key of this home signs (default the first; others: registry registrar NAME)',
  },
} as const satisfies Readonly<Record<string, OptionSpec>>;

/** The name of a registrar as a file is named after it. Throws `usage-error` for any other. */
export const registrarNamed = (text: string): string => {
  if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(text))
    throw usageError(`"${text}" is no name of a registrar: 1–40 lower-case letters, digits and hyphens.`);
  return text;
};

/** Who signs, and in whose name. */
export interface Signing {
  readonly by: string;
  readonly sign: (record: RegistryRecord) => string;
}

/** As the options say. Throws `not-found` where the home has no such key. */
export const signingOf = (home: Home, input: Pick<Input, 'text'>): Signing => {
  const named = input.text('registrar');
  const name = named === undefined ? FIRST_REGISTRAR : registrarNamed(named);
  const pair = readKeyPair(home.registrar.root, name);
  if (pair === undefined)
    throw new ProblemError(
      problem('not-found', {
        detail: `This home has no key of the registrar "${name}". Make one: dienstweg registry registrar ${name}`,
      }),
    );
  return { by: input.text('by') ?? named ?? userInfo().username, sign: registryChangeSigner(pair) };
};
