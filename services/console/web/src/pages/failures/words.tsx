import type { FailureStep } from '@dienstweg/schemas/bus/requests.ts';
import { useTranslation } from 'react-i18next';
import type { FailureGroupShown } from '../../../../src/api/shapes.ts';
import { Badge } from '../../parts/badge.tsx';
import { LOOK_OF_STEP } from '../../states.ts';

/** At which step it failed. */
export const Step = ({ step }: { readonly step: FailureStep }) => {
  const { t } = useTranslation();
  return <Badge {...LOOK_OF_STEP[step]}>{t(`step.${step}`)}</Badge>;
};

/** Why, in words; the code where there are none. */
export const Cause = ({ group }: { readonly group: Pick<FailureGroupShown, 'cause' | 'code'> }) => {
  const { t } = useTranslation();
  return <span>{group.cause?.title ?? group.code ?? t('failures.noCode')}</span>;
};
