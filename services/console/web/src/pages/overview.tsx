/** Is it accepting, is it delivering; what is oldest, what fails, what needs somebody. */
import { useQuery } from '@tanstack/react-query';
import { Link, Navigate } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { Overview as OverviewAnswer } from '../../../src/api/shapes.ts';
import { get } from '../api/client.ts';
import { Icon } from '../parts/icon.tsx';
import { Answer, Empty, Waiting } from '../parts/notice.tsx';
import { Page, Section } from '../parts/page.tsx';
import { Time } from '../parts/values.tsx';
import { useMay } from '../session.tsx';
import { AlarmItem } from './alarms/alarm-item.tsx';
import { CertificatesEnding, CircuitsOpen } from './overview/lists.tsx';
import { Standing } from './overview/standing.tsx';
import { States } from './overview/states.tsx';
import { TopFailures } from './overview/top-failures.tsx';

const SeriesChart = lazy(() => import('../parts/series-chart.tsx'));

const Content = ({ data }: { readonly data: OverviewAnswer }) => {
  const { t } = useTranslation();
  return (
    <>
      <Standing data={data} />
      <div className="columns columns--wide-left">
        <div className="stack">
          <Section id="throughput" title={t('overview.throughput')}>
            <Suspense fallback={<Waiting />}>
              <SeriesChart perMinute={data.perMinute} perHour={data.perHour} />
            </Suspense>
          </Section>
          <Section
            id="top-failures"
            title={t('overview.failures')}
            flush
            aside={
              <Link to="/failures" className="kern-link link">
                {t('overview.allFailures')}
              </Link>
            }
          >
            {data.failures.length === 0 ? (
              <Empty icon="success" title={t('overview.noFailures')} />
            ) : (
              <TopFailures groups={data.failures} names={data.names} />
            )}
          </Section>
        </div>
        <div className="stack">
          <Section
            id="open-alarms"
            title={t('overview.alarms')}
            aside={
              <Link to="/alarms" className="kern-link link">
                {t('overview.allAlarms')}
              </Link>
            }
          >
            {data.alarms.length === 0 ? (
              <Empty icon="success" title={t('overview.noAlarms')} />
            ) : (
              <ul className="alarm-list">
                {data.alarms.slice(0, 4).map((alarm) => (
                  <AlarmItem key={alarm.alarmId} alarm={alarm} short />
                ))}
              </ul>
            )}
          </Section>
          <States deliveries={data.deliveries} />
          <CircuitsOpen circuits={data.circuits} names={data.names} />
          <CertificatesEnding certificates={data.certificates} names={data.names} />
        </div>
      </div>
      <p className="muted as-of">
        <Icon name="waiting" size={16} /> {t('overview.asOf')} <Time at={data.at} />
      </p>
    </>
  );
};

const ForOperators = () => {
  const { t } = useTranslation();
  const overview = useQuery({
    queryKey: ['overview'],
    queryFn: ({ signal }) => get<OverviewAnswer>('/api/overview', {}, signal),
  });
  return (
    <Page title={t('overview.title')} lead={t('overview.lead')}>
      <Answer of={overview}>{(data) => <Content data={data} />}</Answer>
    </Page>
  );
};

/** The first page; a case worker's first page is that of the messages. */
export const Overview = () => (useMay('look') ? <ForOperators /> : <Navigate to="/messages" replace />);
