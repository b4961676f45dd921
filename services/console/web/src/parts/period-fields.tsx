/** From when and until when, in the clock of whoever looks. */
import { useTranslation } from 'react-i18next';
import { TextField } from './fields.tsx';
import { fromLocal, toLocal } from './local-time.ts';

type Moment = string | undefined;

/** Two fields of a filter; `set` gets moments in UTC, empty where there is none. */
export const PeriodFields = ({
  since,
  until,
  set,
}: {
  readonly since: Moment;
  readonly until: Moment;
  readonly set: (name: 'since' | 'until') => (value: string) => void;
}) => {
  const { t } = useTranslation();
  const field = (name: 'since' | 'until', value: Moment) => (
    <TextField
      type="datetime-local"
      label={t(`messages.${name}`)}
      value={toLocal(value)}
      onChange={(entered) => set(name)(fromLocal(entered))}
    />
  );
  return (
    <>
      {field('since', since)}
      {field('until', until)}
    </>
  );
};
