/** Whom the claims of an OpenID provider make somebody. Pure. */
import type { OidcConfig } from '../config.ts';
import { type Person, personOf, rolesAmong } from './roles.ts';

type Claims = Readonly<Record<string, unknown>>;

/** A claim by its path: `realm_access.roles`; a name with dots in it is looked for as it is first. */
export const claimAt = (claims: Claims, path: string): unknown => {
  if (Object.hasOwn(claims, path)) return claims[path];
  return path
    .split('.')
    .reduce<unknown>(
      (value, step) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, step) ? (value as Claims)[step] : undefined,
      claims,
    );
};

const textOf = (value: unknown): string | undefined => {
  const [first] = [value].flat();
  return typeof first === 'string' && first.trim() !== '' ? first.trim().slice(0, 120) : undefined;
};

/** Whom they make somebody; `undefined` where they give no role. Names are for people, the subject is who it is. */
export const personIn = (
  claims: Claims,
  { issuer, rolesClaim, authorityClaim }: Pick<OidcConfig, 'issuer' | 'rolesClaim' | 'authorityClaim'>,
): Person | undefined => {
  const subject = textOf(claims.sub);
  if (subject === undefined) return undefined;
  const stated = claimAt(claims, rolesClaim);
  const roles = rolesAmong(typeof stated === 'string' ? stated.split(/[\s,]+/) : [stated].flat());
  const name = textOf(claims.name) ?? textOf(claims.preferred_username) ?? textOf(claims.email) ?? subject;
  // two providers may give the same subject
  return personOf(`${new URL(issuer).host}#${subject}`, name, roles, textOf(claimAt(claims, authorityClaim)));
};
