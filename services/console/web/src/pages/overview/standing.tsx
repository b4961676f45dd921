import type { StateCounted, StateCounts } from '@dienstweg/schemas/bus/requests.ts';
import type { MessageState } from '@dienstweg/schemas/delivery/state.ts';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { FindingShown, Overview } from '../../../../src/api/shapes.ts';
import { formatSpan } from '../../format.ts';
import { languageNow } from '../../i18n.ts';
import { Icon } from '../../parts/icon.tsx';
import { Count, Time } from '../../parts/values.tsx';

const Verdict = ({
  title,
  answer,
  ok,
  findings,
}: {
  readonly title: string;
  readonly answer: string;
  readonly ok: boolean;
  readonly findings: readonly FindingShown[];
}) => {
  const tone = !ok ? 'danger' : findings.length > 0 ? 'warning' : 'success';
  return (
    <section className={`verdict verdict--${tone}`} aria-label={title}>
      <span className="verdict__icon">
        <Icon name={tone} size={28} />
      </span>
      <div>
        <h2 className="verdict__question">{title}</h2>
        <p className="verdict__answer">{answer}</p>
        {findings.length === 0 ? null : (
          <ul className="verdict__findings">
            {findings.slice(0, 3).map((finding) => (
              <li key={`${finding.service}-${finding.code}-${finding.text}`}>
                <strong>{finding.text}</strong> {finding.remedy}
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
};

const WINDOWS = ['last15Minutes', 'last24Hours'] as const;
const GROUPS = {
  arrived: ['handed-over', 'accepted-by-reader', 'rejected-by-reader', 'in-mailbox'],
  open: ['accepted', 'delivering', 'waiting'],
  failed: ['dead-letter', 'expired'],
  refused: ['refused'],
} as const satisfies Readonly<Record<string, readonly MessageState[]>>;
const FIGURES = ['accepted', 'arrived', 'open', 'failed', 'refused'] as const;

const countOf = (counts: StateCounts, figure: (typeof FIGURES)[number]): number => {
  const of = (states: readonly StateCounted[]): number => states.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
  return figure === 'accepted'
    ? of([...GROUPS.arrived, ...GROUPS.open, ...GROUPS.failed, 'returned'])
    : of(GROUPS[figure]);
};

const Windows = ({ data }: { readonly data: Overview }) => {
  const { t } = useTranslation();
  return (
    <section className="figures" aria-label={t('overview.counts')}>
      {FIGURES.map((key) => (
        <dl
          className={`figure${(key === 'failed' || key === 'refused') && countOf(data.last15Minutes, key) > 0 ? ' figure--bad' : ''}`}
          key={key}
        >
          <dt className="figure__name">{t(`overview.${key}`)}</dt>
          {WINDOWS.map((window) => (
            <dd key={window} className={`figure__${window}`}>
              <span className="figure__value">
                <Count value={countOf(data[window], key)} />
              </span>{' '}
              <span className="figure__window">{t(`overview.${window}`)}</span>
            </dd>
          ))}
        </dl>
      ))}
    </section>
  );
};

/** The answers on top: accepting, delivering, and how old the oldest open message is. */
export const Standing = ({ data }: { readonly data: Overview }) => {
  const { t } = useTranslation();
  const oldest = data.oldestUndelivered;
  return (
    <>
      <div className="verdicts">
        <Verdict
          title={t('overview.accepting')}
          answer={data.accepting.ok ? t('overview.acceptingYes') : t('overview.acceptingNo')}
          {...data.accepting}
        />
        <Verdict
          title={t('overview.delivering')}
          answer={data.delivering.ok ? t('overview.deliveringYes') : t('overview.deliveringNo')}
          {...data.delivering}
        />
        <section className="verdict verdict--neutral" aria-label={t('overview.oldest')}>
          <span className="verdict__icon">
            <Icon name="waiting" size={28} />
          </span>
          <div>
            <h2 className="verdict__question">{t('overview.oldest')}</h2>
            <p className="verdict__answer">
              {oldest === undefined ? t('overview.oldestNone') : formatSpan(oldest.ageSeconds * 1_000, languageNow())}
            </p>
            {oldest === undefined ? null : (
              <p className="verdict__more">
                {t('overview.oldestSince')} <Time at={oldest.acceptedAt} />
                {' · '}
                <Link
                  to="/messages"
                  search={{ state: 'waiting', until: new Date(Date.parse(oldest.acceptedAt) + 60_000).toISOString() }}
                  className="kern-link link"
                >
                  {t('overview.oldestShow')}
                </Link>
              </p>
            )}
          </div>
        </section>
      </div>
      <Windows data={data} />
      {data.view.behind > 0 ? (
        <p className="muted as-of" role="status">
          <Icon name="refresh" size={16} /> {t('overview.behind', { count: data.view.behind })}
        </p>
      ) : null}
    </>
  );
};
