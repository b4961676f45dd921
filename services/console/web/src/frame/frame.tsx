/** What surrounds every page: skip link, header, navigation, foot; and what is shown where nobody is signed in. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Session, Site } from '../../../src/api/shapes.ts';
import { get, Refused } from '../api/client.ts';
import { LiveProvider } from '../api/live.tsx';
import { Answer, Waiting } from '../parts/notice.tsx';
import { SessionContext, SiteContext } from '../session.tsx';
import { Foot } from './foot.tsx';
import { Head } from './head.tsx';
import { Navigation } from './navigation.tsx';

/** Puts the focus on the heading of a page that was gone to, and says its title; not on the first one. */
const useFocusOnArrival = (): void => {
  const path = useRouterState({ select: ({ resolvedLocation }) => resolvedLocation?.pathname });
  const before = useRef<string>(undefined);
  useEffect(() => {
    if (path === undefined) return;
    if (before.current !== undefined && before.current !== path) document.getElementById('page-title')?.focus();
    before.current = path;
  }, [path]);
};

/** The frame of a person's session. */
export const Frame = () => {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [why, setWhy] = useState<'expired'>();
  const [menuOpen, setMenuOpen] = useState(false);
  const site = useQuery({
    queryKey: ['site'],
    queryFn: () => get<Site>('/api/site'),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const session = useQuery({
    queryKey: ['session'],
    queryFn: () => get<Session>('/api/session'),
    staleTime: 60_000,
  });
  useFocusOnArrival();
  const signedOut = useCallback(() => setWhy('expired'), []);
  // Any answer that says the session is over ends it for the whole page.
  useEffect(
    () =>
      client.getQueryCache().subscribe(({ query }) => {
        const { error } = query.state;
        if (error instanceof Refused && error.refusal.status === 401 && session.data !== undefined) setWhy('expired');
      }),
    [client, session.data],
  );
  const denied = session.error instanceof Refused && session.error.refusal.status === 401;
  const leaves = denied || why !== undefined;
  const left = useRef(false);
  // Once: going there changes the address, which must not be taken for one to come back to.
  useEffect(() => {
    if (!leaves || left.current) return;
    left.current = true;
    const to = `${window.location.pathname}${window.location.search}`;
    const search = { ...(why === undefined ? {} : { why }), ...(to === '/' ? {} : { to }) };
    void navigate({ to: '/sign-in', search, replace: true });
  }, [leaves, why, navigate]);
  if (leaves) return <Waiting />;
  return (
    <SiteContext value={site.data}>
      <Answer of={session}>
        {(data) => (
          <SessionContext value={data}>
            <LiveProvider onSignedOut={signedOut}>
              <a className="skip" href="#main">
                {t('frame.skip')}
              </a>
              <Head menuOpen={menuOpen} onMenu={() => setMenuOpen(!menuOpen)} />
              <div className="frame">
                <Navigation open={menuOpen} onChosen={() => setMenuOpen(false)} />
                <main id="main" className="main" tabIndex={-1}>
                  <Outlet />
                </main>
              </div>
              <Foot />
            </LiveProvider>
          </SessionContext>
        )}
      </Answer>
    </SiteContext>
  );
};
