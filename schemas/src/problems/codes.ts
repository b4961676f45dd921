/**
 * Every problem this system can answer with, once: code → HTTP status, whose fault, whether the same request may
 * succeed later, and the reason code of the XÖV rejection list where there is one. Titles and remedies in three
 * languages stand in `texts.ts`; a test holds the two tables and the OpenAPI document together.
 */

/** Who has to act. */
export type Fault = 'sender' | 'recipient' | 'broker';

interface Row {
  readonly status: number;
  readonly fault: Fault;
  readonly retryable: boolean;
  readonly xoev?: string;
}

const row = (status: number, fault: Fault, retryable: boolean, xoev?: string): Row =>
  xoev === undefined ? { status, fault, retryable } : { status, fault, retryable, xoev };

export const PROBLEMS = {
  // reading the octets
  'not-xml': row(400, 'sender', false, 'X000'),
  'doctype-forbidden': row(400, 'sender', false, 'X000'),
  'encoding-not-utf8': row(400, 'sender', false, 'S001'),
  'limit-exceeded': row(400, 'sender', false),
  'too-large': row(413, 'sender', false),
  'media-type-unsupported': row(415, 'sender', false),
  'envelope-invalid': row(422, 'sender', false, 'X001'),
  // who signed it, and may they
  'signature-missing': row(422, 'sender', false, 'T010'),
  'signature-invalid': row(422, 'sender', false, 'T010'),
  'signature-profile': row(422, 'sender', false, 'T010'),
  'certificate-unknown': row(403, 'sender', false, 'T003'),
  'certificate-expired': row(403, 'sender', false, 'T000'),
  'certificate-revoked': row(403, 'sender', false, 'T001'),
  'certificate-untrusted': row(403, 'sender', false, 'T002'),
  'revocation-unknown': row(503, 'broker', true),
  'author-mismatch': row(403, 'sender', false, 'T070'),
  'test-mismatch': row(422, 'sender', false),
  // what is said
  'message-type-unknown': row(422, 'sender', false, 'V000'),
  'message-type-not-in-force': row(422, 'sender', false, 'V000'),
  'message-type-deprecated': row(422, 'sender', false, 'V000'),
  'part-missing': row(422, 'sender', false),
  'part-by-reference-unsupported': row(422, 'sender', false),
  'digest-mismatch': row(422, 'sender', false, 'T010'),
  'schema-violation': row(422, 'sender', false, 'X001'),
  'header-payload-mismatch': row(422, 'sender', false, 'S020'),
  'rule-violation': row(422, 'sender', false, 'X002'),
  'rule-not-evaluable': row(422, 'broker', false),
  'code-list-violation': row(422, 'sender', false, 'S011'),
  // who gets it
  'service-unknown': row(422, 'sender', false),
  'region-unknown': row(422, 'sender', false),
  'reader-unknown': row(422, 'sender', false),
  'reader-version': row(422, 'recipient', false, 'V000'),
  'reader-unreachable': row(422, 'recipient', false),
  'not-permitted': row(403, 'sender', false, 'T070'),
  'message-obsolete': row(422, 'sender', false),
  'message-id-reused': row(409, 'sender', false, 'S100'),
  'forwarding-loop': row(422, 'sender', false, 'T080'),
  'too-many-readers': row(422, 'sender', false),
  'quota-exceeded': row(429, 'sender', true),
  // what the broker could not do
  'broker-unavailable': row(503, 'broker', true),
  'outcome-unknown': row(503, 'broker', true),
  'examination-failed': row(500, 'broker', true),
  // on the way to the reader
  'recipient-unreachable': row(502, 'recipient', true),
  'recipient-timeout': row(504, 'recipient', true),
  'recipient-busy': row(503, 'recipient', true),
  'recipient-failed': row(502, 'recipient', true),
  'recipient-answer-invalid': row(502, 'recipient', true),
  'recipient-refused': row(502, 'recipient', false),
  'recipient-untrusted': row(502, 'recipient', true),
  'attempts-exhausted': row(504, 'recipient', false),
  // asking and acting afterwards
  'message-unknown': row(404, 'sender', false),
  'conversation-unknown': row(404, 'sender', false),
  'message-id-ambiguous': row(409, 'sender', false),
  'delivery-unknown': row(404, 'sender', false),
  'delivery-not-replayable': row(409, 'sender', false),
  'already-decided': row(409, 'sender', false),
  'alarm-unknown': row(404, 'sender', false),
  'alarm-not-open': row(409, 'sender', false),
  'receipt-invalid': row(422, 'sender', false),
  'not-found': row(404, 'sender', false),
  'method-not-allowed': row(405, 'sender', false),
  'request-invalid': row(400, 'sender', false),
  'registry-change-invalid': row(422, 'sender', false),
  'message-type-invalid': row(422, 'sender', false),
  'registry-conflict': row(409, 'sender', false),
  'approval-refused': row(403, 'sender', false),
  'backup-unusable': row(422, 'sender', false),
  'backup-unproven': row(422, 'sender', false),
  'home-occupied': row(409, 'sender', false),
  'usage-error': row(400, 'sender', false),
  'system-not-running': row(503, 'broker', true),
  // the operators' console
  'session-required': row(401, 'sender', false),
  'sign-in-refused': row(403, 'sender', false),
  'permission-missing': row(403, 'sender', false),
  'request-forged': row(403, 'sender', false),
  'misdirected-request': row(421, 'sender', false),
  'changed-meanwhile': row(409, 'sender', false),
  'too-many-live-connections': row(503, 'broker', true),
  'key-elsewhere': row(403, 'sender', false),
  'content-unavailable': row(404, 'broker', false),
} as const satisfies Record<string, Row>;

/** One of the codes of {@link PROBLEMS}. Code that acts on a failure switches on this, never on text. */
export type ProblemCode = keyof typeof PROBLEMS;

/** Whether a text is a known problem code. */
export const isProblemCode = (text: string): text is ProblemCode => Object.hasOwn(PROBLEMS, text);

/** Status, fault, retryable and XÖV reason code of a problem code. */
export const factsOfProblem = (code: ProblemCode): Row => PROBLEMS[code];
