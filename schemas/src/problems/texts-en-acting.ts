import type { ProblemCode } from './codes.ts';
import type { Text } from './text.ts';

/** English: whoever asks and acts, and the console. */
export const ACTING_EN = {
  'message-unknown': {
    title: 'Unknown message',
    remedy: 'Check id and author; an authority sees only its own messages.',
  },
  'conversation-unknown': {
    title: 'Unknown conversation',
    remedy:
      'Check it (ConversationId, or the id of the first message); an authority sees only its own messages and deliveries.',
  },
  'message-id-ambiguous': {
    title: 'Several authors have used this id',
    remedy: 'State the author as well (--author).',
  },
  'delivery-unknown': {
    title: 'Unknown delivery',
    remedy: 'Check the id of the delivery; an authority sees only its own.',
  },
  'delivery-not-replayable': {
    title: 'That cannot be done with this delivery now',
    remedy:
      'Only what has failed or is in clearing can be repeated, assigned or returned; look at its state with "dienstweg trace".',
  },
  'already-decided': {
    title: 'This delivery has been decided on before',
    remedy: 'Nothing to do: the first decision counts. To correct it, send a new message.',
  },
  'alarm-unknown': {
    title: 'Unknown alarm',
    remedy: 'Check the id of the alarm; dienstweg alarms list shows those that are open.',
  },
  'alarm-not-open': {
    title: 'This alarm is not open any more',
    remedy: 'Look at how it stands now: somebody acknowledged it meanwhile, or it is over.',
  },
  'receipt-invalid': {
    title: 'The receipt is invalid',
    remedy: "Issue the receipt with the reader's registered key, over exactly this delivery.",
  },
  'not-found': {
    title: 'Not found',
    remedy: 'Check the address.',
  },
  'method-not-allowed': {
    title: 'This is not done at this address',
    remedy: 'Use one of the methods that the answer names (Allow), or another address: /openapi.json describes all.',
  },
  'request-invalid': {
    title: 'The request is invalid',
    remedy: 'Correct the request according to the description of the interface (/openapi.json).',
  },
  'registry-change-invalid': {
    title: 'The change to the registry is invalid',
    remedy: 'Correct the entries named; nothing of the change was recorded.',
  },
  'message-type-invalid': {
    title: 'The message type is not in order',
    remedy: 'Correct the places named; what was in force stays.',
  },
  'registry-conflict': {
    title: 'The change conflicts with the registry',
    remedy: "Fetch today's state, adapt the change to it and submit it again.",
  },
  'approval-refused': {
    title: 'This approval does not count',
    remedy: 'Have a second registrar decide, with a key and a name of their own.',
  },
  'backup-unusable': {
    title: 'The backup cannot be used',
    remedy: 'Take another backup, or the right key.',
  },
  'backup-unproven': {
    title: 'Nothing shows who made this backup',
    remedy:
      'Give --fingerprint as it was printed when the backup was taken. If that is lost: --unproven, but only where nobody else could write to the place it lay in.',
  },
  'home-occupied': {
    title: 'This home holds data',
    remedy: 'Choose another DIENSTWEG_HOME, or have what is there put aside by --replace.',
  },
  'usage-error': {
    title: 'Wrong usage',
    remedy: 'Compare the call with --help.',
  },
  'system-not-running': {
    title: 'The system is not running',
    remedy: 'Start it with "dienstweg up"; "dienstweg doctor" tells what is missing.',
  },
  'session-required': {
    title: 'Not signed in, or no longer',
    remedy: 'Sign in and try again; on this machine “npx dienstweg console” gives a link.',
  },
  'sign-in-refused': {
    title: 'The sign-in was not accepted',
    remedy: 'Begin anew; a link counts once and for ten minutes, and whoever signs in needs a role.',
  },
  'permission-missing': {
    title: 'The permission for this is missing',
    remedy: 'Ask somebody who has the role, or ask to be given it.',
  },
  'request-forged': {
    title: 'The request does not come from the console’s own pages',
    remedy: 'Reload the page and try again from there.',
  },
  'misdirected-request': {
    title: 'Nobody answers under this name here',
    remedy: 'Use the address by which this system is known to you; the console, the one that was told at the start.',
  },
  'changed-meanwhile': {
    title: 'This has changed meanwhile',
    remedy: 'Look at how it stands now and decide anew; nothing was done.',
  },
  'too-many-live-connections': {
    title: 'Too many open connections for live updates',
    remedy: 'Nothing to do: the page asks by itself now and then. Closing windows that are not needed helps.',
  },
  'key-elsewhere': {
    title: 'The key for this is not here',
    remedy: 'Run the command named where the key is.',
  },
  'content-unavailable': {
    title: 'The content is no longer here, or never was',
    remedy: 'History and receipts remain; the author has the content.',
  },
} as const satisfies Partial<Readonly<Record<ProblemCode, Text>>>;
