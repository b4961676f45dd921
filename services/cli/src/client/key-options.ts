/** Options of the commands about keys and certificates. */
import { CHANGE_FORMATS } from '@dienstweg/schemas/directory/change/change-formats.ts';
import { SANDBOX_AUTHORITIES } from '@dienstweg/schemas/sandbox/authorities.ts';
import type { Input, OptionSpec } from '../args/command.ts';
import { usageError } from '../args/parse.ts';
import { authorityNamed, type KeyOf, type KeyPurpose } from './keys.ts';
import { readInput, SMALL_LIMIT_BYTES } from './read-input.ts';

/** Whose key, and which of its two. */
export const KEY_OPTIONS: Readonly<Record<'as' | 'purpose', OptionSpec>> = {
  as: { value: 'AUTHORITY', text: 'whose key', required: true },
  purpose: { value: 'PURPOSE', text: 'what it is for (default signing)', choices: ['signing', 'tls'] },
};

/** The password of a key store, from a file or the command line. */
export const PASSWORD_OPTIONS: Readonly<Record<'password-file' | 'password', OptionSpec>> = {
  'password-file': { value: 'FILE', text: 'file whose first line is the password of the key store' },
  password: { value: 'TEXT', text: 'the password itself; others on the machine may see it' },
};

/** `signing` unless stated. */
export const purposeOf = (input: Input): KeyPurpose => (input.text('purpose') === 'tls' ? 'tls' : 'signing');

/** Whose key is meant. Throws `usage-error` for an identifier that the registry does not take: no key of it would count. */
export const keyNamed = (input: Input): KeyOf => {
  const stated = input.text('as') ?? '';
  const authority = authorityNamed(stated);
  const { authority: form } = CHANGE_FORMATS;
  if (form?.validate(authority) !== false) return { authority, purpose: purposeOf(input) };
  const meant = SANDBOX_AUTHORITIES.find(({ id }) => id.endsWith(`:${authority}`))?.id;
  throw usageError(
    `"${stated}" is no authority that a registry takes: ${form.expected}.${meant === undefined ? '' : ` Did you mean ${meant}?`}`,
  );
};

/** The password. Throws `usage-error` where none or two are given. */
export const passwordOf = (input: Input): string => {
  const [file, text] = [input.text('password-file'), input.text('password')];
  if (file !== undefined && text !== undefined) throw usageError('Give either --password-file or --password.');
  const password =
    file === undefined ? text : (readInput(file, SMALL_LIMIT_BYTES).toString('utf8').split(/\r?\n/)[0] ?? '');
  if (password === undefined || password === '') throw usageError('A key store needs a password: --password-file FILE');
  return password;
};
