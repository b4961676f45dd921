/** Messages: the list, one of them, what belongs together, what was refused. */
import type { ListedMessage, MessageTrace, TracedDelivery } from '@dienstweg/schemas/bus/requests.ts';
import type { MessageState } from '@dienstweg/schemas/delivery/state.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import { ProblemError } from '@dienstweg/schemas/problems/problem.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';
import type {
  DeliveryShown,
  MessageLine,
  MessageList,
  MessageShown,
  RefusalList,
  RelatedMessages,
} from '../api/shapes/messages.ts';
import type { AskedBy, Handler } from '../receive/server.ts';
import { permissionsOf } from '../sign-in/roles.ts';
import type { SignedIn } from '../sign-in/sessions.ts';
import { causeOf } from './causes.ts';
import type { Ask, ViewNeeds } from './needs.ts';
import { authorityIn, codeIn, messageIdIn, momentIn, nonsense, pagingIn, textIn } from './values.ts';
import { namesOf } from './words.ts';

type Find = Parameters<typeof findQuestion>;

/** A case worker sees what its authority wrote, handed in or reads. */
export const visibleTo = ({ roles, authority }: SignedIn): { readonly visibleTo?: AuthorityId } => {
  if (!roles.includes('case-worker')) return {};
  if (authority === undefined) throw new Error('a case worker without an authority');
  return { visibleTo: authority };
};

const businessKeyOf = (text: string): { readonly name?: string; readonly value: string } => {
  const [name, ...value] = text.split('=');
  return value.length === 0 ? { value: text } : { name: name ?? '', value: value.join('=') };
};

/** The question to tracking that a query of messages means. */
export const findQuestion = (query: Readonly<Record<string, unknown>>, who: SignedIn) => {
  const { type, version, reference, businessKey, test } = query;
  if (version !== undefined && type === undefined) throw nonsense('version', version, 'with type only');
  return {
    ...textIn(query, 'search'),
    ...authorityIn(query, 'author'),
    ...authorityIn(query, 'reader'),
    ...(type === undefined ? {} : { messageType: String(type) }),
    ...(version === undefined ? {} : { messageTypeVersion: String(version) }),
    ...(query.state === undefined ? {} : { state: query.state as MessageState }),
    ...codeIn(query, 'code'),
    ...textIn(query, 'conversation'),
    ...(reference === undefined ? {} : { processReference: String(reference) }),
    ...(businessKey === undefined ? {} : { businessKey: businessKeyOf(String(businessKey)) }),
    ...(test === undefined ? {} : { testMessage: test === 'only' }),
    ...momentIn(query, 'since'),
    ...momentIn(query, 'until'),
    ...visibleTo(who),
  };
};

const idsOf = (messages: readonly (ListedMessage | Omit<MessageTrace, 'events'>)[]): readonly AuthorityId[] =>
  messages.flatMap(({ author, sender, deliveries }) => [author, sender, ...deliveries.map(({ reader }) => reader)]);

const toLine = (message: ListedMessage, language: Language): MessageLine => ({
  ...message,
  ...causeOf(message.code, language),
});

/** `GET /api/messages` */
export const listMessages =
  ({ ask, directory, now }: ViewNeeds): Handler =>
  async ({ query, who, language }): Promise<MessageList> => {
    const { messages, ...rest } = await ask('trackingFind', {
      ...findQuestion(query, who),
      ...pagingIn(query),
      ...(query.count === true ? { count: true } : {}),
    });
    return {
      messages: messages.map((message) => toLine(message, language)),
      names: namesOf(directory, idsOf(messages), language, now()),
      ...rest,
    };
  };

/** Pages of everything that fits, for an export; `atMost` messages. */
export async function* everyMessage(
  ask: Ask,
  question: Find[0] & object,
  atMost: number,
): AsyncGenerator<ListedMessage> {
  let after: string | undefined;
  for (let left = atMost; left > 0; ) {
    const page = await ask('trackingFind', {
      ...question,
      limit: Math.min(left, 500),
      ...(after === undefined ? {} : { after }),
    });
    yield* page.messages;
    left -= page.messages.length;
    if (page.next === undefined) return;
    after = page.next;
  }
}

