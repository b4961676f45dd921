/** What a page says instead of content: nothing there, waiting, something went wrong; always with what to do. */
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Refused } from '../api/client.ts';
import type { Tone } from '../states.ts';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-paths.ts';

const ICONS: Readonly<Record<Tone, IconName>> = {
  info: 'info',
  success: 'success',
  warning: 'warning',
  danger: 'danger',
  neutral: 'info',
};

/** A box with a title, what it means and what to do. */
export const Notice = ({
  tone,
  title,
  children,
  live = false,
}: {
  readonly tone: Tone;
  readonly title: ReactNode;
  readonly children?: ReactNode;
  /** It appears because of something the person did or that just happened: screen readers say it. */
  readonly live?: boolean;
}) => (
  <div className={`notice notice--${tone}`} {...(live ? { role: tone === 'danger' ? 'alert' : 'status' } : {})}>
    <Icon name={ICONS[tone]} size={24} />
    <div className="notice__text">
      <p className="notice__title">{title}</p>
      {children === undefined ? null : <div className="notice__body">{children}</div>}
    </div>
  </div>
);

/** Nothing to show, and what to do about it. */
export const Empty = ({
  icon = 'inbox',
  title,
  children,
}: {
  readonly icon?: IconName;
  readonly title: string;
  readonly children?: ReactNode;
}) => (
  <div className="empty">
    <Icon name={icon} size={40} />
    <p className="empty__title">{title}</p>
    {children === undefined ? null : <div className="empty__body">{children}</div>}
  </div>
);

/** What went wrong, in the words of the server where it said something. */
export const Failure = ({ error, again }: { readonly error: Error; readonly again?: () => void }) => {
  const { t } = useTranslation();
  const refusal = error instanceof Refused ? error.refusal : undefined;
  return (
    <Notice tone="danger" live title={refusal?.title ?? t('notice.unreachable')}>
      <p>{refusal === undefined ? t('notice.unreachableDo') : refusal.remedy}</p>
      {refusal === undefined || refusal.detail === refusal.title ? null : <p className="muted">{refusal.detail}</p>}
      {again === undefined ? null : (
        <button type="button" className="kern-btn kern-btn--secondary button--small" onClick={again}>
          <Icon name="refresh" size={18} />
          <span className="kern-label">{t('act.again')}</span>
        </button>
      )}
    </Notice>
  );
};

/** While something is being asked for the first time. */
export const Waiting = () => {
  const { t } = useTranslation();
  return (
    <div className="loading" role="status">
      <span className="loading__bar" />
      <span className="kern-sr-only">{t('notice.loading')}</span>
    </div>
  );
};

/** An answer once it is there; what went wrong beside an older answer, or instead of it. */
export const Answer = <T,>({
  of,
  children,
}: {
  readonly of: UseQueryResult<T, Error>;
  readonly children: (data: T) => ReactNode;
}) => (
  <>
    {of.error === null ? null : <Failure error={of.error} again={() => void of.refetch()} />}
    {of.data === undefined ? of.error === null ? <Waiting /> : null : children(of.data)}
  </>
);
