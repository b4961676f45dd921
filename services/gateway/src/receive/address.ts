/** Whom a request is for, as its head says it (RFC 9112 section 3.2). */
import type { IncomingMessage } from 'node:http';
import type { Refusal } from '../answer/refusal.ts';

const refused = (detail: string): Refusal => ({ code: 'request-invalid', detail });

/** Why it is for nobody that can be told, or for somebody else; `undefined` where its head is in order. */
export const judgeAddress = ({
  httpVersion,
  rawHeaders,
  headers: { host },
  url = '',
}: Pick<IncomingMessage, 'httpVersion' | 'rawHeaders' | 'headers' | 'url'>): Refusal | undefined => {
  const hosts = rawHeaders.filter((name, place) => place % 2 === 0 && name.toLowerCase() === 'host').length;
  if (hosts > 1) return refused('Host: stated more than once');
  if (hosts === 0 && httpVersion !== '1.0') return refused('Host: not stated');
  if (url.startsWith('/')) return undefined;
  const stated = URL.parse(url)?.host;
  if (stated === undefined) return refused('the address is no path');
  return stated.toLowerCase() === host?.toLowerCase() ? undefined : { code: 'misdirected-request' };
};

/** Whether the caller waits with the body until it is asked for. */
export const waitsWithBody = ({
  httpVersion,
  headers: { expect },
}: Pick<IncomingMessage, 'httpVersion' | 'headers'>): boolean =>
  httpVersion !== '1.0' && expect?.toLowerCase() === '100-continue';
