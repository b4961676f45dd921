import type { DeliveryState, MessageState } from '@dienstweg/schemas/delivery/state.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LOOK_OF_STATE, type Tone } from '../states.ts';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-paths.ts';

/** A word with a picture on the tone that goes with it. */
export const Badge = ({
  tone,
  icon,
  children,
}: {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly children: ReactNode;
}) => (
  <span className={`tag tag--${tone}`}>
    <Icon name={icon} size={16} />
    <span>{children}</span>
  </span>
);

/** State of a message or delivery. */
export const StateBadge = ({ state }: { readonly state: MessageState | DeliveryState }) => {
  const { t } = useTranslation();
  const { tone, icon } = LOOK_OF_STATE[state] ?? { tone: 'neutral', icon: 'info' };
  return (
    <Badge tone={tone} icon={icon}>
      {t(`state.${state}`)}
    </Badge>
  );
};
