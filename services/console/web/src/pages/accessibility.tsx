import { useTranslation } from 'react-i18next';
import { Plain } from '../frame/plain.tsx';
import { Page } from '../parts/page.tsx';
import { useSite } from '../session.tsx';

const KEPT = ['keptReflow', 'keptKeyboard', 'keptColour', 'keptCharts', 'keptMotion', 'keptLanguage'] as const;
const LIMITS = ['limitMap', 'limitForeign'] as const;

const Statement = () => {
  const { t } = useTranslation();
  const site = useSite();
  const contact = site?.operator.contact;
  return (
    <Page title={t('statement.title')} lead={t('statement.lead', { operator: site?.operator.name ?? 'Dienstweg' })}>
      <div className="card prose">
        <div className="card__body">
          <h2>{t('statement.conformance')}</h2>
          <p>{t('statement.conformanceText')}</p>
          <h2>{t('statement.kept')}</h2>
          <ul className="kern-list kern-list--bullet">
            {KEPT.map((key) => (
              <li key={key}>{t(`statement.${key}`)}</li>
            ))}
          </ul>
          <h2>{t('statement.limits')}</h2>
          <ul className="kern-list kern-list--bullet">
            {LIMITS.map((key) => (
              <li key={key}>{t(`statement.${key}`)}</li>
            ))}
          </ul>
          <h2>{t('statement.made')}</h2>
          <p>{t('statement.madeText')}</p>
          <h2>{t('statement.contact')}</h2>
          <p>{t('statement.contactText')}</p>
          <address>
            <p>{site?.operator.name}</p>
            <p>
              {contact === undefined ? (
                t('statement.contactMissing')
              ) : contact.includes('@') ? (
                <a className="kern-link link" href={`mailto:${contact}`}>
                  {contact}
                </a>
              ) : (
                contact
              )}
            </p>
          </address>
          <h2>{t('statement.enforcement')}</h2>
          <p>{t('statement.enforcementText')}</p>
        </div>
      </div>
    </Page>
  );
};

/** The statement on accessibility, after EN 301 549 and BITV 2.0. */
export const Accessibility = () => (
  <Plain>
    <Statement />
  </Plain>
);
