/** Values of queries, parsed; nonsense is `request-invalid` and says which. */
import { isDay } from '@dienstweg/schemas/directory/change/change-formats.ts';
import { type AuthorityId, type MessageId, parseAuthorityId, parseMessageId } from '@dienstweg/schemas/identifiers.ts';
import { isProblemCode, type ProblemCode } from '@dienstweg/schemas/problems/codes.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';

type Query = Readonly<Record<string, unknown>>;

/** Refuses a value. The value itself is repeated: answers are JSON and pages show text as text. */
export const nonsense = (name: string, value: unknown, expected: string): ProblemError =>
  new ProblemError(
    problem('request-invalid', { detail: `${name}: ${JSON.stringify(value)?.slice(0, 200)} (${expected})` }),
  );

const member = <N extends string, T>(
  query: Query,
  name: N,
  parse: (text: string) => T | undefined,
  expected: string,
): { readonly [K in N]?: T } => {
  const given = query[name];
  if (given === undefined) return {};
  const parsed = typeof given === 'string' ? parse(given) : undefined;
  if (parsed === undefined) throw nonsense(name, given, expected);
  return { [name]: parsed } as { readonly [K in N]?: T };
};

/** `{ [name]: … }` of an authority, or nothing where it is not given. */
export const authorityIn = <N extends string>(query: Query, name: N): { readonly [K in N]?: AuthorityId } =>
  member(query, name, parseAuthorityId, 'scheme:value');

/** A problem code. */
export const codeIn = <N extends string>(query: Query, name: N): { readonly [K in N]?: ProblemCode } =>
  member(query, name, (text) => (isProblemCode(text) ? text : undefined), 'a problem code');

/** A moment as RFC 3339; a day is its beginning, UTC. */
export const momentIn = <N extends string>(query: Query, name: N): { readonly [K in N]?: string } =>
  member(
    query,
    name,
    (text) => {
      const at = new Date(text);
      return Number.isNaN(at.getTime()) || !isDay(text.slice(0, 10)) ? undefined : at.toISOString();
    },
    'RFC 3339 or YYYY-MM-DD',
  );

/** A day. */
export const dayIn = <N extends string>(query: Query, name: N): { readonly [K in N]?: string } =>
  member(query, name, (text) => (isDay(text) ? text : undefined), 'YYYY-MM-DD');

/** A text, as it is. */
export const textIn = <N extends string>(query: Query, name: N): { readonly [K in N]?: string } =>
  member(query, name, (text) => text, 'a text');

/** A message id of a path. */
export const messageIdIn = (params: Query): MessageId => {
  const id = parseMessageId(String(params.messageId));
  if (id === undefined) throw nonsense('messageId', params.messageId, 'a UUID');
  return id;
};

/** `limit`, `after` and `before`: at most one of the two. */
export const pagingIn = (
  query: Query,
): { readonly limit: number; readonly after?: string; readonly before?: string } => {
  if (query.after !== undefined && query.before !== undefined) throw nonsense('before', query.before, 'not with after');
  return {
    limit: typeof query.limit === 'number' ? query.limit : 50,
    ...textIn(query, 'after'),
    ...textIn(query, 'before'),
  };
};
