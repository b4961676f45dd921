import { useTranslation } from 'react-i18next';
import type { Recipient } from '../../../../src/api/shapes.ts';
import { Badge } from '../../parts/badge.tsx';

const LOOK = {
  closed: { tone: 'success', icon: 'check' },
  open: { tone: 'danger', icon: 'danger' },
} as const;

/** Whether a recipient is pushed to. */
export const Circuit = ({ recipient }: { readonly recipient: Recipient }) => {
  const { t } = useTranslation();
  return recipient.paused === undefined ? (
    <Badge {...LOOK[recipient.circuit]}>{t(`circuit.${recipient.circuit}`)}</Badge>
  ) : (
    <Badge tone="neutral" icon="pause">
      {t('circuit.paused')}
    </Badge>
  );
};
