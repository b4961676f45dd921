import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { AlarmList } from '../../../src/api/shapes.ts';
import { get } from '../api/client.ts';
import { Answer, Empty } from '../parts/notice.tsx';
import { Page, Section } from '../parts/page.tsx';
import { AlarmItem } from './alarms/alarm-item.tsx';

/** What needs somebody. */
export const Alarms = () => {
  const { t } = useTranslation();
  const { cleared } = useSearch({ from: '/frame/alarms' });
  const alarms = useQuery({
    queryKey: ['alarms', cleared],
    queryFn: ({ signal }) =>
      get<AlarmList>('/api/alarms', { cleared: cleared === undefined ? undefined : 'true' }, signal),
  });
  return (
    <Page
      title={t('alarms.title')}
      lead={t('alarms.lead')}
      aside={
        <Link to="/alarms" search={cleared === undefined ? { cleared: 'true' } : {}} className="kern-link link">
          {cleared === undefined ? t('alarms.showAll') : t('alarms.showOpen')}
        </Link>
      }
    >
      <Answer of={alarms}>
        {(data) => {
          const open = data.alarms.filter((one) => one.state === 'raised');
          const rest = data.alarms.filter((one) => !open.includes(one));
          return (
            <>
              <Section id="alarms-open" title={t('alarms.open', { count: open.length })}>
                {open.length === 0 ? (
                  <Empty icon="success" title={t('alarms.none')}>
                    <p>{t('alarms.noneMore')}</p>
                  </Empty>
                ) : (
                  <ul className="alarm-list">
                    {open.map((alarm) => (
                      <AlarmItem key={alarm.alarmId} alarm={alarm} />
                    ))}
                  </ul>
                )}
              </Section>
              {rest.length === 0 ? null : (
                <Section id="alarms-taken" title={t('alarms.taken')}>
                  <ul className="alarm-list">
                    {rest.map((alarm) => (
                      <AlarmItem key={alarm.alarmId} alarm={alarm} />
                    ))}
                  </ul>
                </Section>
              )}
            </>
          );
        }}
      </Answer>
    </Page>
  );
};
