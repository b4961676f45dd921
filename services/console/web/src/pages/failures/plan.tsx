import { useTranslation } from 'react-i18next';
import type { ReplayPlan } from '../../../../src/api/shapes.ts';
import { formatSpan } from '../../format.ts';
import { languageNow } from '../../i18n.ts';
import { Badge } from '../../parts/badge.tsx';
import { AuthorityLink, Code, Count } from '../../parts/values.tsx';

/** What a dry run says: how many, to where, how long, and what stands against it. */
export const Plan = ({ plan }: { readonly plan: ReplayPlan }) => {
  const { t } = useTranslation();
  return (
    <div className="plan" role="status">
      <p className="plan__title">
        {t('failures.planTitle', { count: plan.count, time: formatSpan(plan.seconds * 1_000, languageNow()) })}
      </p>
      <ul className="lines">
        {plan.targets.map((target) => (
          <li key={target.reader} className="line">
            <div className="line__main">
              <AuthorityLink id={target.reader} names={plan.names} />
              <p className="muted">
                {t(`channel.${target.channel}`)} {target.url === undefined ? null : <Code>{target.url}</Code>}
              </p>
              {target.paused ? (
                <Badge tone="warning" icon="pause">
                  {t('failures.targetPaused')}
                </Badge>
              ) : null}
              {target.circuitOpen ? (
                <Badge tone="warning" icon="warning">
                  {t('failures.targetOpen')}
                </Badge>
              ) : null}
            </div>
            <Count value={target.count} />
          </li>
        ))}
      </ul>
      <p className="muted">{t('failures.planNothingDone')}</p>
    </div>
  );
};
