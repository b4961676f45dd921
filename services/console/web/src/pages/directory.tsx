/** Authorities and routes: who there is, who is responsible and why, what changed, who sends to whom. */
import { useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Page } from '../parts/page.tsx';
import { Views } from '../parts/tabs.tsx';
import { Authorities } from './directory/authorities.tsx';
import { Flows } from './directory/flows.tsx';
import { History } from './directory/history.tsx';
import { Responsible } from './directory/responsible.tsx';

const VIEWS = { authorities: Authorities, responsible: Responsible, history: History, flows: Flows } as const;

/** The page. */
export const Directory = () => {
  const { t } = useTranslation();
  const { view = 'authorities' } = useSearch({ from: '/frame/directory' });
  const View = VIEWS[view];
  return (
    <Page
      title={t('directory.title')}
      windowTitle={`${t(`directory.${view}`)} – ${t('directory.title')}`}
      lead={t('directory.lead')}
    >
      <Views
        label={t('directory.views')}
        to="/directory"
        current={view}
        views={(['authorities', 'responsible', 'history', 'flows'] as const).map((one) => ({
          view: one,
          label: t(`directory.${one}`),
        }))}
      />
      <View />
    </Page>
  );
};
