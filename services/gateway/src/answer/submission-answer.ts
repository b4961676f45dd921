/** What the author's software is told of an accepted message. */
import type { RouteDecision, RoutedReader } from '@dienstweg/schemas/accepted.ts';
import type { AnsweredReader, DryRunAnswer, SubmissionAnswer } from '@dienstweg/schemas/http/shapes.ts';
import type { Violation } from '@dienstweg/schemas/problems/problem.ts';
import type { StoredAcceptance } from '../accept/accept.ts';
import type { RoutedMessage } from '../resolve/resolve.ts';

const answered = ({ roles: _, ...reader }: RoutedReader): AnsweredReader => reader;

const routeOf = ({ edition, at, clearing }: RouteDecision): SubmissionAnswer['route'] => ({
  edition,
  at,
  ...(clearing === undefined ? {} : { clearing }),
});

/** The same for the first time and for every repetition, but for `repeated` and for warnings, which are not kept. */
export const submissionAnswer = (
  { record, receipt }: StoredAcceptance,
  repeated: boolean,
  warnings: readonly Violation[] = [],
): SubmissionAnswer => ({
  messageId: record.messageId,
  author: record.author,
  status: 'accepted',
  acceptedAt: record.acceptedAt,
  readers: record.route.readers.map(answered),
  route: routeOf(record.route),
  receipt,
  ...(repeated ? { repeated } : {}),
  ...(warnings.length === 0 ? {} : { warnings }),
});

/** What would have been accepted. */
export const dryRunAnswer = ({ header, route }: RoutedMessage, warnings: readonly Violation[]): DryRunAnswer => ({
  dryRun: true,
  accepted: true,
  messageId: header.messageId,
  author: header.author,
  readers: route.readers.map(answered),
  route: routeOf(route),
  ...(warnings.length === 0 ? {} : { warnings }),
});
