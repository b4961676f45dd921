/**
 * The token call of that interface: who proves by a signed assertion that he holds the key of a registered
 * certificate gets a token for the rest of the day. No client certificate is needed for it on the connection.
 */
import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import type { CertificateEntry } from '@dienstweg/schemas/directory/change/changes.ts';
import { dayOf } from '@dienstweg/schemas/directory/day.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import { decodeJwt, errors, jwtVerify, SignJWT } from 'jose';

/** What tokens are given and checked with. */
export interface TokenNeeds {
  /** Certificates in force today behind a fingerprint. */
  readonly certificates: (fingerprint: string, day: string) => readonly CertificateEntry[];
  /** Whether a registered certificate still counts: chain, expiry, revocation. */
  readonly isTrusted: (der: Uint8Array, at: Date) => boolean;
  /** PEM of an EC P-256 key of this node, and its name. */
  readonly privateKeyPem: string;
  readonly issuer: string;
  readonly now: () => Date;
}

/** A token, or why none is given; `error` is one of RFC 6749. */
export type Exchange =
  | { readonly ok: true; readonly accessToken: string; readonly expiresInSeconds: number }
  | { readonly ok: false; readonly error: 'invalid_request' | 'invalid_client'; readonly detail: string };

const TYPE = 'dienstweg-dvdv+jwt';
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
/** An assertion that lives longer than this proves too little. */
const LONGEST_ASSERTION_SECONDS = 24 * 3600;
const CLOCKS_DIFFER_SECONDS = 60;
const SUBJECT = /^fp:([0-9a-f]{40}|[0-9a-f]{64})$/i;

/** Gives and checks tokens. */
export const tokenDesk = ({ certificates, isTrusted, privateKeyPem, issuer, now }: TokenNeeds) => {
  const privateKey = createPrivateKey(privateKeyPem);
  const publicKey = createPublicKey(privateKey);
  const used = usedOnce(now);

  const refused = (detail: string): Exchange => ({ ok: false, error: 'invalid_client', detail });

  return {
    /** `audience`: the address of the token call as the client called it. */
    exchange: async (assertion: string, audience: string): Promise<Exchange> => {
      const at = now();
      const subject = SUBJECT.exec(subjectOf(assertion))?.[1];
      if (subject === undefined) return refused('sub must be fp:<fingerprint of the certificate>');
      const known = certificates(subject, dayOf(at));
      if (known.length === 0) return refused('no certificate in force has this fingerprint');
      const entry = known.find(({ der }) => isTrusted(Buffer.from(der, 'base64'), at));
      if (entry === undefined) return refused('the certificate is expired, revoked or not trusted');
      try {
        const key = new X509Certificate(Buffer.from(entry.der, 'base64')).publicKey;
        const { payload } = await jwtVerify(assertion, key, {
          algorithms: ALGORITHMS,
          audience,
          requiredClaims: ['exp', 'iat'],
          clockTolerance: CLOCKS_DIFFER_SECONDS,
          maxTokenAge: LONGEST_ASSERTION_SECONDS,
          currentDate: at,
        });
        const { exp = 0, iat = 0, jti } = payload;
        if (exp - iat > LONGEST_ASSERTION_SECONDS) return refused('exp is more than a day after iat');
        if (jti !== undefined && !used(entry.fingerprint, jti, exp)) return refused('jti was used before');
      } catch (error) {
        return refused(error instanceof errors.JOSEError ? error.message : 'the signature cannot be checked');
      }
      const seconds = Math.floor(at.getTime() / 1000);
      const until = endOfDay(at);
      const accessToken = await new SignJWT({ fp: entry.fingerprint })
        .setProtectedHeader({ alg: 'ES256', typ: TYPE })
        .setIssuer(issuer)
        .setSubject(entry.authority)
        .setIssuedAt(seconds)
        .setExpirationTime(until)
        .sign(privateKey);
      return { ok: true, accessToken, expiresInSeconds: until - seconds };
    },
    /** Whose token it is; `undefined` for one that is not ours, is over, or whose certificate no longer counts. */
    holder: async (token: string): Promise<AuthorityId | undefined> => {
      const at = now();
      try {
        const { payload } = await jwtVerify(token, publicKey, {
          algorithms: ['ES256'],
          typ: TYPE,
          issuer,
          requiredClaims: ['exp', 'sub', 'fp'],
          currentDate: at,
        });
        return certificates(String(payload.fp), dayOf(at)).find(
          ({ authority, der }) => authority === payload.sub && isTrusted(Buffer.from(der, 'base64'), at),
        )?.authority;
      } catch {
        return undefined;
      }
    },
  };
};

/** Gives and checks tokens; made by {@link tokenDesk}. */
export type TokenDesk = ReturnType<typeof tokenDesk>;

const subjectOf = (assertion: string): string => {
  try {
    return decodeJwt(assertion).sub ?? '';
  } catch {
    return '';
  }
};

/** Seconds since 1970 at which the legal day of `at` is over. */
const endOfDay = (at: Date): number => {
  const quarter = 15 * 60;
  const today = dayOf(at);
  let seconds = Math.ceil((at.getTime() / 1000 + 1) / quarter) * quarter;
  while (dayOf(new Date(seconds * 1000)) === today) seconds += quarter;
  return seconds;
};

/** A certificate that comes with more than this a day is turned away rather than its first ones forgotten. */
const MOST_REMEMBERED = 10_000;

/** Whether something is used for the first time by `who`; remembered until it would be refused anyway. */
const usedOnce = (now: () => Date): ((who: string, name: string, untilSeconds: number) => boolean) => {
  const usedBy = new Map<string, Map<string, number>>();
  return (who, name, untilSeconds) => {
    const seconds = now().getTime() / 1000 - CLOCKS_DIFFER_SECONDS;
    const until = usedBy.get(who) ?? new Map<string, number>();
    if (until.size >= MOST_REMEMBERED) for (const [each, end] of until) if (end < seconds) until.delete(each);
    if (until.has(name) || until.size >= MOST_REMEMBERED) return false;
    usedBy.set(who, until.set(name, untilSeconds));
    return true;
  };
};
