/** The console's cookies. Names hold the port: browsers keep cookies by host only, and two copies may run side by side. */

/** Cookies of a console. */
export interface CookieNames {
  readonly session: string;
  /** While somebody is at the OpenID provider. */
  readonly signIn: string;
}

/** Names for the console at an origin; with `__Host-` no other host or path can set them. */
export const cookieNames = (origin: string): CookieNames => {
  const { port } = new URL(origin);
  const end = port === '' ? '' : `-${port}`;
  return { session: `__Host-dienstweg${end}`, signIn: `__Host-dienstweg-sign-in${end}` };
};

/** The value of a cookie in a `Cookie` header. */
export const cookieIn = (header: string | undefined, name: string): string | undefined =>
  header
    ?.split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1);

/**
 * A `Set-Cookie` header. `Strict` for the session: pages themselves need none, and requests of pages come from the same
 * site. `Lax` for the sign-in, whose answer comes by way of the provider.
 */
export const setCookie = (name: string, value: string, sameSite: 'Strict' | 'Lax', maxAgeSeconds?: number): string =>
  [
    `${name}=${value}`,
    'Path=/',
    'Secure',
    'HttpOnly',
    `SameSite=${sameSite}`,
    ...(maxAgeSeconds === undefined ? [] : [`Max-Age=${maxAgeSeconds}`]),
  ].join('; ');

/** Takes a cookie away. */
export const dropCookie = (name: string, sameSite: 'Strict' | 'Lax'): string => setCookie(name, '', sameSite, 0);
