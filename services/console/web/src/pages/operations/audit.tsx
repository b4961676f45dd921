/** Who did what, when and why; each line with its place in the log that cannot be changed. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditList } from '../../../../src/api/shapes.ts';
import { address, get } from '../../api/client.ts';
import { Button, SearchForm, TextField } from '../../parts/fields.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Empty } from '../../parts/notice.tsx';
import { Section } from '../../parts/page.tsx';
import { namesIn, Paged } from '../../parts/paged.tsx';
import { PeriodFields } from '../../parts/period-fields.tsx';
import { Table } from '../../parts/table.tsx';
import { auditColumns } from './audit-columns.tsx';

const FORMATS = ['jsonl', 'csv', 'cef'] as const;

/** The view. */
export const Audit = () => {
  const { t } = useTranslation();
  const { by, type, messageId, since, until } = useSearch({ from: '/frame/operations' });
  const navigate = useNavigate({ from: '/operations' });
  const filter = { by, type, messageId, since, until };
  const [draft, setDraft] = useState(filter);
  useEffect(() => setDraft({ by, type, messageId, since, until }), [by, type, messageId, since, until]);
  const log = useInfiniteQuery({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam, signal }) =>
      get<AuditList>('/api/audit', { ...filter, after: pageParam, limit: 50 }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
  });
  const entries = log.data?.pages.flatMap((page) => page.actions) ?? [];
  const names = namesIn(log.data?.pages);
  const set = (name: keyof typeof draft) => (value: string) =>
    setDraft({ ...draft, [name]: value === '' ? undefined : value });
  const send = (): void => {
    void navigate({ search: { view: 'audit', ...draft } });
  };
  return (
    <>
      <SearchForm label={t('operations.auditFilter')} onSubmit={send}>
        <div className="filters__more">
          <TextField label={t('operations.by')} value={draft.by ?? ''} onChange={set('by')} />
          <TextField label={t('operations.action')} value={draft.type ?? ''} onChange={set('type')} />
          <TextField label={t('messages.id')} value={draft.messageId ?? ''} onChange={set('messageId')} />
          <PeriodFields since={draft.since} until={draft.until} set={set} />
          <Button kind="primary" icon="search" type="submit">
            {t('act.search')}
          </Button>
        </div>
      </SearchForm>
      <Section
        id="audit"
        title={t('operations.audit')}
        lead={t('operations.auditLead')}
        flush
        aside={FORMATS.map((format) => (
          <a
            key={format}
            className="kern-btn kern-btn--secondary button--small"
            href={address('/api/audit/export', { ...filter, format })}
            download
          >
            <Icon name="download" size={18} />
            <span className="kern-label">{format.toUpperCase()}</span>
          </a>
        ))}
      >
        <Paged
          of={log}
          isEmpty={entries.length === 0}
          empty={
            <Empty icon="audit" title={t('operations.noAudit')}>
              <p>{t('operations.noAuditDo')}</p>
            </Empty>
          }
        >
          <Table
            caption={t('operations.audit')}
            columns={auditColumns(t, names)}
            rows={entries}
            keyOf={({ at, type, deliveryId, about }) => `${at} ${type} ${deliveryId ?? about ?? ''}`}
          />
        </Paged>
      </Section>
    </>
  );
};
