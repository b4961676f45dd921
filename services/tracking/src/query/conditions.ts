/** What is looked for, as conditions on rows of `messages m`, each with how many messages roughly fit it. */
import type { MessageFilter } from '@dienstweg/schemas/bus/requests.ts';
import { parseMessageId } from '@dienstweg/schemas/identifiers.ts';
import { hashedKeyValue } from '@dienstweg/schemas/message-types/business-keys.ts';
import { COUNTERS, stateNo } from '../store/numbers.ts';
import { list, raw, type Sql, sql } from '../store/sql.ts';
import { momentIn, textIn } from './asked.ts';
import { first, type View } from './view.ts';

/** A column that an index leads along, in the order of messages. */
export type Along =
  | { readonly of: 'messages'; readonly column: 'author' | 'sender' | 'type' | 'state' | 'test' }
  | { readonly of: 'deliveries'; readonly column: 'reader' | 'code' };

/** One thing known of the messages looked for. */
export interface Condition {
  /** The test of a row; where an index leads along it, written so that this index is not taken. */
  readonly test: Sql;
  /** By which index it leads, with the number it has there. */
  readonly along?: Along & { readonly no: number };
  /** How many fit; exact where nothing else is asked. */
  readonly fits?: number;
  /** Few fit: they are gathered before anything else is tested. */
  readonly gathers?: true;
}

/** No message can fit: e.g. an authority that never wrote. */
export const NOTHING = Symbol('nothing fits');

const counted = async (view: View, kind: keyof typeof COUNTERS, a: number): Promise<number> => {
  const row = await first(
    view,
    sql`SELECT coalesce(sum(n), 0) AS n FROM counters WHERE kind = ${COUNTERS[kind]} AND bucket = 0 AND a = ${a}`,
  );
  return Number(row?.n ?? 0);
};

const onMessage = (column: Extract<Along, { of: 'messages' }>['column'], no: number, fits: number): Condition => ({
  test: sql`+m.${raw(column)} = ${no}`,
  along: { of: 'messages', column, no },
  fits,
});

const onDelivery = (column: 'reader' | 'code', no: number, fits: number): Condition => ({
  test: sql`EXISTS (SELECT 1 FROM deliveries x WHERE x.message = m.sequence AND x.${raw(column)} = ${no})`,
  along: { of: 'deliveries', column, no },
  fits,
});

/** Few messages have it: they are gathered first. */
const among = (sequences: Sql): Condition => ({ test: sql`m.sequence IN (${sequences})`, gathers: true });

const referenced = (value: string): Sql => sql`SELECT sequence FROM messages WHERE requester = ${value}
  UNION SELECT sequence FROM messages WHERE responder = ${value}`;
const inConversation = (value: string): Sql =>
  sql`SELECT sequence FROM messages WHERE conversation IN ${list([value, parseMessageId(value) ?? value])}`;
const withId = (value: string): Sql => sql`SELECT sequence FROM messages WHERE message_id = ${value}`;
/** An id follows from author, message and reader: who only reads a message learns of its own delivery alone. */
const deliveredAs = (value: string, seer: number | undefined): Sql =>
  seer === undefined
    ? sql`SELECT message FROM deliveries WHERE delivery_id = ${value}`
    : sql`SELECT d.message FROM deliveries d JOIN messages w ON w.sequence = d.message
        WHERE d.delivery_id = ${value} AND (d.reader = ${seer} OR w.author = ${seer} OR w.sender = ${seer})`;

/** In the form its type has it kept: as it is, or hashed. */
const keyed = (value: string): Sql =>
  sql`SELECT message FROM business_keys WHERE value IN ${list([value, hashedKeyValue(value)])}`;

const found = (value: string, seer: number | undefined): Sql =>
  sql`${referenced(value)} UNION ${inConversation(value)} UNION ${withId(parseMessageId(value) ?? value)}
    UNION ${deliveredAs(parseMessageId(value) ?? value, seer)}
    UNION ${keyed(value)}`;

const byKey = (view: View, { name, value }: NonNullable<MessageFilter['businessKey']>): Sql | undefined => {
  if (name === undefined) return keyed(value);
  const no = view.names.known(name);
  return no === undefined ? undefined : sql`${keyed(value)} AND name = ${no}`;
};

/** Authorities, types, versions and codes asked for that have no number are in no message. */
const unknownAmong = (view: View, { author, reader, messageType, messageTypeVersion, code }: MessageFilter): boolean =>
  [author, reader, messageType, messageTypeVersion, code].some(
    (name) => name !== undefined && view.names.known(name) === undefined,
  );

