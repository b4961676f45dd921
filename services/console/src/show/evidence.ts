/** The receipts of a message, to keep and to have checked by anybody: `dienstweg receipt verify` reads each. */
import type { MessageTrace } from '@dienstweg/schemas/bus/requests.ts';
import type { RecordAction } from '../act/record-action.ts';
import { attachment } from '../receive/headers.ts';
import type { Handler } from '../receive/server.ts';
import { messageAsked } from './messages.ts';
import type { ViewNeeds } from './needs.ts';

/** What the file says. Receipts are compact JWS with their certificates in them. */
export const evidenceOf = ({ events, deliveries, ...message }: MessageTrace) => ({
  what: 'Receipts of one message. Each is a compact JWS (RFC 7515) with its certificates (x5c); check: dienstweg receipt verify FILE',
  message,
  deliveries,
  receipts: events.flatMap(({ receipt, type, at, reader, deliveryId }) =>
    receipt === undefined ? [] : [{ type, at, ...(reader === undefined ? {} : { reader }), deliveryId, receipt }],
  ),
});

/** `GET /api/messages/{messageId}/evidence` */
export const giveEvidence =
  ({ ask }: Pick<ViewNeeds, 'ask'>, recordAction: RecordAction): Handler =>
  async (asked) => {
    const trace = await ask('trackingMessage', messageAsked(asked));
    const { messageId, author } = trace;
    await recordAction(asked.who, { action: 'evidence-downloaded', messageId, author });
    return asked.reply
      .header('content-disposition', attachment(`evidence-${messageId}.json`))
      .type('application/json')
      .send(`${JSON.stringify(evidenceOf(trace), undefined, 2)}\n`);
  };
