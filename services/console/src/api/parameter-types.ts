/** Kinds of values that browsers send. Patterns are simple on purpose: what they mean is decided by whoever parses. */

export const UUID = {
  type: 'string',
  pattern: '^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$',
} as const;
export const ALARM_ID = UUID;
/** `scheme:value`. */
export const IDENTIFIER = { type: 'string', maxLength: 160, pattern: '^[a-z][a-z0-9-]{0,31}:.+$' } as const;
export const WORD = { type: 'string', minLength: 1, maxLength: 200 } as const;
export const TEXT = { type: 'string', minLength: 1, maxLength: 200 } as const;
export const DAY = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\d$' } as const;
/** RFC 3339, or a day. */
export const MOMENT = {
  type: 'string',
  maxLength: 40,
  pattern: '^\\d{4}-\\d\\d-\\d\\d(T\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?(Z|[+-]\\d\\d:\\d\\d))?$',
} as const;
/** Three characters that are no blanks, at least. */
export const REASON = { type: 'string', maxLength: 500, pattern: '\\S\\s*\\S\\s*\\S' } as const;
/** What was seen of a delivery when somebody decided about it. */
export const SEEN = {
  state: { type: 'string', minLength: 1, maxLength: 40 },
  round: { type: 'integer', minimum: 0 },
} as const;
/** An order that takes nothing but its reason. */
export const BODY_OF_ACTION = {
  type: 'object',
  additionalProperties: false,
  required: ['reason'],
  properties: { reason: REASON },
} as const;
