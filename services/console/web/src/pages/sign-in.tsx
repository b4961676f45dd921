/** Where nobody is signed in: the one-time link is redeemed here, or the way to sign in is told. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Session, Site } from '../../../src/api/shapes.ts';
import { get, post } from '../api/client.ts';
import { Plain } from '../frame/plain.tsx';
import { Failure, Notice } from '../parts/notice.tsx';
import { Page } from '../parts/page.tsx';
import { Command } from '../parts/values.tsx';

/** The page of signing in. */
export const SignIn = () => {
  const { t } = useTranslation();
  const { why, to } = useSearch({ from: '/sign-in' });
  const site = useQuery({
    queryKey: ['site'],
    queryFn: () => get<Site>('/api/site'),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const client = useQueryClient();
  const navigate = useNavigate();
  const [error, setError] = useState<Error>();
  const [token] = useState(() => window.location.hash.slice(1));
  const asked = useRef(false);
  useEffect(() => {
    if (token === '' || asked.current) return;
    asked.current = true;
    // The token must not stay in the address, where it would be kept in the history.
    history.replaceState(history.state, '', '/sign-in');
    post<Session>('/api/session/link', { token }, '').then(
      async (session) => {
        client.clear();
        client.setQueryData(['session'], session);
        await navigate({ to: session.permissions.includes('look') ? '/' : '/messages', replace: true });
      },
      (refused: unknown) => setError(refused instanceof Error ? refused : new Error(String(refused))),
    );
  }, [token, client, navigate]);
  const target = to?.startsWith('/') === true && !to.startsWith('//') ? to : '/';
  return (
    <Plain>
      <Page title={t('session.title')} lead={t('session.lead')}>
        <div className="card sign-in">
          <div className="card__body">
            {why === 'expired' ? (
              <Notice tone="info" title={t('session.expired')}>
                <p>{t('session.expiredDo')}</p>
              </Notice>
            ) : null}
            {error === undefined ? null : <Failure error={error} />}
            {token !== '' && error === undefined ? <p role="status">{t('session.redeeming')}</p> : null}
            {site.data?.signIn === 'oidc' ? (
              <a
                className="kern-btn kern-btn--primary"
                href={`/auth/sign-in?${new URLSearchParams({ to: target }).toString()}`}
              >
                <span className="kern-label">{t('session.atProvider')}</span>
              </a>
            ) : (
              <>
                <h2 className="card__title">{t('session.linkTitle')}</h2>
                <p>{t('session.linkDo')}</p>
                <Command>npx dienstweg console</Command>
                <p className="muted">{t('session.linkOnce')}</p>
              </>
            )}
          </div>
        </div>
      </Page>
    </Plain>
  );
};
