/** Which roles somebody has, and what these may. Pure. */
import { type AuthorityId, parseAuthorityId } from '@dienstweg/schemas/identifiers.ts';
import { PERMISSIONS_OF } from '../api/routes.ts';
import type { Permission, Role } from '../api/shapes/session.ts';

/** Whom the server takes somebody for. */
export interface Person {
  /** Stable and unique among all who sign in: issuer and subject, or the account of this machine. */
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
  /** Of a case worker. */
  readonly authority?: AuthorityId;
}

const isRole = (text: string): text is Role => Object.hasOwn(PERMISSIONS_OF, text);

/** Roles among texts: `dienstweg-operator` or `operator`; whatever else is not ours. */
export const rolesAmong = (texts: readonly unknown[]): readonly Role[] => {
  const roles = texts.flatMap((text) => {
    const role = typeof text === 'string' ? text.replace(/^dienstweg-/, '') : '';
    return isRole(role) ? [role] : [];
  });
  return [...new Set(roles)];
};

/**
 * Whom claims make somebody; `undefined` where they give no role. A case worker without an authority has none. Whoever
 * has another role beside sees everything anyway.
 */
export const personOf = (
  id: string,
  name: string,
  roles: readonly Role[],
  authority: string | undefined,
): Person | undefined => {
  const parsed = authority === undefined ? undefined : parseAuthorityId(authority);
  const others = roles.filter((role) => role !== 'case-worker');
  if (others.length > 0) return { id, name, roles: others };
  if (!roles.includes('case-worker') || parsed === undefined) return undefined;
  return { id, name, roles: ['case-worker'], authority: parsed };
};

/** Everything the roles together may. */
export const permissionsOf = (roles: readonly Role[]): readonly Permission[] => [
  ...new Set(roles.flatMap((role): readonly Permission[] => PERMISSIONS_OF[role])),
];
