/** HTTPS with a certificate of our own towards one origin. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { isIP, type LookupFunction } from 'node:net';
import { checkServerIdentity, type PeerCertificate } from 'node:tls';
import { buildConnector, Pool } from 'undici';
import { skipContinue } from './skip-continue.ts';

/** One origin, who we are there and whom we expect. */
export interface MutualTlsTarget {
  /** `https://host:port` */
  readonly origin: string;
  readonly certPem: string;
  readonly keyPem: string;
  /** Anchors the server's chain must end in. */
  readonly caPem: string | readonly string[];
  /** SHA-256 of the server's certificate, hexadecimal. With it the certificate is the identity, not the host's name. */
  readonly expectedFingerprint?: string;
  /** Connections kept at most; default 8. */
  readonly connections?: number;
  readonly timeouts?: {
    readonly connectMs?: number;
    readonly headersMs?: number;
    readonly bodyMs?: number;
    readonly keepAliveMs?: number;
  };
  /** How host names become addresses; where an address may be refused. Default: the system's. */
  readonly lookup?: LookupFunction;
}

const pinned =
  (expected: string) =>
  (_host: string, certificate: PeerCertificate): Error | undefined => {
    const actual = createHash('sha256').update(certificate.raw).digest();
    const wanted = Buffer.from(expected.replaceAll(':', ''), 'hex');
    return actual.length === wanted.length && timingSafeEqual(actual, wanted)
      ? undefined
      : Object.assign(new Error('The server shows another certificate than the registered one.'), {
          code: 'ERR_CERTIFICATE_NOT_REGISTERED',
        });
  };

const skippingContinue = (options: buildConnector.BuildOptions): buildConnector.connector => {
  const connect = buildConnector(options);
  return (to, callback) =>
    connect(to, (...result) => {
      // where there is an error there is no socket, not even `null`
      const [error, socket] = result;
      if (error === null && socket !== null) skipContinue(socket);
      callback(...result);
    });
};

/**
 * A pool of connections over mutual TLS. Follows no redirect, trusts nothing but the anchors given. A server with another certificate than
 * the expected one fails with code `ERR_CERTIFICATE_NOT_REGISTERED`.
 */
export const mutualTlsPool = (target: MutualTlsTarget): Pool => {
  const { connectMs = 5_000, headersMs = 10_000, bodyMs = 10_000, keepAliveMs = 30_000 } = target.timeouts ?? {};
  const { hostname } = new URL(target.origin);
  return new Pool(target.origin, {
    connections: target.connections ?? 8,
    pipelining: 1,
    headersTimeout: headersMs,
    bodyTimeout: bodyMs,
    keepAliveTimeout: keepAliveMs,
    connect: skippingContinue({
      cert: target.certPem,
      key: target.keyPem,
      ca: [target.caPem].flat(),
      minVersion: 'TLSv1.2',
      rejectUnauthorized: true,
      timeout: connectMs,
      // A server name must be a name (RFC 6066, section 3).
      ...(isIP(hostname) === 0 ? { servername: hostname } : {}),
      ...(target.lookup === undefined ? {} : { lookup: target.lookup }),
      checkServerIdentity:
        target.expectedFingerprint === undefined ? checkServerIdentity : pinned(target.expectedFingerprint),
    }),
  });
};
