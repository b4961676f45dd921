import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActionDialog } from '../../parts/action-dialog.tsx';
import { TextField } from '../../parts/fields.tsx';
import { fromLocal, toLocal } from '../../parts/local-time.ts';

/** Pushes nothing to a recipient until a moment or until resumed; or pushes again. */
export const PauseDialog = ({
  authority,
  name,
  paused,
  onClose,
}: {
  readonly authority: string;
  readonly name: string;
  readonly paused: boolean;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const [until, setUntil] = useState('');
  const path = `/api/recipients/${encodeURIComponent(authority)}`;
  return paused ? (
    <ActionDialog
      title={t('directory.resumeTitle', { name })}
      lead={t('directory.resumeLead')}
      submit={t('directory.resume')}
      path={`${path}/resume`}
      body={(reason) => ({ reason })}
      onClose={onClose}
    />
  ) : (
    <ActionDialog
      title={t('directory.pauseTitle', { name })}
      lead={t('directory.pauseLead')}
      submit={t('directory.pause')}
      path={`${path}/pause`}
      body={(reason) => ({ reason, ...(until === '' ? {} : { until }) })}
      onClose={onClose}
    >
      <TextField
        type="datetime-local"
        label={t('directory.pauseUntil')}
        hint={t('directory.pauseUntilHint')}
        value={toLocal(until)}
        onChange={(value) => setUntil(fromLocal(value))}
      />
    </ActionDialog>
  );
};
