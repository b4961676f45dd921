import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { RefusalList } from '../../../../src/api/shapes.ts';
import { get } from '../../api/client.ts';
import { Empty } from '../../parts/notice.tsx';
import { Section } from '../../parts/page.tsx';
import { namesIn, Paged } from '../../parts/paged.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { AuthorityLink, Bytes, Code, MessageLink, Time, TypeLink } from '../../parts/values.tsx';
import type { Filter } from './filters.tsx';

type Line = RefusalList['refusals'][number];

const columnsOf = (
  t: ReturnType<typeof useTranslation>['t'],
  names: Readonly<Record<string, string>>,
): readonly Column<Line>[] => [
  {
    id: 'why',
    head: t('messages.why'),
    names: true,
    cell: ({ cause, code }) => (
      <>
        <strong>{cause.title}</strong> <Code>{code}</Code>
        <p className="cell-note">{cause.remedy}</p>
      </>
    ),
  },
  {
    id: 'peer',
    head: t('messages.peer'),
    cell: ({ peer }) => (peer === undefined ? '–' : <AuthorityLink id={peer} names={names} />),
  },
  {
    id: 'claimed',
    head: t('messages.id'),
    cell: ({ claimed }) =>
      claimed?.messageId === undefined ? '–' : <MessageLink id={claimed.messageId} author={claimed.author} />,
  },
  {
    id: 'type',
    head: t('messages.type'),
    cell: ({ claimed }) => (claimed?.messageType === undefined ? '–' : <TypeLink {...claimed.messageType} />),
  },
  {
    id: 'where',
    head: t('messages.where'),
    cell: ({ places }) =>
      places.length === 0 ? (
        '–'
      ) : (
        <ul className="plain-list">
          {places.slice(0, 3).map((place) => (
            <li key={`${place.code} ${place.line ?? ''} ${place.xpath ?? ''}`}>
              {place.line === undefined ? null : `${t('message.line', { line: place.line })} `}
              <Code>{place.xpath ?? place.code}</Code>
            </li>
          ))}
          {places.length > 3 ? <li className="muted">+{places.length - 3}</li> : null}
        </ul>
      ),
  },
  { id: 'size', head: t('messages.size'), numeric: true, cell: ({ sizeBytes }) => <Bytes value={sizeBytes} /> },
  { id: 'at', head: t('messages.when'), cell: ({ at }) => <Time at={at} /> },
];

/** What was not accepted, and why. */
export const Refusals = ({ filter }: { readonly filter: Filter }) => {
  const { t } = useTranslation();
  const { search, author, code, since, until } = filter;
  const asked = { messageId: search, peer: author, code, since, until };
  const pages = useInfiniteQuery({
    queryKey: ['messages', 'refusals', asked],
    queryFn: ({ pageParam, signal }) =>
      get<RefusalList>('/api/refusals', { ...asked, after: pageParam, limit: 50 }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
  });
  const lines = pages.data?.pages.flatMap(({ refusals }) => refusals) ?? [];
  const names = namesIn(pages.data?.pages);
  return (
    <Section id="refusals" title={t('messages.refusals')} lead={t('messages.refusalsLead')} flush>
      <Paged
        of={pages}
        isEmpty={lines.length === 0}
        empty={
          <Empty icon="success" title={t('messages.noneFound')}>
            <p>{t('messages.noneFoundDo')}</p>
          </Empty>
        }
      >
        <Table
          caption={t('messages.refusals')}
          columns={columnsOf(t, names)}
          rows={lines}
          keyOf={({ at, code: of, claimed }) => `${at} ${of} ${claimed?.messageId ?? ''}`}
        />
      </Paged>
    </Section>
  );
};
