import type { DeliveryState } from '@dienstweg/schemas/delivery/state.ts';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Bar } from '../../parts/bar.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Section } from '../../parts/page.tsx';
import { Count } from '../../parts/values.tsx';
import { LOOK_OF_STATE, MESSAGE_STATES } from '../../states.ts';

const SHOWN = MESSAGE_STATES.filter(
  (state) => state !== 'accepted' && state !== 'refused',
) satisfies readonly DeliveryState[];

/** All deliveries by state; each leads to the messages in it. */
export const States = ({ deliveries }: { readonly deliveries: Readonly<Partial<Record<DeliveryState, number>>> }) => {
  const { t } = useTranslation();
  const most = Math.max(1, ...SHOWN.map((state) => deliveries[state] ?? 0));
  return (
    <Section id="deliveries" title={t('overview.deliveries')}>
      <ul className="bars">
        {SHOWN.map((state) => {
          const { icon, tone } = LOOK_OF_STATE[state];
          const count = deliveries[state] ?? 0;
          return (
            <li key={state} className="bar">
              <span className={`bar__icon tone--${tone}`}>
                <Icon name={icon} size={18} />
              </span>
              <Link to="/messages" search={{ state }} className="kern-link link bar__name">
                {t(`state.${state}`)}
              </Link>
              <span className="bar__share">
                <Bar share={count / most} tone={tone} />
              </span>
              <span className="bar__value">
                <Count value={count} />
              </span>
            </li>
          );
        })}
      </ul>
    </Section>
  );
};
