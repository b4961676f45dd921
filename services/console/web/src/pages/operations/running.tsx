import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Operations } from '../../../../src/api/shapes.ts';
import { get } from '../../api/client.ts';
import { formatBytes, formatNumber } from '../../format.ts';
import { languageNow } from '../../i18n.ts';
import { Badge } from '../../parts/badge.tsx';
import { Bar } from '../../parts/bar.tsx';
import { Answer, Empty, Notice } from '../../parts/notice.tsx';
import { Section } from '../../parts/page.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { Bytes, Count, Time } from '../../parts/values.tsx';

const EVERY_MS = 5_000;

const Services = ({ services }: Pick<Operations, 'services'>) => {
  const { t } = useTranslation();
  const columns: readonly Column<Operations['services'][number]>[] = [
    { id: 'name', head: t('operations.service'), names: true, by: ({ name }) => name, cell: ({ name }) => name },
    {
      id: 'ready',
      head: t('operations.state'),
      cell: ({ ready }) => (
        <Badge tone={ready ? 'success' : 'danger'} icon={ready ? 'check' : 'danger'}>
          {ready ? t('operations.ready') : t('operations.notReady')}
        </Badge>
      ),
    },
    { id: 'pid', head: t('operations.pid'), numeric: true, cell: ({ pid }) => pid ?? '–' },
    {
      id: 'memory',
      head: t('operations.memory'),
      numeric: true,
      cell: ({ memoryMb }) => (memoryMb === undefined ? '–' : formatBytes(memoryMb * 1_000_000, languageNow())),
    },
    { id: 'restarts', head: t('operations.restarts'), numeric: true, cell: ({ restarts }) => restarts ?? '–' },
  ];
  return <Table caption={t('operations.services')} columns={columns} rows={services} keyOf={({ name }) => name} />;
};

const Streams = ({ streams }: Pick<Operations, 'streams'>) => {
  const { t } = useTranslation();
  const columns: readonly Column<Operations['streams'][number]>[] = [
    { id: 'name', head: t('operations.stream'), names: true, cell: ({ name }) => name },
    {
      id: 'messages',
      head: t('operations.entries'),
      numeric: true,
      cell: ({ messages }) => <Count value={messages} />,
    },
    { id: 'bytes', head: t('operations.size'), numeric: true, cell: ({ bytes }) => <Bytes value={bytes} /> },
    {
      id: 'fill',
      head: t('operations.fill'),
      cell: ({ bytes, limitBytes }) =>
        limitBytes === undefined ? (
          '–'
        ) : (
          <span className="fill">
            <Bar share={bytes / limitBytes} tone={bytes > limitBytes * 0.85 ? 'danger' : 'info'} />
            <span>{t('operations.of', { limit: formatBytes(limitBytes, languageNow()) })}</span>
          </span>
        ),
    },
    {
      id: 'last',
      head: t('operations.lastAt'),
      cell: ({ lastAt }) => (lastAt === undefined ? '–' : <Time at={lastAt} />),
    },
  ];
  return <Table caption={t('operations.streams')} columns={columns} rows={streams} keyOf={({ name }) => name} />;
};

const Followers = ({ followers }: Pick<Operations, 'followers'>) => {
  const { t } = useTranslation();
  const columns: readonly Column<Operations['followers'][number]>[] = [
    { id: 'name', head: t('operations.follower'), names: true, cell: ({ name }) => name },
    { id: 'stream', head: t('operations.stream'), cell: ({ stream }) => stream },
    {
      id: 'behind',
      head: t('operations.behind'),
      numeric: true,
      by: ({ behind }) => behind,
      cell: ({ behind }) => <Count value={behind} />,
    },
  ];
  return followers.length === 0 ? (
    <Empty icon="success" title={t('operations.noFollowers')} />
  ) : (
    <Table
      caption={t('operations.followers')}
      columns={columns}
      rows={followers}
      keyOf={({ name, stream }) => `${name} ${stream}`}
    />
  );
};

const Rest = ({ data }: { readonly data: Operations }) => {
  const { t } = useTranslation();
  const language = languageNow();
  return (
    <Section id="rest" title={t('operations.rest')}>
      <dl className="facts">
        <div>
          <dt>{t('operations.timers')}</dt>
          <dd>
            {data.timers.reachable ? (
              t('operations.timersOf', { waiting: data.timers.waiting, late: data.timers.late })
            ) : (
              <Badge tone="warning" icon="warning">
                {t('operations.timersGone')}
              </Badge>
            )}
          </dd>
        </div>
        {data.workers.map((worker) => (
          <div key={worker.name}>
            <dt>
              {t('operations.workers')} {worker.name}
            </dt>
            <dd>{t('operations.workersOf', { ready: worker.ready, waiting: worker.waiting })}</dd>
          </div>
        ))}
        {data.disk === undefined ? null : (
          <div>
            <dt>{t('operations.disk')}</dt>
            <dd>
              {t('operations.diskOf', {
                free: formatBytes(data.disk.freeBytes, language),
                total: formatBytes(data.disk.totalBytes, language),
              })}
            </dd>
          </div>
        )}
        <div>
          <dt>{t('operations.live')}</dt>
          <dd>
            {t('operations.liveOf', {
              connections: data.live.connections,
              most: formatNumber(data.live.atMost, language),
            })}
          </dd>
        </div>
        {data.limits.map((limit) => (
          <div key={limit.name}>
            <dt>{limit.name}</dt>
            <dd>
              {limit.unit === 'bytes'
                ? formatBytes(limit.value, language)
                : `${formatNumber(limit.value, language)} ${limit.unit}`}
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
};

/** What runs: services, streams, who lags, timers, workers, limits. */
export const Running = () => {
  const { t } = useTranslation();
  const operations = useQuery({
    queryKey: ['operations'],
    queryFn: ({ signal }) => get<Operations>('/api/operations', {}, signal),
    refetchInterval: EVERY_MS,
  });
  return (
    <Answer of={operations}>
      {(data) => (
        <>
          {data.findings.map((finding) => (
            <Notice
              key={`${finding.service} ${finding.code} ${finding.text}`}
              tone={finding.severity === 'error' ? 'danger' : 'warning'}
              title={`${finding.service}: ${finding.text}`}
            >
              <p>{finding.remedy}</p>
            </Notice>
          ))}
          <div className="columns">
            <Section id="services" title={t('operations.services')} flush>
              <Services services={data.services} />
            </Section>
            <Rest data={data} />
          </div>
          <div className="columns">
            <Section id="streams" title={t('operations.streams')} lead={t('operations.streamsLead')} flush>
              <Streams streams={data.streams} />
            </Section>
            <Section id="followers" title={t('operations.followers')} lead={t('operations.followersLead')} flush>
              <Followers followers={data.followers} />
            </Section>
          </div>
        </>
      )}
    </Answer>
  );
};
