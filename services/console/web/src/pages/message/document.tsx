/** What the stored octets say: header, signature with its chain, findings of today, parts with their content masked. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { MessageDocument, MessageShown } from '../../../../src/api/shapes.ts';
import { get } from '../../api/client.ts';
import { Answer, Empty, Notice } from '../../parts/notice.tsx';
import { Section } from '../../parts/page.tsx';
import { Code, Day, Time } from '../../parts/values.tsx';
import { HeaderFacts } from './header-facts.tsx';
import { Parts } from './parts.tsx';

const Signature = ({
  signature,
  names,
}: {
  readonly signature: MessageDocument['signature'];
  readonly names: Readonly<Record<string, string>>;
}) => {
  const { t } = useTranslation();
  return (
    <Section id="signature" title={t('message.signature')}>
      <Notice
        tone={signature.ok ? 'success' : 'danger'}
        title={signature.ok ? t('message.signatureGood') : t('message.signatureBad')}
      >
        {signature.cause === undefined ? null : (
          <p>
            <strong>{signature.cause.title}</strong> {signature.cause.remedy}
          </p>
        )}
        {signature.signingTime === undefined ? null : (
          <p>
            {t('message.signedAt')} <Time at={signature.signingTime} />
            {signature.signer?.authority === undefined
              ? null
              : ` · ${names[signature.signer.authority] ?? signature.signer.authority}`}
          </p>
        )}
        {signature.algorithm === undefined ? null : (
          <p className="muted">
            <Code>{signature.algorithm}</Code>
          </p>
        )}
      </Notice>
      <h3 className="card__subtitle">{t('message.chain')}</h3>
      <ol className="chain">
        {signature.chain.map((link) => (
          <li key={link.fingerprint}>
            <p>
              <strong>{t(`link.${link.is}`)}</strong> <span className="breaks">{link.subject}</span>
            </p>
            <p className="muted">
              {t('certificates.issuer')} <span className="breaks">{link.issuer}</span> · <Day at={link.validFrom} /> –{' '}
              <Day at={link.validUntil} />
            </p>
            <p className="muted">
              <Code>{link.fingerprint}</Code>
            </p>
          </li>
        ))}
      </ol>
    </Section>
  );
};

const Findings = ({ findings }: Pick<MessageDocument, 'findings'>) => {
  const { t } = useTranslation();
  return (
    <Section id="findings" title={t('message.findings')} lead={t('message.findingsLead')}>
      {findings.length === 0 ? (
        <Empty icon="success" title={t('message.findingsNone')} />
      ) : (
        <ul className="findings">
          {findings.map((finding) => (
            <li key={`${finding.code} ${finding.line ?? ''} ${finding.xpath ?? ''} ${finding.rule ?? ''}`}>
              <p>
                <Code>{finding.code}</Code> {finding.text}
              </p>
              <p className="muted">
                {finding.line === undefined ? null : t('message.line', { line: finding.line })}{' '}
                {finding.xpath === undefined ? null : <Code>{finding.xpath}</Code>}
              </p>
              {finding.remedy === undefined ? null : <p>{finding.remedy}</p>}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
};

/** The document of a message; told where it is no longer kept. */
export const Document = ({ message }: { readonly message: MessageShown }) => {
  const { t } = useTranslation();
  const document = useQuery({
    queryKey: ['document', message.messageId, message.author],
    queryFn: ({ signal }) =>
      get<MessageDocument>(
        `/api/messages/${encodeURIComponent(message.messageId)}/document`,
        { author: message.author },
        signal,
      ),
    staleTime: 60_000,
  });
  return (
    <Answer of={document}>
      {(data) => (
        <>
          <div className="columns">
            <Section id="header" title={t('message.header')} lead={t('message.headerLead')}>
              <HeaderFacts header={data.header} names={data.names} digest={data.octetsDigest} />
            </Section>
            <Signature signature={data.signature} names={data.names} />
          </div>
          <Findings findings={data.findings} />
          <Parts parts={data.parts} message={message} />
        </>
      )}
    </Answer>
  );
};
