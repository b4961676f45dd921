import { useTranslation } from 'react-i18next';
import { Icon } from './icon.tsx';

/** Whether it grows: how many in the last six hours against the six before. */
export const directionOf = (points: readonly number[]): 'rising' | 'falling' | 'steady' => {
  const sum = (some: readonly number[]): number => some.reduce((total, one) => total + one, 0);
  const [now, before] = [sum(points.slice(-6)), sum(points.slice(-12, -6))];
  if (now > before * 1.2) return 'rising';
  return now < before * 0.8 ? 'falling' : 'steady';
};

const ICONS = { rising: 'arrow-up', falling: 'arrow-down', steady: 'steady' } as const;

/** A day in 24 small bars, with a word that says where it goes. */
export const Trend = ({ points }: { readonly points: readonly { readonly n: number }[] }) => {
  const { t } = useTranslation();
  const counts = points.map(({ n }) => n);
  const most = Math.max(1, ...counts);
  const direction = directionOf(counts);
  return (
    <span className="trend">
      <svg className="trend__bars" viewBox="0 0 96 24" width="96" height="24" aria-hidden="true" focusable="false">
        {counts.slice(-24).map((value, index) => {
          const height = value === 0 ? 1 : Math.max(3, (value / most) * 22);
          // biome-ignore lint/suspicious/noArrayIndexKey: the place in the day is what a bar is
          return <rect key={index} x={index * 4} y={24 - height} width="3" height={height} />;
        })}
      </svg>
      <span className="trend__word">
        <Icon name={ICONS[direction]} size={14} />
        {t(`trend.${direction}`)}
      </span>
    </span>
  );
};
