import type { ProblemCode } from './codes.ts';
import type { Text } from './text.ts';
import { ACTING_EN } from './texts-en-acting.ts';

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
    remedy: 'Send what this address takes, as stated, and without Content-Encoding; messages as application/xml.',
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
      'Use a version the reader takes, stated as expected. Where none is (—) its endpoint does not name the type: it asks the registrar to add it ("dienstweg registry add endpoint … --set takes=…").',
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
    remedy: 'Do the same again later: a message unchanged, it counts only once.',
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
  'recipient-answer-invalid': {
    title: "The recipient's answer is no HTTP",
    remedy:
      'Nothing to do: it is tried again automatically. The recipient should check what answers at its address (HTTP/1.1, headers of at most 16 kB).',
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
  ...ACTING_EN,
};
