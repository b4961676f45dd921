import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Permission } from '../../../src/api/shapes.ts';
import { useLive } from '../api/live.tsx';
import { Icon } from '../parts/icon.tsx';
import type { IconName } from '../parts/icon-paths.ts';
import { useSession } from '../session.tsx';

interface Place {
  readonly to: string;
  readonly key: 'overview' | 'messages' | 'failures' | 'directory' | 'types' | 'certificates' | 'operations' | 'alarms';
  readonly icon: IconName;
  readonly needs: Permission;
}

const PLACES: readonly Place[] = [
  { to: '/', key: 'overview', icon: 'overview', needs: 'look' },
  { to: '/messages', key: 'messages', icon: 'messages', needs: 'messages' },
  { to: '/failures', key: 'failures', icon: 'failures', needs: 'look' },
  { to: '/alarms', key: 'alarms', icon: 'alarms', needs: 'look' },
  { to: '/directory', key: 'directory', icon: 'authorities', needs: 'look' },
  { to: '/message-types', key: 'types', icon: 'types', needs: 'look' },
  { to: '/certificates', key: 'certificates', icon: 'certificates', needs: 'look' },
  { to: '/operations', key: 'operations', icon: 'operations', needs: 'look' },
];

/** The pages this session may see. */
export const Navigation = ({ open, onChosen }: { readonly open: boolean; readonly onChosen: () => void }) => {
  const { t } = useTranslation();
  const { permissions } = useSession();
  const { alarmsOpen } = useLive();
  return (
    <nav id="navigation" className={`nav${open ? ' nav--open' : ''}`} aria-label={t('frame.navigation')}>
      <ul>
        {PLACES.filter(({ needs }) => permissions.includes(needs)).map(({ to, key, icon }) => (
          <li key={to}>
            <Link
              to={to}
              className="nav__link"
              activeOptions={{ exact: to === '/', includeSearch: false }}
              onClick={onChosen}
            >
              <Icon name={icon} size={22} />
              <span>{t(`nav.${key}`)}</span>
              {key === 'alarms' && alarmsOpen !== undefined && alarmsOpen > 0 ? (
                <span className="nav__count">
                  {alarmsOpen}
                  <span className="kern-sr-only"> {t('nav.open')}</span>
                </span>
              ) : null}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
};
