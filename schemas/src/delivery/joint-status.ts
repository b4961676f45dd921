/** From the messages of a conversation to one status: of the whole, and of each agency. Pure. */
import type {
  ConversationAgency,
  ConversationDelivery,
  ConversationMessage,
  ConversationTrace,
} from '../bus/requests.ts';
import type { AuthorityId } from '../identifiers.ts';
import { stateOfWhole } from './state.ts';

type Read = ConversationDelivery & Pick<ConversationMessage, 'messageId'>;
type Due = NonNullable<ConversationAgency['deadline']>;

/** The deadline that is next for an agency; where all are kept, the last of them. */
const deadlineOf = (deliveries: readonly Read[]): Due | undefined => {
  const due = deliveries
    .flatMap(({ deadline, messageId }) => (deadline === undefined ? [] : [{ ...deadline, messageId }]))
    .sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1));
  return due.find(({ standing }) => standing !== 'kept') ?? due.at(-1);
};

const agencyOf = (authority: AuthorityId, deliveries: readonly Read[]): ConversationAgency => {
  const deadline = deadlineOf(deliveries);
  return {
    authority,
    roles: [...new Set(deliveries.map(({ role }) => role))],
    state: stateOfWhole(deliveries.map(({ state }) => state)),
    answered: deliveries.some(({ answered }) => answered),
    ...(deadline === undefined ? {} : { deadline }),
  };
};

/**
 * The joint status of messages in the order they were accepted. The whole, and each agency, is as far as the least
 * advanced of its deliveries (`stateOfWhole`); agencies come in the order in which they got their first message.
 */
export const jointStatusOf = (conversationId: string, messages: readonly ConversationMessage[]): ConversationTrace => {
  const deliveries = messages.flatMap(({ messageId, deliveries: of }) =>
    of.map((one): Read => ({ ...one, messageId })),
  );
  return {
    conversationId,
    state: stateOfWhole(deliveries.map(({ state }) => state)),
    agencies: [...Map.groupBy(deliveries, ({ reader }) => reader)].map(([reader, of]) => agencyOf(reader, of)),
    messages,
  };
};
