import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Assigned, AuthorityList, DeliveryShown } from '../../../../src/api/shapes.ts';
import { get, post } from '../../api/client.ts';
import { ActionDialog } from '../../parts/action-dialog.tsx';
import { Button, TextField } from '../../parts/fields.tsx';
import { Failure, Notice } from '../../parts/notice.tsx';
import { Code } from '../../parts/values.tsx';
import { useSession } from '../../session.tsx';

/** What is ordered for one delivery. */
export type DeliveryOrder = 'replay' | 'assign' | 'return';

interface Needs {
  readonly delivery: DeliveryShown;
  readonly names: Readonly<Record<string, string>>;
  readonly onClose: () => void;
}

const AssignDialog = ({ delivery, names, onClose }: Needs) => {
  const { t } = useTranslation();
  const { csrfToken } = useSession();
  const [to, setTo] = useState('');
  const path = `/api/deliveries/${encodeURIComponent(delivery.deliveryId)}/assign`;
  const seen = { state: delivery.state, round: delivery.round };
  const found = useQuery({
    queryKey: ['authorities', 'names', to],
    queryFn: ({ signal }) => get<AuthorityList>('/api/authorities', { search: to, limit: 20 }, signal),
    enabled: to.length > 1,
  });
  const trial = useMutation({
    mutationFn: () => post<Assigned>(path, { seen, to, reason: t('failures.dryRunReason'), dryRun: true }, csrfToken),
  });
  return (
    <ActionDialog
      title={t('message.assignTitle')}
      lead={t('message.assignLead', { name: names[delivery.reader] ?? delivery.reader })}
      submit={t('message.assign')}
      path={path}
      body={(reason) => ({ seen, to, reason })}
      ready={to !== ''}
      onClose={onClose}
    >
      <TextField
        label={t('message.assignTo')}
        hint={t('message.assignToHint')}
        value={to}
        onChange={setTo}
        list={found.data?.authorities.map(({ authority, name }) => ({ value: authority, label: name })) ?? []}
      />
      <Button icon="eye" disabled={to === '' || trial.isPending} onClick={() => trial.mutate()}>
        {t('failures.dryRun')}
      </Button>
      {trial.error === null ? null : <Failure error={trial.error} />}
      {trial.data === undefined ? null : (
        <Notice tone="success" live title={t('message.assignCould')}>
          <p>
            {trial.data.names[trial.data.to.authority] ?? ''} <Code>{trial.data.to.authority}</Code>
          </p>
        </Notice>
      )}
    </ActionDialog>
  );
};

/** The dialog of an order. */
export const DeliveryAction = ({ order, ...needs }: Needs & { readonly order: DeliveryOrder }) => {
  const { t } = useTranslation();
  const { delivery, names, onClose } = needs;
  if (order === 'assign') return <AssignDialog {...needs} />;
  const name = names[delivery.reader] ?? delivery.reader;
  return (
    <ActionDialog
      title={order === 'replay' ? t('message.replayTitle') : t('message.returnTitle')}
      lead={order === 'replay' ? t('message.replayLead', { name }) : t('message.returnLead', { name })}
      submit={t(`message.${order}`)}
      path={`/api/deliveries/${encodeURIComponent(delivery.deliveryId)}/${order}`}
      body={(reason) => ({ seen: { state: delivery.state, round: delivery.round }, reason })}
      onClose={onClose}
    />
  );
};
