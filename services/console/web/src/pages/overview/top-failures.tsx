import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { FailureGroupShown } from '../../../../src/api/shapes.ts';
import { type Column, Table } from '../../parts/table.tsx';
import { Trend } from '../../parts/trend.tsx';
import { AuthorityLink, Count, Time } from '../../parts/values.tsx';
import { Cause, Step } from '../failures/words.tsx';

/** The largest groups of failures. */
export const TopFailures = ({
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
      cell: (group) => (
        <Link to="/failures" search={{ group: group.id }} className="kern-link link">
          <Cause group={group} />
        </Link>
      ),
    },
    { id: 'step', head: t('failures.step'), cell: (group) => <Step step={group.step} /> },
    {
      id: 'authority',
      head: t('failures.recipient'),
      cell: (group) => <AuthorityLink id={group.reader} names={names} />,
    },
    { id: 'count', head: t('failures.count'), numeric: true, cell: (group) => <Count value={group.count} /> },
    { id: 'trend', head: t('failures.trend'), cell: (group) => <Trend points={group.trend} /> },
    { id: 'last', head: t('failures.last'), cell: (group) => <Time at={group.lastAt} /> },
  ];
  return <Table caption={t('overview.failures')} columns={columns} rows={groups} keyOf={({ id }) => id} />;
};
