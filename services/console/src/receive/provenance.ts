/** Where a request comes from, and whether it is meant for us. Pure. */

/** What of a request's headers is looked at. */
export interface RequestMarks {
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly fetchSite: string | undefined;
}

/**
 * Hosts under which the console answers. A name that leads to loopback in somebody else's zone is none of them: that is
 * how a foreign page would reach a console on the visitor's own machine (DNS rebinding).
 */
export const hostsOf = (origin: string, isLoopback: boolean): ReadonlySet<string> => {
  const { host, port } = new URL(origin);
  const at = port === '' ? '' : `:${port}`;
  return new Set(isLoopback ? [host, `127.0.0.1${at}`, `localhost${at}`, `[::1]${at}`] : [host]);
};

/** Whether the request names us as its host. */
export const isForUs = (hosts: ReadonlySet<string>, { host }: RequestMarks): boolean =>
  host !== undefined && hosts.has(host.toLowerCase());

/**
 * Whether a request that does something may come from our own pages. Browsers always say where such a request comes
 * from; what says nothing is no browser.
 */
export const isFromUs = (scheme: string, { host, origin, fetchSite }: RequestMarks): boolean => {
  if (fetchSite !== undefined && fetchSite !== 'same-origin') return false;
  return origin === undefined || origin.toLowerCase() === `${scheme}//${host?.toLowerCase()}`;
};

const PATH = /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]{0,500}$/;

/** A path of ours to go to after signing in; whatever could lead elsewhere becomes the first page. */
export const localPath = (to: string | undefined): string => {
  if (to === undefined || !PATH.test(to)) return '/';
  const base = 'http://console.invalid';
  const url = URL.parse(to, base);
  const path = url === null || url.origin !== base ? '/' : `${url.pathname}${url.search}`;
  // dots taken out may have left two slashes at its beginning
  return PATH.test(path) ? path : '/';
};
