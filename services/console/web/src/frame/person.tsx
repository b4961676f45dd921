import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { post } from '../api/client.ts';
import { Icon } from '../parts/icon.tsx';
import { Time } from '../parts/values.tsx';
import { useSession } from '../session.tsx';

/** Who is signed in, as what, until when; and the way out. */
export const Person = () => {
  const { t } = useTranslation();
  const session = useSession();
  const client = useQueryClient();
  const signOut = async (): Promise<void> => {
    await post('/api/session/sign-out', {}, session.csrfToken);
    await client.resetQueries({ queryKey: ['session'] });
  };
  return (
    <details className="person">
      <summary>
        <Icon name="user" />
        <span className="person__name">{session.user.name}</span>
        <Icon name="chevron-down" size={14} />
      </summary>
      <div className="person__card">
        <p className="person__who">{session.user.name}</p>
        <p className="muted">{session.roles.map((role) => t(`role.${role}`)).join(', ')}</p>
        <p className="muted">
          {t('session.until')} <Time at={session.expiresAt} />
        </p>
        <button type="button" className="kern-btn kern-btn--secondary button--small" onClick={() => void signOut()}>
          <Icon name="sign-out" size={18} />
          <span className="kern-label">{t('session.signOut')}</span>
        </button>
      </div>
    </details>
  );
};
