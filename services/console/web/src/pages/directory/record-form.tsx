import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Recorded } from '../../../../src/api/shapes.ts';
import { post } from '../../api/client.ts';
import { Button, TextArea } from '../../parts/fields.tsx';
import { Failure, Notice } from '../../parts/notice.tsx';
import { useSession } from '../../session.tsx';

/** Hands in a change or decision that a registrar signed where the key is. */
export const RecordForm = () => {
  const { t } = useTranslation();
  const { csrfToken } = useSession();
  const client = useQueryClient();
  const [jws, setJws] = useState('');
  const record = useMutation({
    mutationFn: () => post<Recorded>('/api/registry/records', { jws: jws.trim() }, csrfToken),
    onSuccess: () => client.invalidateQueries(),
  });
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (jws.trim() !== '') record.mutate();
  };
  return (
    <details className="why">
      <summary>{t('directory.record')}</summary>
      <form className="form" onSubmit={send}>
        <TextArea
          code
          label={t('directory.signed')}
          hint={t('directory.signedHint')}
          value={jws}
          onChange={setJws}
          rows={5}
        />
        <Button kind="primary" type="submit" disabled={record.isPending}>
          {t('directory.recordNow')}
        </Button>
        {record.error === null ? null : <Failure error={record.error} />}
        {record.data === undefined ? null : (
          <Notice
            tone="success"
            live
            title={
              record.data.pending === true
                ? t('directory.recordedPending')
                : t('directory.recorded', { edition: record.data.edition })
            }
          />
        )}
      </form>
    </details>
  );
};
