/** Finding messages: filters in the address, keyset paging, choice of columns and lines, export. */
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageList } from '../../../src/api/shapes.ts';
import { address, get } from '../api/client.ts';
import { Button } from '../parts/fields.tsx';
import { Icon } from '../parts/icon.tsx';
import { Empty } from '../parts/notice.tsx';
import { Page } from '../parts/page.tsx';
import { namesIn, Paged } from '../parts/paged.tsx';
import { Table } from '../parts/table.tsx';
import { Time } from '../parts/values.tsx';
import { useMay, useSession } from '../session.tsx';
import { ChooseColumns } from './messages/choose-columns.tsx';
import { COLUMN_IDS, HIDDEN_AT_FIRST, messageColumns } from './messages/columns.tsx';
import { Filters } from './messages/filters.tsx';
import { Refusals } from './messages/refusals.tsx';
import { ReplayChosen } from './messages/replay-chosen.tsx';

const PAGE = 50;

/** The page of messages; of a case worker those of its authority. */
export const Messages = () => {
  const { t } = useTranslation();
  const search = useSearch({ from: '/frame/messages' });
  const navigate = useNavigate({ from: '/messages' });
  const { authority } = useSession();
  const mayAct = useMay('act');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [replaying, setReplaying] = useState(false);
  const { columns, ...filter } = search;
  const refused = filter.state === 'refused';
  const pages = useInfiniteQuery({
    queryKey: ['messages', filter],
    queryFn: ({ pageParam, signal }) =>
      get<MessageList>('/api/messages', { ...filter, after: pageParam, limit: PAGE }, signal),
    enabled: !refused,
    placeholderData: keepPreviousData,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
  });
  const lines = pages.data?.pages.flatMap(({ messages }) => messages) ?? [];
  const names = namesIn(pages.data?.pages);
  const searchedBackTo = pages.data?.pages.at(-1)?.searchedBackTo;
  const hidden = columns === undefined ? HIDDEN_AT_FIRST : COLUMN_IDS.filter((id) => !columns.split(' ').includes(id));
  const filtered = Object.values(filter).some((value) => value !== undefined);
  const keyOf = (line: (typeof lines)[number]): string => `${line.author} ${line.messageId}`;
  const chosenLines = lines.filter((line) => chosen.has(keyOf(line)));
  return (
    <Page
      title={t('messages.title')}
      lead={
        authority === undefined ? t('messages.lead') : t('messages.leadOfOne', { name: authority.name ?? authority.id })
      }
    >
      <Filters
        filter={filter}
        onChange={(next) => void navigate({ search: { ...next, ...(columns === undefined ? {} : { columns }) } })}
      />
      {refused ? <Refusals filter={filter} /> : null}
      <section className="card card--flush" aria-label={t('messages.found')} hidden={refused}>
        <div className="toolbar">
          <p className="toolbar__count" role="status">
            {pages.data === undefined
              ? ''
              : t(pages.hasNextPage ? 'messages.shownMore' : 'messages.shown', { count: lines.length })}
            {chosenLines.length === 0 ? null : ` · ${t('messages.chosen', { count: chosenLines.length })}`}
          </p>
          <div className="toolbar__tools">
            {mayAct && chosenLines.length > 0 ? (
              <Button icon="replay" kind="primary" onClick={() => setReplaying(true)}>
                {t('messages.replayChosen')}
              </Button>
            ) : null}
            <ChooseColumns
              hidden={hidden}
              onChange={(shown) => void navigate({ search: { ...search, columns: shown.join(' ') }, replace: true })}
            />
            {(['csv', 'jsonl'] as const).map((format) => (
              <a
                key={format}
                className="kern-btn kern-btn--secondary button--small"
                href={address('/api/messages/export', { ...filter, format })}
                download
              >
                <Icon name="download" size={18} />
                <span className="kern-label">{format === 'csv' ? 'CSV' : 'JSONL'}</span>
              </a>
            ))}
          </div>
        </div>
        <Paged
          of={pages}
          isEmpty={lines.length === 0}
          empty={
            <Empty icon="search" title={filtered ? t('messages.noneFound') : t('messages.none')}>
              <p>{filtered ? t('messages.noneFoundDo') : t('messages.noneDo')}</p>
              {filtered ? (
                <Button icon="close" onClick={() => void navigate({ search: {} })}>
                  {t('messages.clear')}
                </Button>
              ) : null}
            </Empty>
          }
          note={
            searchedBackTo === undefined ? null : (
              <p className="muted pad">
                {t('messages.searchedBackTo')} <Time at={searchedBackTo} />
              </p>
            )
          }
        >
          <Table
            caption={t('messages.found')}
            columns={messageColumns(t, names)}
            rows={lines}
            keyOf={keyOf}
            hidden={hidden}
            {...(mayAct
              ? {
                  choice: {
                    chosen,
                    choose: setChosen,
                    labelOf: (key: string) => t('messages.choose', { id: key.split(' ')[1] ?? key }),
                  },
                }
              : {})}
          />
        </Paged>
      </section>
      {replaying ? <ReplayChosen lines={chosenLines} onClose={() => setReplaying(false)} /> : null}
    </Page>
  );
};
