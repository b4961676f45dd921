/** Who gets a message, and whether each of them may and can: pure, on the directory in memory. */
import {
  ACCEPTED_HEADERS_LIMIT_BYTES,
  type RoleInClearing,
  type RouteDecision,
  type RoutedReader,
} from '../../accepted.ts';
import { deliveryIdOf } from '../../delivery/delivery-id.ts';
import type { MessageHeader } from '../../message.ts';
import type { ProblemCode } from '../../problems/codes.ts';
import { type Violation, violation } from '../../problems/problem.ts';
import type { Language } from '../../problems/texts.ts';
import { dayOf } from '../day.ts';
import type { Directory } from '../directory.ts';
import type { When } from '../fold/version.ts';
import { authorityOn, environmentOfMessage } from '../parties.ts';
import { checkReader } from './check-reader.ts';
import { isSwitchedOn } from './permitted.ts';
import { type Claim, resolveReaders } from './resolve-readers.ts';
import { sayIn } from './route-texts.ts';

/** Where a message goes and why, or everything that stands against it at the step that failed. */
export type Routing =
  | { readonly ok: true; readonly route: RouteDecision }
  | {
      readonly ok: false;
      readonly code: ProblemCode;
      readonly violations: readonly Violation[];
    };

/**
 * Routes a message on the legal day of `at`, by the latest edition, or by an earlier `edition`, which repeats the
 * decision that cites it. Steps, each reporting all its violations: the author's environment, and whether the message
 * type is switched on for it; service, region and the authority of each line of the distribution, on the day the
 * service prescribes; then, for each reader, environment, permission, activation, endpoint, version and size, on the
 * day of `at`; last the number of readers. Where the service prescribes clearing, a role nobody holds stands in the
 * route's `clearing`, and `readers` may be empty.
 */
export const routeMessage = (
  dir: Directory,
  header: MessageHeader,
  at: Date,
  { language = 'en', edition }: { readonly language?: Language; readonly edition?: number } = {},
): Routing => {
  const when: When = { day: dayOf(at), ...(edition === undefined ? {} : { edition }) };
  const author = authorityOn(dir, header.author, when);
  if (author === undefined) return refused([authorNotInForce(header, when, language)]);
  if (author.environment !== environmentOfMessage(header.testMessage)) {
    return refused([authorEnvironment(header, author.environment, language)]);
  }
  if (!isSwitchedOn(dir, header.messageType.code, author, 'send', when)) {
    return refused([notSentByAuthor(header, when, language)]);
  }
  const { day, claims, clearing, violations } = resolveReaders(dir, header, when, language);
  if (violations.length > 0) return refused(violations);
  const readers = mergeClaims(header, claims);
  const against = readers.flatMap((reader) => checkReader(dir, header, author, reader, when, language));
  if (against.length > 0) return refused(against);
  const count = readers.length + clearing.length;
  return areTooMany([...readers, ...clearing])
    ? refused([violation('too-many-readers', sayIn(language)('too-many-readers', { count }), { language })])
    : {
        ok: true,
        route: {
          edition: edition ?? dir.edition,
          at: day,
          readers,
          ...(clearing.length === 0 ? {} : { clearing }),
        },
      };
};

const refused = (violations: readonly Violation[]): Routing => ({
  ok: false,
  code: violations[0]?.code ?? 'reader-unknown',
  violations,
});

const authorNotInForce = ({ author }: MessageHeader, { day }: When, language: Language): Violation =>
  violation('not-permitted', sayIn(language)('author-not-in-force', { author, day }), { language });

const authorEnvironment = ({ author, testMessage }: MessageHeader, theirs: string, language: Language): Violation =>
  violation(
    'test-mismatch',
    sayIn(language)('author-environment', {
      author,
      theirs,
      ours: environmentOfMessage(testMessage),
    }),
    { language, expected: `TestMessage ${!testMessage}` },
  );

const notSentByAuthor = ({ author, messageType }: MessageHeader, { day }: When, language: Language): Violation =>
  violation('not-permitted', sayIn(language)('not-sent-here', { author, type: messageType.code, day }), { language });

/** One delivery for each authority, with the union of the parts of all its roles, in the order of the header. */
const mergeClaims = (header: MessageHeader, claims: readonly Claim[]): readonly RoutedReader[] =>
  [...Map.groupBy(claims, ({ authority }) => authority)].map(([authority, theirs]) => {
    const roles = [...new Set(theirs.map(({ role }) => role))];
    const entry = theirs.find((claim) => claim.entry !== undefined)?.entry;
    const insteadOf = theirs.find((claim) => claim.insteadOf !== undefined)?.insteadOf;
    const successions = [...new Set(theirs.flatMap((claim) => claim.successions))];
    return {
      deliveryId: deliveryIdOf(header.author, header.messageId, authority),
      authority,
      role: roles[0] ?? '',
      roles,
      parts: header.parts.map(({ id }) => id).filter((id) => theirs.some(({ parts }) => parts.includes(id))),
      ...(entry === undefined ? {} : { entry }),
      ...(insteadOf === undefined ? {} : { insteadOf }),
      ...(successions.length === 0 ? {} : { successions }),
    };
  });

/** The record holds the readers as JSON, the receipt once more in base64: more than this cannot fit beside each other. */
const areTooMany = (readers: readonly (RoutedReader | RoleInClearing)[]): boolean =>
  Buffer.byteLength(JSON.stringify(readers)) * (1 + 4 / 3) > ACCEPTED_HEADERS_LIMIT_BYTES;
