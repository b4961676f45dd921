/** Who looks, what they may, and what is known before anybody has signed in. */
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';

/**
 * `viewer` sees everything but content; `operator` acts on deliveries and recipients; `registrar` hands in signed
 * changes of the directory; `auditor` reads the audit log and may have content shown; `case-worker` sees the messages
 * of one authority and nothing else.
 */
export type Role = 'viewer' | 'operator' | 'registrar' | 'auditor' | 'case-worker';

/** What a role may; every route names one of these. Pages show only what the session has. */
export type Permission =
  /** Messages and their histories; of a case worker: those of its authority. */
  | 'messages'
  /** Overview, failures, directory, types, certificates, operations, alarms. */
  | 'look'
  /** Replay, re-route, return, pause, acknowledge. */
  | 'act'
  /** Hand in signed changes and decisions. */
  | 'register'
  /** Audit log, users, export of both. */
  | 'audit'
  /** Content of a part, with a reason, recorded. */
  | 'content';

/** `GET /api/site`: without a session. */
export interface Site {
  readonly product: 'Dienstweg';
  readonly version: string;
  /** `link`: by a one-time link from the terminal; `oidc`: at `/auth/sign-in`. */
  readonly signIn: 'link' | 'oidc';
  /** The header strip that marks a site of the federal administration. */
  readonly federalStrip: boolean;
  /** The body that runs the exchange, and whom people turn to about accessibility. */
  readonly operator: { readonly name: string; readonly contact?: string };
  readonly languages: readonly ('de' | 'en' | 'nl')[];
}

/** `GET /api/session`; 401 `session-required` without one. */
export interface Session {
  readonly user: { readonly id: string; readonly name: string };
  readonly roles: readonly Role[];
  readonly permissions: readonly Permission[];
  /** Of a case worker: the authority whose messages are shown, with its name. */
  readonly authority?: { readonly id: AuthorityId; readonly name?: string };
  /** Sent back as the header `X-CSRF-Token` with every request that is no GET. */
  readonly csrfToken: string;
  /**
   * Without a use until then it ends. Each request is a use but those with the header `Dienstweg-Untouched`, which a
   * page sends while nobody is at it, and live connections.
   */
  readonly idleExpiresAt: string;
  /** It ends then, whatever happens. */
  readonly expiresAt: string;
  /** What may be done here: false where the key for it is elsewhere, and the page shows the command instead. */
  readonly can: { readonly returnToAuthor: boolean };
}

/** `POST /api/session/link`: redeems the one-time link (`/sign-in#TOKEN`). Answer: {@link Session}. */
export interface RedeemLink {
  readonly token: string;
}
