/** Versions of message types: from when to when, how much they are used, how often they are refused. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { MessageTypeLine, MessageTypeList } from '../../../src/api/shapes.ts';
import { get } from '../api/client.ts';
import { formatShare } from '../format.ts';
import { languageNow } from '../i18n.ts';
import { Badge } from '../parts/badge.tsx';
import { SearchForm, SelectField, TextField } from '../parts/fields.tsx';
import { Answer, Empty } from '../parts/notice.tsx';
import { Page, Section } from '../parts/page.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { Count, Day, Time, TypeLink } from '../parts/values.tsx';
import { oneOf } from '../search-params.ts';
import { LOOK_OF_TYPE } from '../states.ts';
import { failureRate } from './types/rate.ts';

const STATES = ['active', 'deprecated', 'draft', 'retired'] as const;

/** The page. */
export const MessageTypes = () => {
  const { t } = useTranslation();
  const { search = '', ...rest } = useSearch({ from: '/frame/message-types' });
  const navigate = useNavigate({ from: '/message-types' });
  const state = oneOf(rest.state, STATES);
  const types = useQuery({
    queryKey: ['message-types'],
    queryFn: ({ signal }) => get<MessageTypeList>('/api/message-types', {}, signal),
  });
  const columns: readonly Column<MessageTypeLine>[] = [
    {
      id: 'code',
      head: t('types.type'),
      names: true,
      by: ({ code, version }) => `${code} ${version}`,
      cell: (type) => (
        <>
          <TypeLink {...type} />
          <p className="cell-note">{type.name}</p>
        </>
      ),
    },
    {
      id: 'state',
      head: t('types.state'),
      by: (type) => STATES.indexOf(type.state),
      cell: (type) => (
        <>
          <Badge {...LOOK_OF_TYPE[type.state]}>{t(`typeState.${type.state}`)}</Badge>
          {type.inForce ? null : <p className="cell-note">{t('types.notInForce')}</p>}
        </>
      ),
    },
    {
      id: 'from',
      head: t('types.validFrom'),
      by: (type) => type.validFrom,
      cell: (type) => <Day at={type.validFrom} />,
    },
    {
      id: 'until',
      head: t('types.validUntil'),
      cell: ({ validUntil }) => (validUntil === undefined ? '–' : <Day at={validUntil} />),
    },
    { id: 'publisher', head: t('types.publisher'), cell: ({ publisher }) => publisher },
    {
      id: 'accepted',
      head: t('types.accepted'),
      numeric: true,
      by: ({ use }) => use?.accepted ?? 0,
      cell: ({ use }) => <Count value={use?.accepted ?? 0} />,
    },
    {
      id: 'rate',
      head: t('types.rate'),
      numeric: true,
      by: ({ use }) => failureRate(use) ?? -1,
      cell: ({ use }) => {
        const rate = failureRate(use);
        return rate === undefined ? '–' : formatShare(rate, languageNow());
      },
    },
    {
      id: 'last',
      head: t('types.last'),
      by: ({ use }) => use?.lastAcceptedAt ?? '',
      cell: ({ use }) => (use?.lastAcceptedAt === undefined ? '–' : <Time at={use.lastAcceptedAt} />),
    },
  ];
  const go = (change: Readonly<Record<string, string | undefined>>) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  return (
    <Page title={t('types.title')} lead={t('types.lead')}>
      <SearchForm label={t('types.filter')} inline>
        <TextField
          type="search"
          label={t('types.search')}
          value={search}
          onChange={(value) => go({ search: value === '' ? undefined : value })}
        />
        <SelectField
          label={t('types.state')}
          value={state ?? ''}
          onChange={(value) => go({ state: value === '' ? undefined : value })}
          options={[
            { value: '', label: t('word.all') },
            ...STATES.map((value) => ({ value, label: t(`typeState.${value}`) })),
          ]}
        />
      </SearchForm>
      <Section id="types" title={t('types.list')} lead={t('types.listLead')} flush>
        <Answer of={types}>
          {(data) => {
            const wanted = search.toLocaleLowerCase();
            const lines = data.types.filter(
              (type) =>
                (state === undefined || type.state === state) &&
                (wanted === '' || `${type.code} ${type.name}`.toLocaleLowerCase().includes(wanted)),
            );
            return lines.length === 0 ? (
              <Empty icon="types" title={t('types.none')}>
                <p>{t('types.noneDo')}</p>
              </Empty>
            ) : (
              <Table
                caption={t('types.list')}
                columns={columns}
                rows={lines}
                keyOf={({ code, version }) => `${code} ${version}`}
              />
            );
          }}
        </Answer>
      </Section>
    </Page>
  );
};
