import type { ProblemCode } from './codes.ts';
import type { Text } from './text.ts';

/** English: titles, and what to do. */
export const TEXTS_EN: Readonly<Record<ProblemCode, Text>> = {
  'not-xml': {
    title: 'Not well-formed XML',
    remedy: 'Correct the message at the place named; mostly an element is not closed or a character not escaped.',
  },
  'doctype-forbidden': {
    title: 'DOCTYPE is not allowed',
    remedy: 'Remove the DOCTYPE declaration and all entities; write characters as they are or as &#…;.',
  },
  'encoding-not-utf8': {
    title: 'Not encoded in UTF-8',
    remedy: 'Write the message in UTF-8 and state encoding="UTF-8", or nothing, in the XML declaration.',
  },
  'limit-exceeded': {
    title: 'A technical limit is exceeded',
    remedy: 'Make the message smaller or less deeply nested; the limits are stated with each finding.',
  },
  'too-large': {
    title: 'Too large',
    remedy: 'Make attachments smaller, or spread them over several messages of the same conversation.',
  },
  'media-type-unsupported': {
    title: 'Media type not accepted',
    remedy: 'Send the message as application/xml without Content-Encoding.',
  },
  'envelope-invalid': {
    title: 'The envelope is invalid',
    remedy: 'Correct the envelope at the place named according to envelope.xsd and sign it again.',
  },
  'signature-missing': {
    title: 'The signature is missing',
    remedy: "Sign the message with the author's signing key; ds:Signature stands directly behind Header.",
  },
  'signature-invalid': {
    title: 'The signature does not hold',
    remedy:
      'After signing the header must not change any more, not even by formatting; sign again and send it unchanged.',
  },
  'signature-profile': {
    title: 'This shape of signature is not accepted',
    remedy:
      'Sign according to the signature profile (XAdES-B-B, two references, exclusive canonicalisation, ECDSA or RSA-PSS).',
  },
  'certificate-unknown': {
    title: 'The certificate is not registered',
    remedy: 'Have the certificate entered in the registry for the authority, or use the key that is registered.',
  },
  'certificate-expired': {
    title: 'The certificate is not (or no longer) valid',
    remedy: 'Apply for a new certificate, have it registered and sign the message again with it.',
  },
  'certificate-revoked': {
    title: 'The certificate is revoked',
    remedy: 'Stop using the key; apply for a new certificate and have it registered.',
  },
  'certificate-untrusted': {
    title: 'The certificate is not trusted',
    remedy: 'Use a certificate of a recognised authority with the right purpose.',
  },
  'revocation-unknown': {
    title: 'The revocation status cannot be determined',
    remedy: 'Send again later; the operator has to provide a current revocation list.',
  },
  'author-mismatch': {
    title: 'Not signed by the author',
    remedy: "Sign with the key of the author named, or have the provider's mandate entered in the registry.",
  },
  'test-mismatch': {
    title: 'Test and production are mixed',
    remedy: 'Send test messages to test authorities only; for production set TestMessage to false and sign again.',
  },
  'message-type-unknown': {
    title: 'Unknown message type',
    remedy: 'Check code and version of the message type; "dienstweg message-type list" shows those known.',
  },
  'message-type-not-in-force': {
    title: 'The message type is not in force now',
    remedy: 'Use the version that is valid today, or wait for the cut-over date.',
  },
  'message-type-deprecated': {
    title: 'The message type is deprecated',
    remedy:
      'Change to the version that takes its place; which one that is, and from when this one is not taken any more, the publisher of the message type says.',
  },
  'part-missing': {
    title: 'An announced part is missing',
    remedy: 'Send every part announced under Parts along, or remove its announcement and sign again.',
  },
  'part-by-reference-unsupported': {
    title: 'Parts by reference are not accepted yet',
    remedy: 'Put the part into the message itself (location="inline").',
  },
  'digest-mismatch': {
    title: 'A part is not what was signed',
    remedy: 'Send the part exactly as it was signed, or compute digest and size again and sign again.',
  },
  'schema-violation': {
    title: "The content violates the message type's schema",
    remedy:
      'Correct the content in the case-handling application at the place named; then produce and sign the message again.',
  },
  'header-payload-mismatch': {
    title: 'Header and content contradict each other',
    remedy: 'Make the header and the message head in the content agree, and sign again.',
  },
  'rule-violation': {
    title: 'A rule of the field is violated',
    remedy: 'Correct the data in the case-handling application according to the rule named.',
  },
  'rule-not-evaluable': {
    title: 'A check could not be carried out',
    remedy: 'Tell the operator: the schema or rule of the message type needs to be revised.',
  },
  'code-list-violation': {
    title: 'The value is not in the code list',
    remedy: 'Use a value of the code list named, in the version in force.',
  },
  'service-unknown': {
    title: 'Unknown service',
    remedy: 'Check the key of the service (LeiKa: 14 digits), or have the service entered in the registry.',
  },
  'region-unknown': {
    title: 'Unknown region',
    remedy: "Check the key of the region (ARS: 12 digits); after territorial reforms use today's key.",
  },
  'reader-unknown': {
    title: 'Nobody is responsible',
    remedy:
      'Check service, region and role ("dienstweg route … --explain"); if an entry is missing, tell the registrar.',
  },
  'reader-version': {
    title: 'The reader does not take this version',
    remedy:
      'Use a version the reader takes; it is stated with the finding. Otherwise ask the reader to enable the version.',
  },
  'reader-unreachable': {
    title: 'The reader has no way to receive',
    remedy: 'Ask the receiving authority to have an endpoint or a mailbox entered in the registry.',
  },
  'not-permitted': {
    title: 'Not permitted',
    remedy: 'Have the permission for this message type between these authorities entered in the registry.',
  },
  'message-obsolete': {
    title: 'The message is obsolete',
    remedy: 'Check whether it is still needed; if so, produce it anew with a new id and a new ObsoleteAfter.',
  },
  'message-id-reused': {
    title: 'The message id is already taken',
    remedy: 'Use a new UUID for another message; to repeat a message, send exactly the same octets.',
  },
  'forwarding-loop': {
    title: 'The message goes in a circle',
    remedy: 'Address a body that has not passed it on yet, or tell its author that you are not responsible.',
  },
  'too-many-readers': {
    title: 'Too many readers',
    remedy: 'Spread the distribution over several messages of the same conversation.',
  },
  'quota-exceeded': {
    title: 'Quota exhausted',
    remedy: 'Send more slowly and try again after the time stated.',
  },
  'broker-unavailable': {
    title: 'The broker is not available at the moment',
    remedy: 'Send the same message unchanged again later; it counts only once.',
  },
  'outcome-unknown': {
    title: 'Uncertain whether the message was accepted',
    remedy: 'Send the same message unchanged again; if it had been accepted, the same receipt comes back.',
  },
  'examination-failed': {
    title: 'The examination broke off',
    remedy: 'Send the same message again; if it happens again, tell the operator.',
  },
  'recipient-unreachable': {
    title: 'The recipient cannot be reached',
    remedy: 'Nothing to do: it is tried again automatically. The recipient should check connection and address.',
  },
  'recipient-timeout': {
    title: 'The recipient does not answer in time',
    remedy:
      'Nothing to do: it is tried again automatically. The recipient should confirm faster and process afterwards.',
  },
  'recipient-busy': {
    title: 'The recipient is overloaded',
    remedy: 'Nothing to do: it is tried again at the time the recipient asked for.',
  },
  'recipient-failed': {
    title: 'The recipient reports an error',
    remedy: 'Nothing to do: it is tried again automatically. The recipient should check its log.',
  },
  'recipient-refused': {
    title: 'The recipient refused to take it',
    remedy: 'Settle the reason with the receiving authority, then have the delivery repeated.',
  },
  'recipient-untrusted': {
    title: 'The recipient does not prove who it is',
    remedy: "Make the recipient's TLS certificate and its entry in the registry agree.",
  },
  'attempts-exhausted': {
    title: 'All attempts at delivery failed',
    remedy: 'Have the cause removed at the recipient, then repeat the delivery ("dienstweg dead-letters replay").',
  },
  'message-unknown': {
    title: 'Unknown message',
    remedy: 'Check id and author; only your own messages are visible.',
  },
  'conversation-unknown': {
    title: 'Unknown conversation',
    remedy:
      'Check it (ConversationId, or the id of the first message); only your own messages and deliveries are visible.',
  },
  'message-id-ambiguous': {
    title: 'Several authors have used this id',
    remedy: 'State the author as well (--author).',
  },
  'delivery-unknown': {
    title: 'Unknown delivery',
    remedy: 'Check the id of the delivery; only your own deliveries are visible.',
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
    title: 'The console does not answer under this name',
    remedy: 'Use the address that was told at the start.',
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
};
