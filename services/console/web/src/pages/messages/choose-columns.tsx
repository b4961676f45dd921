import { useTranslation } from 'react-i18next';
import { Icon } from '../../parts/icon.tsx';
import { COLUMN_IDS } from './columns.tsx';

/** Which columns are shown; kept in the address. */
export const ChooseColumns = ({
  hidden,
  onChange,
}: {
  readonly hidden: readonly string[];
  readonly onChange: (shown: readonly string[]) => void;
}) => {
  const { t } = useTranslation();
  const toggle = (id: string): void =>
    onChange(COLUMN_IDS.filter((one) => (one === id ? hidden.includes(one) : !hidden.includes(one))));
  return (
    <details className="drop">
      <summary className="kern-btn kern-btn--secondary button--small">
        <Icon name="columns" size={18} />
        <span className="kern-label">{t('messages.columns')}</span>
      </summary>
      <fieldset className="drop__card">
        <legend className="kern-sr-only">{t('messages.columns')}</legend>
        {COLUMN_IDS.map((id) => (
          <label key={id} className="check">
            <input type="checkbox" checked={!hidden.includes(id)} disabled={id === 'id'} onChange={() => toggle(id)} />
            <span>{t(`messages.${id}`)}</span>
          </label>
        ))}
      </fieldset>
    </details>
  );
};
