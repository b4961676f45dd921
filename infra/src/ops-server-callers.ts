/** Whom an operations server answers. No page open in a browser of this machine is among them. Pure. */

/** What of a request's headers is looked at. */
export interface CallerMarks {
  readonly host?: string | undefined;
  readonly origin?: string | undefined;
  readonly 'content-type'?: string | undefined;
}

/** Why a request is refused. */
export interface CallerRefusal {
  readonly status: 403 | 415 | 421;
  readonly text: string;
}

/**
 * Ourselves by name, or any address (it may be that of a forwarder): only names lead elsewhere than they seem to. Any port:
 * it may be another one behind a tunnel.
 */
const OURS = /^(?:localhost|\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:.]+\])(?::\d{1,5})?$/;
const JSON_TYPE = /^application\/json\s*(?:;|$)/i;

/**
 * Whether a request comes from somebody who may ask: under a name of ours, since a foreign one that leads to loopback is how
 * a foreign page would read us (DNS rebinding); from no foreign page; and orders as JSON, which pages cannot send unasked.
 */
export const refusalOf = (marks: CallerMarks, isOrder: boolean): CallerRefusal | undefined => {
  const host = marks.host?.toLowerCase() ?? '';
  if (!OURS.test(host)) return { status: 421, text: 'ask under an address, or under localhost\n' };
  if (marks.origin !== undefined && marks.origin.toLowerCase() !== `http://${host}`)
    return { status: 403, text: 'not for pages of others\n' };
  if (isOrder && !JSON_TYPE.test(marks['content-type'] ?? ''))
    return { status: 415, text: 'orders have to be application/json\n' };
  return undefined;
};
