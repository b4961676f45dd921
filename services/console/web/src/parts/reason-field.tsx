/** The reason without which nobody acts. */
import { useTranslation } from 'react-i18next';
import { TextArea } from './fields.tsx';

/** A reason says something: three characters besides blanks. */
export const isReason = (text: string): boolean => text.replace(/\s/g, '').length >= 3;

/** Its field; `isDue`: somebody tried to go on, so that a missing one is told. */
export const ReasonField = ({
  value,
  onChange,
  isDue,
}: {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly isDue: boolean;
}) => {
  const { t } = useTranslation();
  return (
    <TextArea
      label={t('act.reason')}
      hint={t('act.reasonHint')}
      value={value}
      onChange={onChange}
      error={isDue && !isReason(value) ? t('act.reasonMissing') : undefined}
    />
  );
};
