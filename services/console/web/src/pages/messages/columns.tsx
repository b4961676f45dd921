import type { TFunction } from 'i18next';
import type { MessageLine } from '../../../../src/api/shapes.ts';
import { StateBadge } from '../../parts/badge.tsx';
import type { Column } from '../../parts/table.tsx';
import { AuthorityLink, Bytes, Count, MessageLink, Span, Time, TypeLink } from '../../parts/values.tsx';

/** Columns in the order they stand. */
export const COLUMN_IDS = [
  'state',
  'id',
  'type',
  'author',
  'reader',
  'attempt',
  'next',
  'received',
  'duration',
  'size',
  'reference',
] as const;

/** Which of them wait to be chosen. */
export const HIDDEN_AT_FIRST: readonly string[] = ['next', 'size', 'duration'];

/** More readers than this are counted, not named. */
const READERS_NAMED = 2;

const Readers = ({
  line,
  names,
  t,
}: {
  readonly line: MessageLine;
  readonly names: Readonly<Record<string, string>>;
  readonly t: TFunction;
}) => (
  <ul className="plain-list">
    {line.deliveries.slice(0, READERS_NAMED).map((delivery) => (
      <li key={delivery.deliveryId}>
        <AuthorityLink id={delivery.reader} names={names} />
      </li>
    ))}
    {line.deliveries.length > READERS_NAMED ? (
      <li className="muted">{t('messages.moreReaders', { count: line.deliveries.length - READERS_NAMED })}</li>
    ) : null}
  </ul>
);

/** The columns of messages. */
export const messageColumns = (
  t: TFunction,
  names: Readonly<Record<string, string>>,
): readonly Column<MessageLine>[] => [
  {
    id: 'state',
    head: t('messages.state'),
    cell: (line) => (
      <>
        <StateBadge state={line.state} />
        {line.returned === true ? <p className="cell-note">{t('event.returned')}</p> : null}
        {line.cause === undefined ? null : <p className="cell-note">{line.cause.title}</p>}
        {line.testMessage ? <p className="cell-note">{t('messages.test')}</p> : null}
      </>
    ),
  },
  {
    id: 'id',
    head: t('messages.id'),
    names: true,
    cell: (line) => <MessageLink id={line.messageId} author={line.author} />,
  },
  { id: 'type', head: t('messages.type'), cell: ({ messageType }) => <TypeLink {...messageType} /> },
  { id: 'author', head: t('messages.author'), cell: (line) => <AuthorityLink id={line.author} names={names} /> },
  {
    id: 'reader',
    head: t('messages.reader'),
    cell: (line) => (line.deliveries.length === 0 ? '–' : <Readers line={line} names={names} t={t} />),
  },
  { id: 'attempt', head: t('messages.attempt'), numeric: true, cell: ({ attempts }) => <Count value={attempts} /> },
  {
    id: 'next',
    head: t('messages.next'),
    cell: ({ nextAttemptAt }) => (nextAttemptAt === undefined ? '–' : <Time at={nextAttemptAt} />),
  },
  { id: 'received', head: t('messages.received'), cell: (line) => <Time at={line.acceptedAt} /> },
  {
    id: 'duration',
    head: t('messages.duration'),
    numeric: true,
    cell: (line) => (line.durationMs === undefined ? '–' : <Span ms={line.durationMs} />),
  },
  { id: 'size', head: t('messages.size'), numeric: true, cell: (line) => <Bytes value={line.sizeBytes} /> },
  {
    id: 'reference',
    head: t('messages.reference'),
    cell: ({ processReference: { requester, responder } }) =>
      [requester, responder].filter((one) => one !== undefined).join(' / ') || '–',
  },
];
