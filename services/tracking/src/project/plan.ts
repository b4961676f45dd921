/** What a batch has changed, as rows to be written. */
import type { Write } from '../store/database.ts';
import { stateNo, stepNo } from '../store/numbers.ts';
import type { Value } from '../store/sql.ts';
import { TABLES, type TableName } from '../store/tables.ts';
import type { Taking } from './taking.ts';
import type { WorkingDelivery, WorkingMessage } from './working.ts';

const columnsOf = (name: TableName): readonly string[] => Object.keys(TABLES[name].columns);

const MESSAGE_COLUMNS = columnsOf('messages');
const messageRow = (whole: WorkingMessage): readonly Value[] => {
  const row: Readonly<Record<string, Value>> = {
    ...whole.rest,
    sequence: whole.sequence,
    message_id: whole.messageId,
    author: whole.author,
    sender: whole.sender,
    type: whole.type,
    version: whole.version,
    accepted_at: whole.acceptedAt,
    test: whole.test,
    state: stateNo(whole.state),
    ended_at: whole.endedAt ?? null,
  };
  return MESSAGE_COLUMNS.map((column) => row[column] ?? null);
};

const DELIVERY_CHANGING = [
  'no',
  'message',
  'place',
  'message_id',
  'role',
  'parts',
  'state',
  'round',
  'code',
  'attempts',
  'planned',
  'next_attempt_at',
  'ended_at',
  'step',
  'failed_at',
] as const;

const changing = ({ names }: Taking, delivery: WorkingDelivery): readonly Value[] => {
  const { progress, whole } = delivery;
  const nextAttemptAt = progress.nextAttemptAt === undefined ? Number.NaN : Date.parse(progress.nextAttemptAt);
  return [
    delivery.no,
    whole?.sequence ?? null,
    delivery.place,
    whole === undefined ? delivery.messageId : null,
    delivery.role,
    delivery.parts,
    stateNo(progress.state),
    progress.round,
    progress.code === undefined ? 0 : names.noOf(progress.code),
    delivery.attempts,
    delivery.planned,
    Number.isNaN(nextAttemptAt) ? null : nextAttemptAt,
    delivery.endedAt ?? null,
    stepNo(delivery.step),
    delivery.failedAt,
  ];
};

/** The writes of a batch, without names and positions; steps without rows are left out. */
export const plan = (taking: Taking): readonly Write[] => {
  const { added, tally, touchedDeliveries, touchedMessages } = taking;
  const messages = [...touchedMessages];
  const deliveries = [...touchedDeliveries];
  const insert = (name: TableName, rows: readonly (readonly Value[])[]): Write => ({
    insert: name,
    columns: columnsOf(name),
    rows,
  });
  const steps: readonly Write[] = [
    insert('messages', messages.filter(({ standing }) => standing === 'new').map(messageRow)),
    {
      update: 'messages',
      columns: ['sequence', 'state', 'ended_at'],
      rows: messages
        .filter(({ standing }) => standing === 'changed')
        .map(({ sequence, state, endedAt }) => [sequence, stateNo(state), endedAt ?? null]),
    },
    insert('acceptances', added.acceptances),
    { ...insert('business_keys', added.keys), onConflict: 'ON CONFLICT DO NOTHING' },
    insert('deadlines', added.deadlines),
    {
      insert: 'deliveries',
      columns: [...DELIVERY_CHANGING, 'delivery_id', 'author', 'reader'],
      rows: deliveries
        .filter(({ standing }) => standing === 'new')
        .map((delivery) => [...changing(taking, delivery), delivery.id, delivery.author, delivery.reader]),
    },
    {
      update: 'deliveries',
      columns: DELIVERY_CHANGING,
      rows: deliveries.filter(({ standing }) => standing === 'changed').map((delivery) => changing(taking, delivery)),
    },
    { update: 'events', columns: ['delivery', 'sender'], rows: added.senders },
    insert('events', added.events),
    insert('receipts', added.receipts),
    insert('refusals', added.refusals),
    insert('actions', added.actions),
    ...tally.writes(),
  ];
  return steps.filter((step) => !('rows' in step) || step.rows.length > 0);
};
