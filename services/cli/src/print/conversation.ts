/** The joint status of a conversation as people read it. */
import type { ConversationAgency, ConversationTrace } from '@dienstweg/schemas/bus/requests.ts';
import { table } from './table.ts';
import { authorityText } from './trace.ts';
import { visibleInLine } from './visible.ts';

const deadlineText = (
  deadline: Pick<NonNullable<ConversationAgency['deadline']>, 'lastDay' | 'standing'> | undefined,
) => (deadline === undefined ? '' : `${deadline.lastDay} (${deadline.standing})`);

/** The whole, where each agency stands, and every message with its deliveries. */
export const conversationText = ({ conversationId, state, agencies, messages, more }: ConversationTrace): string =>
  [
    `conversation ${visibleInLine(conversationId)}  ${state}`,
    `${messages.length} messages, ${agencies.length} agencies; the whole is as far as the least advanced${more ? '; there are more messages than are shown' : ''}`,
    '',
    table(
      ['AGENCY', 'ROLES', 'STATE', 'ANSWERED', 'DEADLINE'],
      agencies.map((agency) => [
        authorityText(agency.authority),
        agency.roles.join(' '),
        agency.state,
        agency.answered ? 'yes' : '',
        deadlineText(agency.deadline),
      ]),
    ),
    '',
    table(
      ['MESSAGE', 'TYPE', 'FROM', 'TO', 'STATE', 'DEADLINE'],
      messages.flatMap(({ messageId, messageType, author, deliveries }) =>
        deliveries.map((delivery) => [
          messageId,
          `${messageType.code} ${messageType.version}`,
          authorityText(author),
          authorityText(delivery.reader),
          delivery.code === undefined ? delivery.state : `${delivery.state} (${delivery.code})`,
          deadlineText(delivery.deadline),
        ]),
      ),
      '(no deliveries)',
    ),
  ].join('\n');
