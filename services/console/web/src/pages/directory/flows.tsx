/** Who sends to whom: a map, and the same as a table beside it. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { FlowMap } from '../../../../src/api/shapes.ts';
import { get } from '../../api/client.ts';
import { Answer, Empty, Waiting } from '../../parts/notice.tsx';
import { Section } from '../../parts/page.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { AuthorityLink, Count } from '../../parts/values.tsx';
import { edgesOf, type FlowEdge } from './flow-places.ts';

const DAY_MS = 86_400_000;
const PERIODS = [
  { key: 'today', days: 0 },
  { key: 'lastWeek', days: 7 },
  { key: 'lastMonth', days: 30 },
] as const;
const dayBefore = (days: number): string => new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10);

const MapOfFlows = lazy(() => import('./flow-map.tsx'));

const FlowTable = ({
  edges,
  names,
}: {
  readonly edges: readonly FlowEdge[];
  readonly names: Readonly<Record<string, string>>;
}) => {
  const { t } = useTranslation();
  const columns: readonly Column<FlowEdge>[] = [
    {
      id: 'from',
      head: t('messages.author'),
      names: true,
      cell: ({ from }) => <AuthorityLink id={from} names={names} />,
    },
    {
      id: 'to',
      head: t('messages.reader'),
      cell: ({ to, types }) => (
        <>
          <AuthorityLink id={to} names={names} />
          <p className="cell-note">{types.join(', ')}</p>
        </>
      ),
    },
    {
      id: 'count',
      head: t('directory.sent'),
      numeric: true,
      by: ({ count }) => count,
      cell: ({ count }) => <Count value={count} />,
    },
    {
      id: 'failed',
      head: t('directory.failed'),
      numeric: true,
      by: ({ failed }) => failed,
      cell: ({ failed }) => <Count value={failed} />,
    },
  ];
  return (
    <Table
      caption={t('directory.flows')}
      columns={columns}
      rows={edges}
      keyOf={({ from, to }) => `${from} ${to}`}
      sortedBy={{ id: 'count', desc: true }}
    />
  );
};

/** The view. */
export const Flows = () => {
  const { t } = useTranslation();
  const { from } = useSearch({ from: '/frame/directory' });
  const navigate = useNavigate({ from: '/directory' });
  const flows = useQuery({
    queryKey: ['flows', from],
    queryFn: ({ signal }) => get<FlowMap>('/api/flows', { from }, signal),
  });
  return (
    <>
      <fieldset className="chips">
        <legend className="chips__legend">{t('messages.period')}</legend>
        {PERIODS.map(({ key, days }) => (
          <button
            key={key}
            type="button"
            className="chip"
            aria-pressed={from === dayBefore(days)}
            onClick={() => void navigate({ search: { view: 'flows', from: dayBefore(days) } })}
          >
            {t(`messages.${key}`)}
          </button>
        ))}
      </fieldset>
      <Answer of={flows}>
        {(data) =>
          data.flows.length === 0 ? (
            <Section id="map" title={t('directory.map')}>
              <Empty icon="map" title={t('directory.noFlows')}>
                <p>{t('directory.noFlowsDo')}</p>
              </Empty>
            </Section>
          ) : (
            <div className="columns">
              <Section id="map" title={t('directory.map')} lead={t('directory.mapLead')} flush>
                <Suspense fallback={<Waiting />}>
                  <MapOfFlows flows={edgesOf(data.flows)} names={data.names} />
                </Suspense>
              </Section>
              <Section id="flows" title={t('directory.flowTable')} flush>
                <FlowTable edges={edgesOf(data.flows)} names={data.names} />
                {data.total <= data.flows.length ? null : (
                  <p className="muted pad">{t('directory.moreFlows', { count: data.total - data.flows.length })}</p>
                )}
              </Section>
            </div>
          )
        }
      </Answer>
    </>
  );
};
