/** One-time links into the console of this home. */
import { userInfo } from 'node:os';
import { type LinkHolder, makeConsoleLink } from '@dienstweg/infra/console-link.ts';
import type { CommonSettings } from '@dienstweg/infra/settings.ts';

/** Roles that whoever runs this home has. */
export const EVERY_ROLE = ['viewer', 'operator', 'registrar', 'auditor'] as const;

/** Makes a link that counts once, for ten minutes. It is a secret: whoever has it first is signed in. */
export const consoleLinkFor = async (
  { home, ports }: Pick<CommonSettings, 'home' | 'ports'>,
  holder: Omit<LinkHolder, 'by'> = { roles: EVERY_ROLE },
): Promise<string> => {
  const token = await makeConsoleLink(home.consoleLinks, { by: userInfo().username, ...holder }, new Date());
  return `http://127.0.0.1:${ports.console}/sign-in#${token}`;
};
