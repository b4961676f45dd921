import { useTranslation } from 'react-i18next';

/** The strip that marks a site of the federal administration; only where the operating authority switched it on. */
export const FederalStrip = () => {
  const { t } = useTranslation();
  return (
    <div className="federal">
      <span className="federal__flag" aria-hidden="true" />
      <span>{t('frame.federal')}</span>
    </div>
  );
};
