/** The list of messages as a file. Who took how much along is recorded. */
import type { ListedMessage } from '@dienstweg/schemas/bus/requests.ts';
import type { RecordAction } from '../act/record-action.ts';
import type { Handler } from '../receive/server.ts';
import { CSV_BEGINNING, csvLine } from './export.ts';
import { everyMessage, findQuestion } from './messages.ts';
import type { ViewNeeds } from './needs.ts';
import { sendFile } from './send-file.ts';

/** An export ends here; what is wanted beyond is asked for by period. */
const AT_MOST = 100_000;

const HEAD = [
  'messageId',
  'author',
  'messageType',
  'version',
  'state',
  'acceptedAt',
  'endedAt',
  'durationMs',
  'sizeBytes',
  'attempts',
  'nextAttemptAt',
  'code',
  'readers',
  'conversation',
  'requesterReference',
  'responderReference',
  'testMessage',
] as const;

const lineOf = (m: ListedMessage): string =>
  csvLine([
    m.messageId,
    m.author,
    m.messageType.code,
    m.messageType.version,
    m.state,
    m.acceptedAt,
    m.endedAt,
    m.durationMs,
    m.sizeBytes,
    m.attempts,
    m.nextAttemptAt,
    m.code,
    m.deliveries.map(({ reader }) => reader).join(' '),
    m.conversationId,
    m.processReference.requester,
    m.processReference.responder,
    m.testMessage,
  ]);

/** `GET /api/messages/export` */
export const exportMessages =
  (needs: ViewNeeds, recordAction: RecordAction): Handler =>
  async ({ query, who, reply }) => {
    const question = findQuestion(query, who);
    const isCsv = query.format !== 'jsonl';
    const pieces = async function* (): AsyncGenerator<string> {
      if (isCsv) yield CSV_BEGINNING + csvLine(HEAD);
      let count = 0;
      try {
        for await (const message of everyMessage(needs.ask, question, AT_MOST)) {
          count += 1;
          yield isCsv ? lineOf(message) : `${JSON.stringify(message)}\n`;
        }
      } finally {
        // names of filters only: their values may be personal
        const about = Object.keys(question).join(' ');
        await recordAction(who, { action: 'messages-exported', count, ...(about === '' ? {} : { about }) });
      }
    };
    const day = needs.now().toISOString().slice(0, 10);
    return sendFile(
      reply,
      isCsv
        ? { name: `messages-${day}.csv`, type: 'text/csv; charset=utf-8' }
        : { name: `messages-${day}.jsonl`, type: 'application/jsonl; charset=utf-8' },
      pieces(),
    );
  };
