import { useTranslation } from 'react-i18next';
import type { MessageDocument } from '../../../../src/api/shapes.ts';
import { AuthorityLink, Code, Day, Time } from '../../parts/values.tsx';

/** The signed header, in words. */
export const HeaderFacts = ({
  header,
  names,
  digest,
}: {
  readonly header: MessageDocument['header'];
  readonly names: Readonly<Record<string, string>>;
  readonly digest: string;
}) => {
  const { t } = useTranslation();
  const { addressee } = header;
  return (
    <dl className="facts">
      <div>
        <dt>{t('message.addressee')}</dt>
        <dd>
          {addressee.by === 'reader' ? (
            <AuthorityLink id={addressee.reader} names={names} withId />
          ) : (
            <>
              {t('message.responsibleFor')} {names[addressee.service] ?? ''} <Code>{addressee.service}</Code>{' '}
              {t('message.inRegion')} {names[addressee.region] ?? ''} <Code>{addressee.region}</Code>
            </>
          )}
        </dd>
      </div>
      {header.distribution.length === 0 ? null : (
        <div>
          <dt>{t('message.distribution')}</dt>
          <dd>
            <ul className="plain-list">
              {header.distribution.map((line) => {
                const to = 'role' in line.to ? line.to.role : (names[line.to.reader] ?? line.to.reader);
                return (
                  <li key={to}>
                    {to}: {line.parts.join(', ')}
                  </li>
                );
              })}
            </ul>
          </dd>
        </div>
      )}
      <div>
        <dt>{t('message.createdAt')}</dt>
        <dd>
          <Time at={header.createdAt} />
        </dd>
      </div>
      {header.notBefore === undefined ? null : (
        <div>
          <dt>{t('message.notBefore')}</dt>
          <dd>
            <Time at={header.notBefore} />
          </dd>
        </div>
      )}
      {header.obsoleteAfter === undefined ? null : (
        <div>
          <dt>{t('message.obsoleteAfter')}</dt>
          <dd>
            <Time at={header.obsoleteAfter} />
          </dd>
        </div>
      )}
      {header.deadline === undefined ? null : (
        <div>
          <dt>{t('message.deadline')}</dt>
          <dd>
            {header.deadline.amount} {t(`unit.${header.deadline.unit}`)} {t('message.from')}{' '}
            <Day at={header.deadline.start} />
          </dd>
        </div>
      )}
      {header.legalBasis === undefined ? null : (
        <div>
          <dt>{t('message.legalBasis')}</dt>
          <dd>{header.legalBasis.text}</dd>
        </div>
      )}
      {header.applicantAssurance === undefined ? null : (
        <div>
          <dt>{t('message.assurance')}</dt>
          <dd>{t(`assurance.${header.applicantAssurance}`)}</dd>
        </div>
      )}
      <div>
        <dt>{t('message.digest')}</dt>
        <dd>
          <Code>{digest}</Code>
        </dd>
      </div>
    </dl>
  );
};
