import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Overview } from '../../../../src/api/shapes.ts';
import { Badge } from '../../parts/badge.tsx';
import { Empty } from '../../parts/notice.tsx';
import { Section } from '../../parts/page.tsx';
import { AuthorityLink, Day, Time } from '../../parts/values.tsx';

/** Recipients that are not pushed to at present. */
export const CircuitsOpen = ({ circuits, names }: Pick<Overview, 'circuits' | 'names'>) => {
  const { t } = useTranslation();
  return (
    <Section id="circuits" title={t('overview.circuits')} lead={t('overview.circuitsLead')}>
      {circuits.length === 0 ? (
        <Empty icon="success" title={t('overview.noCircuits')} />
      ) : (
        <ul className="lines">
          {circuits.map((circuit) => (
            <li key={circuit.authority} className="line">
              <div className="line__main">
                <AuthorityLink id={circuit.authority} names={names} />
                <p className="muted">
                  {circuit.waiting === undefined ? null : `${t('overview.waitingFor', { count: circuit.waiting })} · `}
                  {circuit.since === undefined ? null : (
                    <>
                      {t('word.since')} <Time at={circuit.since} />
                    </>
                  )}
                </p>
                {circuit.cause === undefined ? null : <p>{circuit.cause.title}</p>}
              </div>
              <Badge
                tone={circuit.why === 'paused' ? 'neutral' : 'danger'}
                icon={circuit.why === 'paused' ? 'pause' : 'danger'}
              >
                {t(`circuit.${circuit.why}`)}
              </Badge>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
};

/** Certificates that run out soon. */
export const CertificatesEnding = ({ certificates, names }: Pick<Overview, 'certificates' | 'names'>) => {
  const { t } = useTranslation();
  return (
    <Section
      id="certificates-ending"
      title={t('overview.certificates')}
      aside={
        <Link to="/certificates" className="kern-link link">
          {t('overview.allCertificates')}
        </Link>
      }
    >
      {certificates.length === 0 ? (
        <Empty icon="success" title={t('overview.noCertificates')} />
      ) : (
        <ul className="lines">
          {certificates.slice(0, 6).map((one) => (
            <li key={one.fingerprint} className="line">
              <div className="line__main">
                <Link to="/certificates" search={{ owner: one.owner }} className="kern-link link">
                  {names[one.owner] ?? one.owner}
                </Link>
                <p className="muted">
                  {t('overview.endsOn')} <Day at={one.validUntil} />
                </p>
              </div>
              <Badge tone={one.daysLeft < 14 ? 'danger' : 'warning'} icon={one.daysLeft < 0 ? 'expired' : 'waiting'}>
                {one.daysLeft < 0 ? t('certificates.ended') : t('certificates.daysLeft', { count: one.daysLeft })}
              </Badge>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
};
