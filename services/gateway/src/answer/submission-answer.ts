/** What the author's software is told of an accepted message. */
import type { RoutedReader } from '@dienstweg/schemas/accepted.ts';
import type { AnsweredReader, DryRunAnswer, SubmissionAnswer } from '@dienstweg/schemas/http/shapes.ts';
import type { StoredAcceptance } from '../accept/accept.ts';
import type { RoutedMessage } from '../resolve/resolve.ts';

const answered = ({ authority, deliveryId, role, parts, entry }: RoutedReader): AnsweredReader => ({
  authority,
  deliveryId,
  role,
  parts,
  ...(entry === undefined ? {} : { entry }),
});

/** The same for the first time and for every repetition, but for `repeated`. */
export const submissionAnswer = ({ record, receipt }: StoredAcceptance, repeated: boolean): SubmissionAnswer => ({
  messageId: record.messageId,
  author: record.author,
  status: 'accepted',
  acceptedAt: record.acceptedAt,
  readers: record.route.readers.map(answered),
  route: { edition: record.route.edition, at: record.route.at },
  receipt,
  ...(repeated ? { repeated } : {}),
});

/** What would have been accepted. */
export const dryRunAnswer = ({ header, route }: RoutedMessage): DryRunAnswer => ({
  dryRun: true,
  accepted: true,
  messageId: header.messageId,
  author: header.author,
  readers: route.readers.map(answered),
  route: { edition: route.edition, at: route.at },
});
