/** What failed, in groups that failed alike; what can be done about each as a whole. */

import type { FailureStep } from '@dienstweg/schemas/bus/requests.ts';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FailureGroupShown, FailureList } from '../../../src/api/shapes.ts';
import { get } from '../api/client.ts';
import { Button } from '../parts/fields.tsx';
import { Icon } from '../parts/icon.tsx';
import { Answer, Empty, Notice } from '../parts/notice.tsx';
import { Page, Section } from '../parts/page.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { Trend } from '../parts/trend.tsx';
import { AuthorityLink, Count, Time } from '../parts/values.tsx';
import { oneOf } from '../search-params.ts';
import { LOOK_OF_STEP } from '../states.ts';
import { Group } from './failures/group.tsx';
import { Jobs } from './failures/jobs.tsx';
import { Cause, Step } from './failures/words.tsx';

const STEPS = [
  'dead-letter',
  'waiting',
  'clearing',
  'rejected-by-reader',
  'expired',
] as const satisfies readonly FailureStep[];

/** How many of a group came since the operator began. */
const newIn = ({ newSince }: FailureGroupShown): number => newSince?.n ?? 0;

const Groups = ({
  groups,
  names,
}: {
  readonly groups: readonly FailureGroupShown[];
  readonly names: Readonly<Record<string, string>>;
}) => {
  const { t } = useTranslation();
  const columns: readonly Column<FailureGroupShown>[] = [
    {
      id: 'cause',
      head: t('failures.cause'),
      names: true,
      by: (group) => group.cause?.title ?? group.code ?? '',
      cell: (group) => (
        <>
          <Link to="/failures" search={(before) => ({ ...before, group: group.id })} className="kern-link link">
            <Cause group={group} />
          </Link>
          {newIn(group) === 0 ? null : <p className="cell-note">{t('failures.newSince', { count: newIn(group) })}</p>}
        </>
      ),
    },
    {
      id: 'step',
      head: t('failures.step'),
      by: ({ step }) => STEPS.indexOf(step),
      cell: ({ step }) => <Step step={step} />,
    },
    {
      id: 'authority',
      head: t('failures.recipient'),
      by: ({ reader }) => names[reader] ?? reader,
      cell: ({ reader }) => <AuthorityLink id={reader} names={names} />,
    },
    {
      id: 'count',
      head: t('failures.count'),
      numeric: true,
      by: ({ count }) => count,
      cell: ({ count }) => <Count value={count} />,
    },
    { id: 'trend', head: t('failures.trend'), cell: ({ trend }) => <Trend points={trend} /> },
    {
      id: 'first',
      head: t('failures.first'),
      by: ({ firstAt }) => firstAt,
      cell: ({ firstAt }) => <Time at={firstAt} />,
    },
    { id: 'last', head: t('failures.last'), by: ({ lastAt }) => lastAt, cell: ({ lastAt }) => <Time at={lastAt} /> },
  ];
  return (
    <Table
      caption={t('failures.groups')}
      columns={columns}
      rows={groups}
      keyOf={({ id }) => id}
      sortedBy={{ id: 'count', desc: true }}
    />
  );
};

/** The page of failures. */
export const Failures = () => {
  const { t } = useTranslation();
  const search = useSearch({ from: '/frame/failures' });
  const navigate = useNavigate({ from: '/failures' });
  const [begunAt, setBegunAt] = useState(() => new Date().toISOString());
  const failures = useQuery({
    queryKey: ['failures', begunAt],
    queryFn: ({ signal }) => get<FailureList>('/api/failures', { newSince: begunAt }, signal),
  });
  const step = oneOf(search.step, STEPS);
  return (
    <Page title={t('failures.title')} lead={t('failures.lead')}>
      <Answer of={failures}>
        {(data) => {
          const fresh = data.groups.reduce((sum, group) => sum + newIn(group), 0);
          const groups = data.groups.filter((group) => step === undefined || group.step === step);
          return (
            <>
              {fresh === 0 ? null : (
                <Notice tone="warning" live title={t('failures.newSince', { count: fresh })}>
                  <p>
                    {t('failures.newSinceFrom')} <Time at={begunAt} />
                  </p>
                  <Button icon="check" onClick={() => setBegunAt(new Date().toISOString())}>
                    {t('failures.seen')}
                  </Button>
                </Notice>
              )}
              <fieldset className="chips">
                <legend className="kern-sr-only">{t('failures.step')}</legend>
                {STEPS.map((one) => {
                  const count = data.groups
                    .filter((group) => group.step === one)
                    .reduce((sum, group) => sum + group.count, 0);
                  return (
                    <button
                      key={one}
                      type="button"
                      className={`chip tone--${LOOK_OF_STEP[one].tone}`}
                      aria-pressed={step === one}
                      onClick={() => void navigate({ search: { ...search, step: step === one ? undefined : one } })}
                    >
                      <Icon name={LOOK_OF_STEP[one].icon} size={16} />
                      {t(`step.${one}`)} <Count value={count} />
                    </button>
                  );
                })}
              </fieldset>
              <Section id="groups" title={t('failures.groups')} flush>
                {groups.length === 0 ? (
                  <Empty icon="success" title={step === undefined ? t('failures.none') : t('failures.noneOfStep')}>
                    <p>{t('failures.noneMore')}</p>
                  </Empty>
                ) : (
                  <Groups groups={groups} names={data.names} />
                )}
              </Section>
            </>
          );
        }}
      </Answer>
      {search.group === undefined ? null : <Group id={search.group} key={search.group} />}
      <Jobs />
    </Page>
  );
};
