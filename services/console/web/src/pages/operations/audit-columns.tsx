import type { ActionTaken } from '@dienstweg/schemas/bus/requests.ts';
import type { TFunction } from 'i18next';
import { Badge } from '../../parts/badge.tsx';
import type { Column } from '../../parts/table.tsx';
import { AuthorityLink, Code, MessageLink, Time } from '../../parts/values.tsx';

const OUTCOMES = {
  done: { tone: 'success', icon: 'check' },
  refused: { tone: 'warning', icon: 'refused' },
  failed: { tone: 'danger', icon: 'danger' },
} as const;

const Concerns = ({
  action,
  names,
}: {
  readonly action: ActionTaken;
  readonly names: Readonly<Record<string, string>>;
}) => (
  <>
    {action.messageId === undefined ? null : (
      <p>
        <MessageLink id={action.messageId} author={action.author} />
      </p>
    )}
    {action.to === undefined ? null : (
      <p>
        → <AuthorityLink id={action.to} names={names} />
      </p>
    )}
    {action.about === undefined ? null : <p className="breaks">{names[action.about] ?? action.about}</p>}
    {action.messageId === undefined && action.deliveryId !== undefined ? <Code>{action.deliveryId}</Code> : null}
  </>
);

/** Columns of the audit log. */
export const auditColumns = (t: TFunction, names: Readonly<Record<string, string>>): readonly Column<ActionTaken>[] => [
  { id: 'at', head: t('operations.when'), names: true, cell: ({ at }) => <Time at={at} /> },
  { id: 'by', head: t('operations.by'), cell: ({ by }) => by },
  {
    id: 'type',
    head: t('operations.action'),
    cell: ({ type, action, outcome, count }) => (
      <>
        <Code>{action ?? type}</Code>
        {count === undefined ? null : ` × ${count}`}
        {outcome === undefined ? null : (
          <p>
            <Badge {...OUTCOMES[outcome]}>{t(`outcome.${outcome}`)}</Badge>
          </p>
        )}
      </>
    ),
  },
  { id: 'reason', head: t('act.reason'), cell: ({ reason }) => reason ?? '–' },
  { id: 'concerns', head: t('operations.concerns'), cell: (action) => <Concerns action={action} names={names} /> },
  { id: 'node', head: t('operations.node'), cell: ({ node }) => <Code>{node}</Code> },
];
