/**
 * Every route of the API, once: method, path, who may, what it is. The server refuses what is not named here, the
 * OpenAPI document is made from it, and a test calls each without the permission.
 */
import type { Permission } from './shapes/session.ts';

/** `open`: without a session; `session`: with any. */
export type Access = Permission | 'open' | 'session';

/** One route. */
export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly access: Access;
  readonly summary: string;
}

export const ROUTES = {
  site: { method: 'GET', path: '/api/site', access: 'open', summary: 'What is known before signing in' },
  openapi: { method: 'GET', path: '/api/openapi.json', access: 'open', summary: 'This description' },
  redeemLink: { method: 'POST', path: '/api/session/link', access: 'open', summary: 'Redeem a one-time link' },
  session: { method: 'GET', path: '/api/session', access: 'session', summary: 'Who is signed in' },
  signOut: { method: 'POST', path: '/api/session/sign-out', access: 'session', summary: 'End the session' },
  live: { method: 'GET', path: '/api/live', access: 'session', summary: 'Server-sent events' },

  overview: { method: 'GET', path: '/api/overview', access: 'look', summary: 'How things stand' },

  messages: { method: 'GET', path: '/api/messages', access: 'messages', summary: 'Find messages' },
  messagesExport: { method: 'GET', path: '/api/messages/export', access: 'messages', summary: 'As CSV or JSON lines' },
  message: { method: 'GET', path: '/api/messages/:messageId', access: 'messages', summary: 'One message' },
  document: {
    method: 'GET',
    path: '/api/messages/:messageId/document',
    access: 'look',
    summary: 'Header and signature',
  },
  related: {
    method: 'GET',
    path: '/api/messages/:messageId/related',
    access: 'messages',
    summary: 'What belongs together',
  },
  evidence: {
    method: 'GET',
    path: '/api/messages/:messageId/evidence',
    access: 'messages',
    summary: 'Receipts to keep',
  },
  showPart: {
    method: 'POST',
    path: '/api/messages/:messageId/parts/:part/show',
    access: 'content',
    summary: 'Content',
  },

  refusals: { method: 'GET', path: '/api/refusals', access: 'messages', summary: 'What was not accepted' },

  failures: { method: 'GET', path: '/api/failures', access: 'look', summary: 'Failures in groups' },
  failureMembers: { method: 'GET', path: '/api/failures/:group', access: 'look', summary: 'Members of a group' },
  replay: { method: 'POST', path: '/api/failures/replay', access: 'act', summary: 'Replay a group or selection' },
  jobs: { method: 'GET', path: '/api/jobs', access: 'look', summary: 'Work that goes on' },
  job: { method: 'GET', path: '/api/jobs/:id', access: 'look', summary: 'One of them' },
  stopJob: { method: 'POST', path: '/api/jobs/:id/stop', access: 'act', summary: 'Stop it' },
  replayOne: { method: 'POST', path: '/api/deliveries/:deliveryId/replay', access: 'act', summary: 'Start over' },
  assignOne: { method: 'POST', path: '/api/deliveries/:deliveryId/assign', access: 'act', summary: 'Another reader' },
  returnOne: {
    method: 'POST',
    path: '/api/deliveries/:deliveryId/return',
    access: 'act',
    summary: 'Back to the author',
  },
  clearing: { method: 'GET', path: '/api/clearing', access: 'look', summary: 'Roles that nobody holds' },
  recipients: { method: 'GET', path: '/api/recipients', access: 'look', summary: 'How recipients stand' },
  pause: { method: 'POST', path: '/api/recipients/:authority/pause', access: 'act', summary: 'Push nothing to it' },
  resume: { method: 'POST', path: '/api/recipients/:authority/resume', access: 'act', summary: 'Push to it again' },

  authorities: { method: 'GET', path: '/api/authorities', access: 'look', summary: 'Search the directory' },
  authority: { method: 'GET', path: '/api/authorities/:authority', access: 'look', summary: 'All that is said of one' },
  history: { method: 'GET', path: '/api/registry/history', access: 'look', summary: 'Editions' },
  edition: { method: 'GET', path: '/api/registry/editions/:edition', access: 'look', summary: 'What one changed' },
  pending: { method: 'GET', path: '/api/registry/pending', access: 'look', summary: 'What waits for approval' },
  record: { method: 'POST', path: '/api/registry/records', access: 'register', summary: 'Hand in what was signed' },
  route: { method: 'GET', path: '/api/routes', access: 'look', summary: 'Who is responsible, and why' },
  ask: { method: 'GET', path: '/api/routes/ask', access: 'look', summary: 'Asked in words' },
  flows: { method: 'GET', path: '/api/flows', access: 'look', summary: 'Who sends to whom' },

  messageTypes: { method: 'GET', path: '/api/message-types', access: 'look', summary: 'Types and versions' },
  messageType: { method: 'GET', path: '/api/message-types/:code/:version', access: 'look', summary: 'One of them' },
  sample: {
    method: 'GET',
    path: '/api/message-types/:code/:version/samples/:name',
    access: 'look',
    summary: 'A sample',
  },
  validate: {
    method: 'POST',
    path: '/api/message-types/:code/:version/validate',
    access: 'look',
    summary: 'Try a file',
  },

  certificates: { method: 'GET', path: '/api/certificates', access: 'look', summary: 'Certificates and trust' },
  operations: { method: 'GET', path: '/api/operations', access: 'look', summary: 'Streams, lag, timers, limits' },
  audit: { method: 'GET', path: '/api/audit', access: 'audit', summary: 'Who did what' },
  auditExport: { method: 'GET', path: '/api/audit/export', access: 'audit', summary: 'As JSON lines, CSV or CEF' },
  users: { method: 'GET', path: '/api/users', access: 'audit', summary: 'Who signs in' },
  alarms: { method: 'GET', path: '/api/alarms', access: 'look', summary: 'What needs somebody' },
  acknowledge: { method: 'POST', path: '/api/alarms/:id/acknowledge', access: 'act', summary: 'Taken on' },
} as const satisfies Readonly<Record<string, Route>>;

export type RouteName = keyof typeof ROUTES;

/** What each role may. Case workers: everything narrowed to their authority. */
export const PERMISSIONS_OF = {
  viewer: ['messages', 'look'],
  operator: ['messages', 'look', 'act'],
  registrar: ['messages', 'look', 'register'],
  auditor: ['messages', 'look', 'audit', 'content'],
  'case-worker': ['messages'],
} as const satisfies Readonly<Record<string, readonly Permission[]>>;
