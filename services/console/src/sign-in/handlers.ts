/** Signing in by a one-time link, who is signed in, signing out. */
import { redeemConsoleLink } from '@dienstweg/infra/console-link.ts';
import { dayOf } from '@dienstweg/schemas/directory/day.ts';
import type { Directory } from '@dienstweg/schemas/directory/directory.ts';
import { authorityOn, nameIn } from '@dienstweg/schemas/directory/parties.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';
import type { RecordAction } from '../act/record-action.ts';
import type { RedeemLink, Session } from '../api/shapes/session.ts';
import type { Live } from '../live/live.ts';
import { type CookieNames, dropCookie, setCookie } from '../receive/cookies.ts';
import type { Handler, OpenHandler } from '../receive/server.ts';
import { permissionsOf, personOf, rolesAmong } from './roles.ts';
import type { Sessions, SignedIn } from './sessions.ts';

/** What signing in needs. */
export interface SignInNeeds {
  readonly sessions: Sessions;
  readonly cookies: () => CookieNames;
  readonly linksFolder: string;
  /** Absent: people sign in elsewhere, and links count for nothing. */
  readonly links: boolean;
  readonly live: Pick<Live, 'end'>;
  readonly directory: Directory;
  readonly recordAction: RecordAction;
  readonly canReturn: boolean;
  readonly now: () => Date;
}

const shown = (
  { directory, canReturn, now }: Pick<SignInNeeds, 'directory' | 'canReturn' | 'now'>,
  who: SignedIn,
  language: Language,
): Session => {
  const { id, name, roles, authority, csrfToken, idleExpiresAt, expiresAt } = who;
  const entry = authority === undefined ? undefined : authorityOn(directory, authority, { day: dayOf(now()) });
  return {
    user: { id, name },
    roles,
    permissions: permissionsOf(roles),
    ...(authority === undefined
      ? {}
      : { authority: { id: authority, ...(entry === undefined ? {} : { name: nameIn(entry.names, language) }) } }),
    csrfToken,
    idleExpiresAt: idleExpiresAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    can: { returnToAuthor: canReturn },
  };
};

/** `POST /api/session/link` */
export const redeemLink =
  (needs: SignInNeeds): OpenHandler =>
  async ({ body, reply, language }): Promise<Session> => {
    const { sessions, cookies, linksFolder, links, now, recordAction } = needs;
    const refused = (): ProblemError => new ProblemError(problem('sign-in-refused'));
    if (!links) throw refused();
    const { token } = body as RedeemLink;
    const holder = await redeemConsoleLink(linksFolder, token, now());
    if (holder === undefined) throw refused();
    const person = personOf(holder.by, holder.by, rolesAmong(holder.roles), holder.authority);
    if (person === undefined) throw refused();
    await recordAction(person, { action: 'signed-in', about: 'link' });
    const { secret, signedIn } = sessions.begin(person, now());
    reply.header('set-cookie', setCookie(cookies().session, secret, 'Strict'));
    return shown(needs, signedIn, language);
  };

/** `GET /api/session` */
export const showSession =
  (needs: SignInNeeds): Handler =>
  async ({ who, language }): Promise<Session> =>
    shown(needs, who, language);

/** `POST /api/session/sign-out` */
export const signOut =
  ({ sessions, cookies, live, recordAction }: SignInNeeds): Handler =>
  async ({ who, reply }) => {
    sessions.end(who.session);
    live.end(who.session, 'signed-out');
    reply.header('set-cookie', dropCookie(cookies().session, 'Strict'));
    await recordAction(who, { action: 'signed-out' });
    return undefined;
  };
