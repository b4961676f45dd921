/**
 * Signing in by OpenID Connect: authorization code with PKCE, state and nonce. What is pending is kept here and bound to
 * the browser by a cookie; the library checks the answer, its signature and the nonce.
 */
import { randomBytes } from 'node:crypto';
import type { Log } from '@dienstweg/infra/log.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type * as Client from 'openid-client';
import type { RecordAction } from '../act/record-action.ts';
import { isLoopback, type OidcConfig } from '../config.ts';
import { type CookieNames, cookieIn, dropCookie, setCookie } from '../receive/cookies.ts';
import { localPath } from '../receive/provenance.ts';
import { personIn } from './claims.ts';
import type { Sessions } from './sessions.ts';

/** What it needs. */
export interface OidcNeeds {
  readonly config: OidcConfig;
  readonly origin: () => string;
  readonly cookies: () => CookieNames;
  readonly sessions: Sessions;
  readonly recordAction: RecordAction;
  readonly now: () => Date;
  readonly log: Log;
}

interface Pending {
  readonly verifier: string;
  readonly state: string;
  readonly nonce: string;
  readonly to: string;
  readonly until: number;
}

/** Where the provider sends people back to. */
export const CALLBACK = '/auth/callback';
const LASTS_MS = 10 * 60_000;
/** Whoever only begins and never comes back uses up no more than this. */
const PENDING_AT_MOST = 1_000;

/** Why somebody stands at the page of signing in again. */
type Why = 'refused' | 'unavailable' | 'begin-again';

/** Adds `/auth/sign-in` and `/auth/callback`. The provider is looked up with the first use, and again after a failure. */
export const signInByOidc = async (app: FastifyInstance, needs: OidcNeeds): Promise<void> => {
  // only where it is used: most consoles of one machine do without
  const client: typeof Client = await import('openid-client');
  const { config, now, log } = needs;
  const pending = new Map<string, Pending>();
  let discovered: Promise<Client.Configuration> | undefined;

  const provider = (): Promise<Client.Configuration> => {
    const { issuer, clientId, clientSecret } = config;
    const isHere = isLoopback(new URL(issuer).hostname) && issuer.startsWith('http:');
    discovered ??= client.discovery(
      new URL(issuer),
      clientId,
      clientSecret,
      clientSecret === undefined ? client.None() : undefined,
      isHere ? { execute: [client.allowInsecureRequests] } : {},
    );
    const looked = discovered;
    looked.catch(() => {
      if (discovered === looked) discovered = undefined;
    });
    return looked;
  };
  const redirect = (reply: FastifyReply, to: string): FastifyReply =>
    reply.header('cache-control', 'no-store').redirect(to, 303);
  const back = (reply: FastifyReply, why: Why): FastifyReply => redirect(reply, `/sign-in?why=${why}`);

  const remember = (one: Pending): string => {
    const at = now().getTime();
    for (const [id, { until }] of pending) if (until < at || pending.size >= PENDING_AT_MOST) pending.delete(id);
    const id = randomBytes(32).toString('base64url');
    pending.set(id, one);
    return id;
  };

  app.get('/auth/sign-in', async (request, reply) => {
    const { to } = request.query as { readonly to?: unknown };
    let configuration: Client.Configuration;
    try {
      configuration = await provider();
    } catch (error) {
      log.error({ err: error }, 'the OpenID provider cannot be looked up');
      return back(reply, 'unavailable');
    }
    const [verifier, state, nonce] = [client.randomPKCECodeVerifier(), client.randomState(), client.randomNonce()];
    const until = now().getTime() + LASTS_MS;
    const id = remember({ verifier, state, nonce, to: localPath(typeof to === 'string' ? to : undefined), until });
    const url = client.buildAuthorizationUrl(configuration, {
      redirect_uri: `${needs.origin()}${CALLBACK}`,
      scope: config.scope,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    });
    reply.header('set-cookie', setCookie(needs.cookies().signIn, id, 'Lax', LASTS_MS / 1000));
    return redirect(reply, url.href);
  });

  const claimsOf = async (
    configuration: Client.Configuration,
    request: FastifyRequest,
    { verifier, state, nonce }: Pending,
  ) => {
    const tokens = await client.authorizationCodeGrant(configuration, new URL(`${needs.origin()}${request.url}`), {
      pkceCodeVerifier: verifier,
      expectedState: state,
      expectedNonce: nonce,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (claims === undefined) throw new Error('no ID token came');
    // many providers tell names and roles at the userinfo endpoint only
    if (configuration.serverMetadata().userinfo_endpoint === undefined) return claims;
    const more = await client.fetchUserInfo(configuration, tokens.access_token, claims.sub);
    return { ...more, ...claims };
  };

  app.get(CALLBACK, async (request, reply) => {
    const { signIn, session } = needs.cookies();
    const id = cookieIn(request.headers.cookie, signIn) ?? '';
    const one = pending.get(id);
    pending.delete(id);
    const dropped = dropCookie(signIn, 'Lax');
    reply.header('set-cookie', dropped);
    if (one === undefined || one.until < now().getTime()) return back(reply, 'begin-again');
    let person: ReturnType<typeof personIn>;
    try {
      person = personIn(await claimsOf(await provider(), request, one), config);
    } catch (error) {
      // the library's words name parameters, no secrets of ours
      log.warn({ why: error instanceof Error ? error.message : 'unknown' }, 'sign-in was not accepted');
      return back(reply, 'refused');
    }
    if (person === undefined) return back(reply, 'refused');
    await needs.recordAction(person, { action: 'signed-in', about: 'oidc' });
    const { secret } = needs.sessions.begin(person, now());
    reply.header('set-cookie', [dropped, setCookie(session, secret, 'Strict')]);
    return redirect(reply, one.to);
  });
};
