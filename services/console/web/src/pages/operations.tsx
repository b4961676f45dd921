/** What runs and how it stands; who did what; who may. */
import { useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Page } from '../parts/page.tsx';
import { Views } from '../parts/tabs.tsx';
import { useMay } from '../session.tsx';
import { Audit } from './operations/audit.tsx';
import { Running } from './operations/running.tsx';
import { Users } from './operations/users.tsx';

/** The page; the log and the users for auditors only. */
export const OperationsPage = () => {
  const { t } = useTranslation();
  const { view = 'running' } = useSearch({ from: '/frame/operations' });
  const mayAudit = useMay('audit');
  const shown = mayAudit ? view : 'running';
  return (
    <Page
      title={t('operations.title')}
      windowTitle={`${t(`operations.${shown}`)} – ${t('operations.title')}`}
      lead={t('operations.lead')}
    >
      {mayAudit ? (
        <Views
          label={t('operations.views')}
          to="/operations"
          current={shown}
          views={(['running', 'audit', 'users'] as const).map((one) => ({ view: one, label: t(`operations.${one}`) }))}
        />
      ) : null}
      {shown === 'running' ? <Running /> : shown === 'audit' ? <Audit /> : <Users />}
    </Page>
  );
};
