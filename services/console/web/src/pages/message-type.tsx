/** A version of a message type: what it holds, its samples, and a place to try a file. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { MessageTypeShown } from '../../../src/api/shapes.ts';
import { get } from '../api/client.ts';
import { formatShare } from '../format.ts';
import { languageNow } from '../i18n.ts';
import { Badge } from '../parts/badge.tsx';
import { Answer } from '../parts/notice.tsx';
import { Page, Section } from '../parts/page.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { Bytes, Code, Count, Day, Time, TypeLink } from '../parts/values.tsx';
import { LOOK_OF_TYPE } from '../states.ts';
import { failureRate } from './types/rate.ts';
import { TryIt } from './types/try-it.tsx';

const Facts = ({ type }: { readonly type: MessageTypeShown }) => {
  const { t } = useTranslation();
  const rate = failureRate(type.use);
  return (
    <dl className="facts">
      <div>
        <dt>{t('types.state')}</dt>
        <dd>
          <Badge {...LOOK_OF_TYPE[type.state]}>{t(`typeState.${type.state}`)}</Badge>
        </dd>
      </div>
      <div>
        <dt>{t('types.validity')}</dt>
        <dd>
          <Day at={type.validFrom} /> – {type.validUntil === undefined ? '…' : <Day at={type.validUntil} />}
        </dd>
      </div>
      <div>
        <dt>{t('types.publisher')}</dt>
        <dd>{type.publisher}</dd>
      </div>
      <div>
        <dt>{t('types.use')}</dt>
        <dd>
          {t('types.useOf', { accepted: type.use?.accepted ?? 0, refused: type.use?.refused ?? 0 })}
          {rate === undefined ? null : ` (${t('types.rate')} ${formatShare(rate, languageNow())})`}
          {type.use?.lastAcceptedAt === undefined ? null : (
            <>
              {' · '}
              {t('types.last')} <Time at={type.use.lastAcceptedAt} />
            </>
          )}
        </dd>
      </div>
      <div>
        <dt>{t('types.limits')}</dt>
        <dd>
          <Bytes value={type.limits.contentBytes} /> · {t('types.partsAtMost', { count: type.limits.parts })}
        </dd>
      </div>
      <div>
        <dt>{t('types.retry')}</dt>
        <dd>{t('types.days', { count: type.retryDays })}</dd>
      </div>
      <div>
        <dt>{t('types.retention')}</dt>
        <dd>{t('types.days', { count: type.retentionDays })}</dd>
      </div>
      <div>
        <dt>{t('types.businessKeys')}</dt>
        <dd>{type.businessKeys.length === 0 ? '–' : type.businessKeys.join(', ')}</dd>
      </div>
      {type.otherVersions.length === 0 ? null : (
        <div>
          <dt>{t('types.otherVersions')}</dt>
          <dd>
            {type.otherVersions.map((version) => (
              <span key={version}>
                <TypeLink code={type.code} version={version} />{' '}
              </span>
            ))}
          </dd>
        </div>
      )}
      <div>
        <dt>{t('nav.messages')}</dt>
        <dd>
          <Link to="/messages" search={{ type: type.code, version: type.version }} className="kern-link link">
            {t('types.messages')}
          </Link>
        </dd>
      </div>
    </dl>
  );
};

/** The page. */
export const MessageType = () => {
  const { t } = useTranslation();
  const { code, version } = useParams({ from: '/frame/message-types/$code/$version' });
  const type = useQuery({
    queryKey: ['message-types', code, version],
    queryFn: ({ signal }) =>
      get<MessageTypeShown>(
        `/api/message-types/${encodeURIComponent(code)}/${encodeURIComponent(version)}`,
        {},
        signal,
      ),
  });
  const columns: readonly Column<MessageTypeShown['parts'][number]>[] = [
    { id: 'id', head: t('types.part'), names: true, cell: ({ id }) => id },
    { id: 'role', head: t('types.role'), cell: ({ role }) => t(`partRole.${role}`) },
    { id: 'media', head: t('types.media'), cell: ({ mediaType }) => <Code>{mediaType}</Code> },
    { id: 'required', head: t('types.required'), cell: ({ required }) => (required ? t('word.yes') : t('word.no')) },
    {
      id: 'schema',
      head: t('types.schema'),
      cell: ({ schema }) => (schema === undefined ? '–' : <Code>{schema}</Code>),
    },
    {
      id: 'limit',
      head: t('types.limit'),
      numeric: true,
      cell: ({ limitBytes }) => (limitBytes === undefined ? '–' : <Bytes value={limitBytes} />),
    },
  ];
  return (
    <Page title={`${code} ${version}`} lead={type.data === undefined ? undefined : type.data.name}>
      <Answer of={type}>
        {(data) => (
          <>
            <div className="columns">
              <Section id="facts" title={t('types.facts')} lead={data.description}>
                <Facts type={data} />
              </Section>
              <Section id="parts" title={t('types.parts')} aside={<Count value={data.parts.length} />} flush>
                <Table caption={t('types.parts')} columns={columns} rows={data.parts} keyOf={({ id }) => id} />
              </Section>
            </div>
            <TryIt type={data} />
          </>
        )}
      </Answer>
    </Page>
  );
};
