import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuthorityLine, AuthorityList, Recipient, RecipientList } from '../../../../src/api/shapes.ts';
import { get } from '../../api/client.ts';
import { Badge } from '../../parts/badge.tsx';
import { Button, SearchForm, SelectField, TextField } from '../../parts/fields.tsx';
import { Empty } from '../../parts/notice.tsx';
import { Section } from '../../parts/page.tsx';
import { namesIn, Paged } from '../../parts/paged.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { AuthorityLink, Code, Count } from '../../parts/values.tsx';
import { Circuit } from './circuit.tsx';

const ENVIRONMENTS = ['', 'production', 'test'] as const;

const columnsOf = (
  t: ReturnType<typeof useTranslation>['t'],
  names: Readonly<Record<string, string>>,
  categories: ReadonlyMap<string, string>,
  standing: ReadonlyMap<string, Recipient>,
): readonly Column<AuthorityLine>[] => [
  {
    id: 'name',
    head: t('directory.name'),
    names: true,
    cell: ({ authority, name }) => (
      <>
        <AuthorityLink id={authority} names={{ [authority]: name }} />
        <p className="cell-note">
          <Code>{authority}</Code>
        </p>
      </>
    ),
  },
  { id: 'category', head: t('directory.category'), cell: ({ category }) => categories.get(category) ?? category },
  {
    id: 'region',
    head: t('directory.region'),
    cell: ({ region }) => (region === undefined ? '–' : (names[region] ?? <Code>{region}</Code>)),
  },
  {
    id: 'environment',
    head: t('directory.environment'),
    cell: ({ environment }) => (
      <Badge tone="neutral" icon={environment === 'test' ? 'types' : 'authorities'}>
        {t(`environment.${environment}`)}
      </Badge>
    ),
  },
  { id: 'channel', head: t('directory.channel'), cell: ({ channel }) => t(`channel.${channel}`) },
  {
    id: 'standing',
    head: t('directory.standing'),
    cell: ({ authority }) => {
      const recipient = standing.get(authority);
      return recipient === undefined ? '–' : <Circuit recipient={recipient} />;
    },
  },
  {
    id: 'waiting',
    head: t('directory.waiting'),
    numeric: true,
    cell: ({ authority }) => <Count value={standing.get(authority)?.waiting ?? 0} />,
  },
];

/** The directory, searched. */
export const Authorities = () => {
  const { t } = useTranslation();
  const { search, category, environment } = useSearch({ from: '/frame/directory' });
  const navigate = useNavigate({ from: '/directory' });
  const [draft, setDraft] = useState(search ?? '');
  useEffect(() => setDraft(search ?? ''), [search]);
  const list = useInfiniteQuery({
    queryKey: ['authorities', search, category, environment],
    queryFn: ({ pageParam, signal }) =>
      get<AuthorityList>('/api/authorities', { search, category, environment, after: pageParam, limit: 50 }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
  });
  const recipients = useQuery({ queryKey: ['recipients'], queryFn: () => get<RecipientList>('/api/recipients') });
  const standing = new Map(recipients.data?.recipients.map((one) => [one.authority as string, one]));
  const first = list.data?.pages[0];
  const categories = new Map(first?.categories.map((one) => [one.category, one.name]));
  const lines = list.data?.pages.flatMap(({ authorities }) => authorities) ?? [];
  const names = namesIn(list.data?.pages);
  const go = (change: Readonly<Record<string, string | undefined>>) =>
    void navigate({ search: (before) => ({ ...before, ...change }) });
  const send = (): void => {
    go({ search: draft === '' ? undefined : draft });
  };
  return (
    <>
      <SearchForm label={t('directory.filter')} inline onSubmit={send}>
        <TextField type="search" label={t('directory.search')} value={draft} onChange={setDraft} />
        <SelectField
          label={t('directory.category')}
          value={category ?? ''}
          onChange={(value) => go({ category: value === '' ? undefined : value })}
          options={[
            { value: '', label: t('word.all') },
            ...(first?.categories.map((one) => ({ value: one.category, label: `${one.name} (${one.count})` })) ?? []),
          ]}
        />
        <SelectField
          label={t('directory.environment')}
          value={ENVIRONMENTS.find((one) => one === environment) ?? ''}
          onChange={(value) => go({ environment: value === '' ? undefined : value })}
          options={ENVIRONMENTS.map((value) => ({
            value,
            label: value === '' ? t('word.all') : t(`environment.${value}`),
          }))}
        />
        <Button kind="primary" icon="search" type="submit">
          {t('act.search')}
        </Button>
      </SearchForm>
      <Section
        id="authorities"
        title={t('directory.authorities')}
        lead={first === undefined ? undefined : t('directory.edition', { edition: first.edition })}
        flush
      >
        <Paged
          of={list}
          isEmpty={lines.length === 0}
          empty={
            <Empty icon="search" title={t('directory.noneFound')}>
              <p>{t('directory.noneFoundDo')}</p>
            </Empty>
          }
        >
          <Table
            caption={t('directory.authorities')}
            columns={columnsOf(t, names, categories, standing)}
            rows={lines}
            keyOf={({ authority }) => authority}
          />
        </Paged>
      </Section>
    </>
  );
};
