/** What was changed in the directory, by whom and why; what waits for a second registrar. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { EditionList, PendingList } from '../../../../src/api/shapes.ts';
import { get } from '../../api/client.ts';
import { Answer, Empty } from '../../parts/notice.tsx';
import { Section } from '../../parts/page.tsx';
import { Paged } from '../../parts/paged.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { Command, Time } from '../../parts/values.tsx';
import { useMay } from '../../session.tsx';
import { Difference } from './difference.tsx';
import { RecordForm } from './record-form.tsx';

type Line = EditionList['editions'][number];

const Pending = ({ pending }: { readonly pending: PendingList['pending'] }) => {
  const { t } = useTranslation();
  return pending.length === 0 ? (
    <Empty icon="success" title={t('directory.nothingPending')} />
  ) : (
    <ul className="lines">
      {pending.map((one) => (
        <li key={one.changeId} className="pending">
          <p>
            <strong>{one.reason}</strong>
          </p>
          <p className="muted">
            {one.by} · <Time at={one.proposedAt} /> ·{' '}
            {t('directory.putsCloses', { puts: one.puts, closes: one.closes })} ·{' '}
            {one.kinds.map((kind) => t(`kind.${kind}`)).join(', ')}
          </p>
          <p>{t('directory.approve')}</p>
          <Command>{one.commands.approve}</Command>
          <p>{t('directory.withdraw')}</p>
          <Command>{one.commands.withdraw}</Command>
        </li>
      ))}
    </ul>
  );
};

/** The view. */
export const History = () => {
  const { t } = useTranslation();
  const { edition } = useSearch({ from: '/frame/directory' });
  const mayRegister = useMay('register');
  const pending = useQuery({ queryKey: ['pending'], queryFn: () => get<PendingList>('/api/registry/pending') });
  const editions = useInfiniteQuery({
    queryKey: ['editions'],
    queryFn: ({ pageParam, signal }) =>
      get<EditionList>('/api/registry/history', { after: pageParam, limit: 30 }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
  });
  const columns: readonly Column<Line>[] = [
    {
      id: 'edition',
      head: t('directory.editionHead'),
      names: true,
      cell: (line) => (
        <Link to="/directory" search={{ view: 'history', edition: String(line.edition) }} className="kern-link link">
          {t('directory.editionNumber', { edition: line.edition })}
        </Link>
      ),
    },
    { id: 'is', head: t('directory.is'), cell: (line) => t(`directory.is_${line.recorded}`) },
    { id: 'reason', head: t('act.reason'), cell: ({ reason }) => reason },
    { id: 'by', head: t('directory.by'), cell: ({ by }) => by },
    { id: 'at', head: t('directory.recordedAt'), cell: ({ recordedAt }) => <Time at={recordedAt} /> },
  ];
  const lines = editions.data?.pages.flatMap((page) => page.editions) ?? [];
  return (
    <>
      <Section id="pending" title={t('directory.pending')} lead={t('directory.pendingLead')}>
        <Answer of={pending}>{(data) => <Pending pending={data.pending} />}</Answer>
        {mayRegister ? <RecordForm /> : null}
      </Section>
      {edition === undefined ? null : <Difference edition={edition} />}
      <Section id="editions" title={t('directory.history')} flush>
        <Paged
          of={editions}
          isEmpty={lines.length === 0}
          empty={<Empty icon="list" title={t('directory.noHistory')} />}
        >
          <Table
            caption={t('directory.history')}
            columns={columns}
            rows={lines}
            keyOf={(line) => String(line.edition)}
          />
        </Paged>
      </Section>
    </>
  );
};
