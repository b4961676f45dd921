/** The dialog of an action on one thing: what will happen, the reason, what the server said. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { post } from '../api/client.ts';
import { useSession } from '../session.tsx';
import { Dialog } from './dialog.tsx';
import { Button } from './fields.tsx';
import { Failure } from './notice.tsx';
import { isReason, ReasonField } from './reason-field.tsx';

/** An action with a reason. `children` are further fields, above the reason. */
export const ActionDialog = <T,>({
  title,
  lead,
  submit,
  path,
  body,
  children,
  ready = true,
  onDone,
  onClose,
}: {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly submit: string;
  readonly path: string;
  readonly body: (reason: string) => unknown;
  readonly children?: ReactNode;
  readonly ready?: boolean;
  readonly onDone?: (value: T) => void;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const { csrfToken } = useSession();
  const client = useQueryClient();
  const form = useId();
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const action = useMutation({
    mutationFn: () => post<T>(path, body(reason.trim()), csrfToken),
    onSuccess: async (value) => {
      onDone?.(value);
      onClose();
      await client.invalidateQueries();
    },
  });
  const send = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (isReason(reason) && ready) action.mutate();
  };
  return (
    <Dialog
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('act.cancel')}</Button>
          <button
            type="submit"
            form={form}
            className="kern-btn kern-btn--primary button--small"
            disabled={action.isPending}
          >
            <span className="kern-label">{submit}</span>
          </button>
        </>
      }
    >
      <form id={form} onSubmit={send} className="form" noValidate>
        {lead === undefined ? null : <div>{lead}</div>}
        {children}
        <ReasonField value={reason} onChange={setReason} isDue={tried} />
        {action.error === null ? null : <Failure error={action.error} />}
      </form>
    </Dialog>
  );
};
