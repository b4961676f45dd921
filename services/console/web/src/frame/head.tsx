import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useLive } from '../api/live.tsx';
import { Icon } from '../parts/icon.tsx';
import { useSession, useSite } from '../session.tsx';
import { FederalStrip } from './federal-strip.tsx';
import { Person } from './person.tsx';
import { LanguageChoice, ThemeChoice } from './settings.tsx';

const LOOK = {
  live: { icon: 'play', className: 'live live--on' },
  paused: { icon: 'pause', className: 'live' },
  broken: { icon: 'refresh', className: 'live live--broken' },
} as const;

/** Whether the page follows what happens, and the switch for it. */
const LiveSwitch = () => {
  const { t } = useTranslation();
  const { state, setPaused } = useLive();
  const paused = state === 'paused';
  return (
    <div className={LOOK[state].className}>
      <span className="live__dot" aria-hidden="true" />
      <span className="live__word" role="status">
        {t(`live.${state}`)}
      </span>
      <button type="button" className="live__switch" aria-pressed={paused} onClick={() => setPaused(!paused)}>
        <Icon name={paused ? 'play' : 'pause'} size={16} />
        <span>{paused ? t('live.resume') : t('live.pause')}</span>
      </button>
    </div>
  );
};

/** The name of the product, as a picture and a word. */
export const Brand = ({ name }: { readonly name?: string | undefined }) => (
  <Link to="/" className="brand">
    <svg className="brand__mark" viewBox="0 0 32 32" width="36" height="36" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="6" className="brand__ground" />
      <path d="M7 10h9a6 6 0 0 1 0 12h-3m3-5-4.5 5 4.5 5" className="brand__way" />
      <circle cx="8" cy="10" r="3" className="brand__start" />
    </svg>
    <span className="brand__text">
      <span className="brand__name">Dienstweg</span>
      {name === undefined || name === 'Dienstweg' ? null : <span className="brand__operator">{name}</span>}
    </span>
  </Link>
);

/** The header of every page. */
export const Head = ({ menuOpen, onMenu }: { readonly menuOpen: boolean; readonly onMenu: () => void }) => {
  const { t } = useTranslation();
  const site = useSite();
  const session = useSession();
  return (
    <>
      {site?.federalStrip === true ? <FederalStrip /> : null}
      <header className="head">
        <button
          type="button"
          className="head__menu"
          aria-expanded={menuOpen}
          aria-controls="navigation"
          onClick={onMenu}
        >
          <Icon name={menuOpen ? 'close' : 'menu'} size={24} />
          <span>{t('frame.menu')}</span>
        </button>
        <Brand name={session.authority?.name ?? site?.operator.name} />
        <div className="head__tools">
          <LiveSwitch />
          <LanguageChoice />
          <ThemeChoice />
          <Person />
        </div>
      </header>
    </>
  );
};
