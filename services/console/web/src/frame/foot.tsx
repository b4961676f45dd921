import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useSite } from '../session.tsx';

/** The foot of every page. */
export const Foot = () => {
  const { t } = useTranslation();
  const site = useSite();
  return (
    <footer className="foot">
      <span>
        Dienstweg {site?.version}
        {site === undefined || site.operator.name === 'Dienstweg' ? null : ` · ${site.operator.name}`}
      </span>
      <Link to="/accessibility" className="kern-link link">
        {t('frame.accessibility')}
      </Link>
    </footer>
  );
};
