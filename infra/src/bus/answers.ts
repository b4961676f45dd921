/**
 * Answers of the server that stand in a stream. Whoever asks the server something may name one of the stream's subjects
 * for its answer, and nats-server does not ask whether he may write there. Such an entry says nothing, whatever stands
 * in it: no service wrote it. It is passed over, and whoever writes next behind it writes in its place.
 */

/** The server writes it into its answers to direct gets, beside the headers of what was asked for. */
const SEQUENCE_HEADER = 'Nats-Sequence';

/** What is looked at of headers. `code`: of a status line, 0 without one; services write none. */
interface AnswerMarks {
  readonly code: number;
  values(name: string): readonly string[];
}

/** Whether the headers say that a message of a stream is such an answer. Those that carry none are no JSON of ours. */
export const isServersAnswer = (headers: AnswerMarks | undefined): boolean =>
  headers !== undefined && (headers.code !== 0 || headers.values(SEQUENCE_HEADER).length > 0);

/** The same of a message that was itself read by a direct get: it carries the header once more. */
export const wasServersAnswer = (headers: AnswerMarks): boolean =>
  headers.code !== 0 || headers.values(SEQUENCE_HEADER).length > 1;