/** Who else reads a message, and what became of that, is its author's and sender's: who only reads it finds by its own delivery. */
const ofOthers = (
  { reader, code, visibleTo }: MessageFilter,
  seer: number,
  no: (name: string) => number,
): readonly Condition[] => [
  ...(reader === undefined || reader === visibleTo
    ? []
    : [{ test: sql`(+m.author = ${seer} OR +m.sender = ${seer})` }]),
  ...(code === undefined
    ? []
    : [
        {
          test: sql`(+m.author = ${seer} OR +m.sender = ${seer} OR EXISTS (SELECT 1 FROM deliveries x
            WHERE x.message = m.sequence AND x.reader = ${seer} AND x.code = ${no(code)}))`,
        },
      ]),
];

/** Everything that was asked for; all of it must hold. @throws `request-invalid` */
export const conditionsOf = async (
  view: View,
  filter: MessageFilter,
): Promise<readonly Condition[] | typeof NOTHING> => {
  const { names } = view;
  const [search, reference, conversation] = [
    textIn('search', filter.search)?.trim(),
    textIn('processReference', filter.processReference),
    textIn('conversation', filter.conversation),
  ];
  const [since, until] = [momentIn('since', filter.since), momentIn('until', filter.until)];
  textIn('businessKey', filter.businessKey?.value);
  if (unknownAmong(view, filter)) return NOTHING;
  const no = (name: string): number => names.known(name) ?? -1;
  const conditions: Condition[] = [];
  if (filter.messageId !== undefined) conditions.push(among(withId(textIn('messageId', filter.messageId) ?? '')));
  if (search !== undefined && search !== '')
    conditions.push(among(found(search, filter.visibleTo === undefined ? undefined : no(filter.visibleTo))));
  if (reference !== undefined) conditions.push(among(referenced(reference)));
  if (conversation !== undefined) conditions.push(among(inConversation(conversation)));
  if (filter.businessKey !== undefined) {
    const having = byKey(view, filter.businessKey);
    if (having === undefined) return NOTHING;
    conditions.push(among(having));
  }
  if (filter.author !== undefined)
    conditions.push(onMessage('author', no(filter.author), await counted(view, 'author', no(filter.author))));
  if (filter.messageType !== undefined)
    conditions.push(onMessage('type', no(filter.messageType), await counted(view, 'type', no(filter.messageType))));
  if (filter.messageTypeVersion !== undefined)
    conditions.push({ test: sql`m.version = ${no(filter.messageTypeVersion)}` });
  if (filter.state !== undefined) {
    const state = stateNo(filter.state);
    conditions.push(onMessage('state', state, await counted(view, 'wholes', state)));
  }
  if (filter.testMessage !== undefined) {
    const test = filter.testMessage ? 1 : 0;
    conditions.push(onMessage('test', test, await counted(view, 'test', test)));
  }
  if (filter.reader !== undefined)
    conditions.push(onDelivery('reader', no(filter.reader), await counted(view, 'reader', no(filter.reader))));
  if (filter.code !== undefined) {
    const row = await first(
      view,
      sql`SELECT coalesce(sum(n), 0) AS n FROM counters
        WHERE kind = ${COUNTERS.group} AND bucket = 0 AND b = ${no(filter.code)}`,
    );
    conditions.push(onDelivery('code', no(filter.code), Number(row?.n ?? 0)));
  }
  if (filter.visibleTo !== undefined) conditions.push(...ofOthers(filter, no(filter.visibleTo), no));
  if (since !== undefined) conditions.push({ test: sql`m.accepted_at >= ${since}` });
  if (until !== undefined) conditions.push({ test: sql`m.accepted_at < ${until}` });
  return conditions;
};

/** Conditions that hold together. */
export type Way = readonly Condition[];

/** Not before its time: until then its author does not want it known. */
const untilNow = (now: Date): Condition => ({
  test: sql`(m.not_before IS NULL OR m.not_before <= ${now.getTime()})`,
});

/** Of an authority: what it wrote, what it handed in for others, what it reads. Together they are all it may see. */
export const ownOf = async (view: View, authority: string, now: Date): Promise<readonly Way[]> => {
  const no = view.names.known(authority);
  if (no === undefined) return [];
  return [
    [onMessage('author', no, await counted(view, 'author', no))],
    // hardly anybody hands in for others
    [{ ...onMessage('sender', no, 0), test: sql`m.sender <> m.author AND +m.sender = ${no}` }],
    [onDelivery('reader', no, await counted(view, 'reader', no)), untilNow(now)],
  ];
};
