import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Site } from '../../../src/api/shapes.ts';
import { get } from '../api/client.ts';
import { SiteContext } from '../session.tsx';
import { FederalStrip } from './federal-strip.tsx';
import { Foot } from './foot.tsx';
import { Brand } from './head.tsx';
import { LanguageChoice, ThemeChoice } from './settings.tsx';

/** The frame of pages that need no session. */
export const Plain = ({ children }: { readonly children: ReactNode }) => {
  const { t } = useTranslation();
  const site = useQuery({
    queryKey: ['site'],
    queryFn: () => get<Site>('/api/site'),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <SiteContext value={site.data}>
      <a className="skip" href="#main">
        {t('frame.skip')}
      </a>
      {site.data?.federalStrip === true ? <FederalStrip /> : null}
      <header className="head">
        <Brand name={site.data?.operator.name} />
        <div className="head__tools">
          <LanguageChoice />
          <ThemeChoice />
        </div>
      </header>
      <main id="main" className="main main--plain" tabIndex={-1}>
        {children}
      </main>
      <Foot />
    </SiteContext>
  );
};
