import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Plain } from '../frame/plain.tsx';
import { Empty } from '../parts/notice.tsx';
import { Page } from '../parts/page.tsx';

/** An address that leads nowhere. */
export const NotFound = () => {
  const { t } = useTranslation();
  return (
    <Plain>
      <Page title={t('notice.noPage')}>
        <Empty icon="search" title={t('notice.noPageDo')}>
          <Link to="/" className="kern-link link">
            {t('notice.toOverview')}
          </Link>
        </Empty>
      </Page>
    </Plain>
  );
};

/** A page that broke. */
export const PageFailed = () => {
  const { t } = useTranslation();
  return (
    <Plain>
      <Page title={t('notice.broken')}>
        <Empty icon="danger" title={t('notice.brokenDo')}>
          <a className="kern-link link" href="/">
            {t('notice.toOverview')}
          </a>
        </Empty>
      </Page>
    </Plain>
  );
};