const ACTS_ON: Readonly<Record<string, DeliveryShown['actions']>> = {
  'dead-letter': ['replay', 'assign', 'return'],
};

const toDelivery = (delivery: TracedDelivery, who: SignedIn, language: Language): DeliveryShown => ({
  ...delivery,
  round: delivery.round ?? 0,
  actions:
    permissionsOf(who.roles).includes('act') && delivery.returned !== true ? (ACTS_ON[delivery.state] ?? []) : [],
  ...causeOf(delivery.code, language),
});

/** What is asked of one message. */
export const messageAsked = ({ params, query, who }: AskedBy) => ({
  messageId: messageIdIn(params),
  ...authorityIn(query, 'author'),
  ...visibleTo(who),
});

/** `GET /api/messages/{messageId}` */
export const showMessage =
  ({ ask, directory, now }: ViewNeeds): Handler =>
  async (asked): Promise<MessageShown> => {
    const { who, language } = asked;
    const question = messageAsked(asked);
    const { messageId } = question;
    const isOperator = permissionsOf(who.roles).includes('look');
    const [trace, { actions }, { refusals }] = await Promise.all([
      ask('trackingMessage', question),
      isOperator ? ask('trackingActions', { messageId, type: 'operator-acted', limit: 100 }) : { actions: [] },
      isOperator ? ask('trackingRefusals', { messageId, limit: 20 }) : { refusals: [] },
    ]);
    return {
      ...trace,
      deliveries: trace.deliveries.map((delivery) => toDelivery(delivery, who, language)),
      events: trace.events.map((event) => ({ ...event, ...causeOf(event.code, language) })),
      actions: actions.filter(({ author }) => author === undefined || author === trace.author),
      refusals: refusals.map((refusal) => withCause(refusal, language)),
      names: namesOf(directory, [...idsOf([trace]), ...trace.events.map(({ to }) => to)], language, now()),
    };
  };

type Refused = Omit<RefusalList['refusals'][number], 'cause'>;

const withCause = (refusal: Refused, language: Language): RefusalList['refusals'][number] => {
  const { cause } = causeOf(refusal.code, language);
  if (cause === undefined) throw new Error(`a refusal with ${refusal.code}, which is no code`);
  return { ...refusal, cause };
};

/** `GET /api/refusals`: for a case worker those its own authority handed in, whichever peer is asked for. */
export const listRefusals =
  ({ ask, directory, now }: ViewNeeds): Handler =>
  async ({ query, language, who }): Promise<RefusalList> => {
    const { visibleTo: own } = visibleTo(who);
    const { refusals, ...rest } = await ask('trackingRefusals', {
      ...(own === undefined ? authorityIn(query, 'peer') : { peer: own }),
      ...codeIn(query, 'code'),
      ...(query.messageId === undefined ? {} : { messageId: messageIdIn(query) }),
      ...momentIn(query, 'since'),
      ...momentIn(query, 'until'),
      ...pagingIn(query),
    });
    const ids = refusals.flatMap(({ peer, claimed }) => [peer, claimed?.author]);
    return {
      refusals: refusals.map((refusal) => withCause(refusal, language)),
      names: namesOf(directory, ids, language, now()),
      ...rest,
    };
  };

/** `GET /api/messages/{messageId}/related` */
export const showRelated =
  ({ ask, directory, now }: ViewNeeds): Handler =>
  async (asked): Promise<RelatedMessages> => {
    const question = messageAsked(asked);
    const { messageId, conversationId } = await ask('trackingMessage', question);
    const mine = { ...visibleTo(asked.who), conversationId: conversationId ?? messageId };
    const conversation = await ask('trackingConversation', mine).catch((error: unknown) => {
      if (error instanceof ProblemError && error.problem.code === 'conversation-unknown') return undefined;
      throw error;
    });
    if (conversation === undefined || conversation.messages.length < 2) return { names: {} };
    return { conversation, names: namesOf(directory, idsOf(conversation.messages), asked.language, now()) };
  };
