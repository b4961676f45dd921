/** Talking to the console's server: JSON both ways, refusals as problem documents, the session's token with each order. */
import type { Refusal } from '../../../src/api/shapes.ts';
import { languageNow } from '../i18n.ts';
import { watchTouches } from './untouched.ts';

/** The server said no; `refusal` says why, in the language of the page. */
export class Refused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.title);
    this.name = 'Refused';
    this.refusal = refusal;
  }
}

/** The server could not be asked at all. */
export class Unreachable extends Error {}

/** Values of a query; lists repeat the name, `undefined` leaves it out. */
export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** The address of a route with its query. */
export const address = (path: string, query: Query = {}): string => {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === '') continue;
    for (const one of Array.isArray(value) ? value : [value]) search.append(name, String(one));
  }
  const text = search.toString();
  return text === '' ? path : `${path}?${text}`;
};

const readAnswer = async <T>(response: Response): Promise<T> => {
  const type = response.headers.get('content-type') ?? '';
  if (response.ok) return (type.includes('json') ? await response.json() : await response.text()) as T;
  if (type.includes('problem+json')) throw new Refused((await response.json()) as Refusal);
  throw new Unreachable(`${response.status} ${response.statusText}`);
};

const ask = async <T>(url: string, init: RequestInit): Promise<T> => {
  let response: Response;
  try {
    response = await fetch(url, { ...init, credentials: 'same-origin', redirect: 'error' });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new Unreachable('no answer', { cause });
  }
  return readAnswer<T>(response);
};

/** The server does not count what a page asks while nobody is at it as a use of the session. */
const isUntouched = watchTouches(document, () => performance.now());

/** Asks; never changes anything. */
export const get = <T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> =>
  ask<T>(address(path, query), {
    headers: {
      accept: 'application/json',
      'accept-language': languageNow(),
      ...(isUntouched() ? { 'dienstweg-untouched': 'true' } : {}),
    },
    ...(signal === undefined ? {} : { signal }),
  });

/** Orders something; `csrfToken` is that of the session. */
export const post = <T>(path: string, body: unknown, csrfToken: string): Promise<T> =>
  ask<T>(path, {
    method: 'POST',
    headers: {
      accept: 'application/json',
      'accept-language': languageNow(),
      'content-type': 'application/json',
      'x-csrf-token': csrfToken,
    },
    body: JSON.stringify(body),
  });

/** Hands a file's text to the server. */
export const postXml = <T>(path: string, xml: string | Blob, csrfToken: string): Promise<T> =>
  ask<T>(path, {
    method: 'POST',
    headers: {
      accept: 'application/json',
      'accept-language': languageNow(),
      'content-type': 'application/xml',
      'x-csrf-token': csrfToken,
    },
    body: xml,
  });
