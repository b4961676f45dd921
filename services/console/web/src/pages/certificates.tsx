/** Certificates: who has which, until when, what stops when one ends, how it is renewed. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { CertificateList, CertificateShown } from '../../../src/api/shapes.ts';
import { get } from '../api/client.ts';
import { formatSpan } from '../format.ts';
import { languageNow } from '../i18n.ts';
import { Badge } from '../parts/badge.tsx';
import { SearchForm, SelectField, TextField } from '../parts/fields.tsx';
import { Answer, Empty, Notice } from '../parts/notice.tsx';
import { Page, Section } from '../parts/page.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { AuthorityLink, Code, Command, Count, Day, Time } from '../parts/values.tsx';
import { oneOf } from '../search-params.ts';
import { LOOK_OF_CERTIFICATE } from '../states.ts';

const KINDS = ['anchor', 'intermediate', 'node', 'authority'] as const;
const STATES = ['expires-soon', 'expired', 'revoked', 'not-yet', 'good'] as const;

const Details = ({ one }: { readonly one: CertificateShown }) => {
  const { t } = useTranslation();
  return (
    <details className="why">
      <summary>
        {t('certificates.details')}
        <span className="kern-sr-only"> {one.subject}</span>
      </summary>
      <dl className="facts">
        {(['subject', 'issuer', 'serial', 'fingerprint'] as const).map((key) =>
          one[key] === undefined ? null : (
            <div key={key}>
              <dt>{t(`certificates.${key}`)}</dt>
              <dd className="breaks">
                <Code>{one[key]}</Code>
              </dd>
            </div>
          ),
        )}
        <div>
          <dt>{t('certificates.stops')}</dt>
          <dd>
            {one.stops.length === 0 ? (
              t('certificates.stopsNothing')
            ) : (
              <ul className="plain-list">
                {one.stops.map((what) => (
                  <li key={what}>{what}</li>
                ))}
              </ul>
            )}
          </dd>
        </div>
        <div>
          <dt>{t('certificates.renewal')}</dt>
          <dd>
            {one.overlap ? <p>{t('certificates.overlap')}</p> : null}
            {/^(npx )?dienstweg /.test(one.renewal) ? <Command>{one.renewal}</Command> : one.renewal}
          </dd>
        </div>
      </dl>
    </details>
  );
};

const Lists = ({ lists }: { readonly lists: CertificateList['revocationLists'] }) => {
  const { t } = useTranslation();
  const columns: readonly Column<CertificateList['revocationLists'][number]>[] = [
    {
      id: 'issuer',
      head: t('certificates.issuer'),
      names: true,
      cell: ({ issuer }) => <span className="breaks">{issuer}</span>,
    },
    {
      id: 'state',
      head: t('certificates.state'),
      cell: ({ overdue }) => (
        <Badge tone={overdue ? 'danger' : 'success'} icon={overdue ? 'danger' : 'check'}>
          {overdue ? t('certificates.overdue') : t('certificates.current')}
        </Badge>
      ),
    },
    { id: 'this', head: t('certificates.thisUpdate'), cell: ({ thisUpdate }) => <Time at={thisUpdate} /> },
    {
      id: 'age',
      head: t('certificates.age'),
      numeric: true,
      cell: ({ ageSeconds }) => formatSpan(ageSeconds * 1_000, languageNow()),
    },
    {
      id: 'next',
      head: t('certificates.nextUpdate'),
      cell: ({ nextUpdate }) => (nextUpdate === undefined ? '–' : <Time at={nextUpdate} />),
    },
    { id: 'revoked', head: t('certificates.revoked'), numeric: true, cell: ({ revoked }) => <Count value={revoked} /> },
  ];
  return lists.length === 0 ? (
    <Empty icon="certificates" title={t('certificates.noLists')} />
  ) : (
    <Table caption={t('certificates.lists')} columns={columns} rows={lists} keyOf={({ issuer }) => issuer} />
  );
};

/** The page. */
export const Certificates = () => {
  const { t } = useTranslation();
  const { owner = '', ...search } = useSearch({ from: '/frame/certificates' });
  const navigate = useNavigate({ from: '/certificates' });
  const is = oneOf(search.is, KINDS);
  const state = oneOf(search.state, STATES);
  const list = useQuery({
    queryKey: ['certificates'],
    queryFn: ({ signal }) => get<CertificateList>('/api/certificates', {}, signal),
  });
  const names = list.data?.names ?? {};
  const columns: readonly Column<CertificateShown>[] = [
    {
      id: 'owner',
      head: t('certificates.owner'),
      names: true,
      by: (one) => names[one.owner] ?? one.owner,
      cell: (one) => (
        <>
          {one.is === 'authority' ? (
            <AuthorityLink id={one.owner} names={names} />
          ) : (
            <span className="breaks">{one.owner}</span>
          )}
          <p className="cell-note">{t(`certificateOf.${one.is}`)}</p>
        </>
      ),
    },
    { id: 'purpose', head: t('certificates.purpose'), cell: ({ purpose }) => purpose },
    {
      id: 'state',
      head: t('certificates.state'),
      by: (one) => STATES.indexOf(one.state),
      cell: (one) => <Badge {...LOOK_OF_CERTIFICATE[one.state]}>{t(`certificateState.${one.state}`)}</Badge>,
    },
    {
      id: 'until',
      head: t('certificates.until'),
      by: (one) => one.validUntil,
      cell: (one) => <Day at={one.validUntil} />,
    },
    {
      id: 'days',
      head: t('certificates.days'),
      numeric: true,
      by: (one) => one.daysLeft,
      cell: (one) => <Count value={one.daysLeft} />,
    },
    { id: 'details', head: t('certificates.more'), cell: (one) => <Details one={one} /> },
  ];
  const go = (change: Readonly<Record<string, string | undefined>>) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  return (
    <Page title={t('certificates.title')} lead={t('certificates.lead')}>
      <SearchForm label={t('certificates.filter')} inline>
        <TextField
          type="search"
          label={t('certificates.owner')}
          value={owner}
          onChange={(value) => go({ owner: value === '' ? undefined : value })}
        />
        <SelectField
          label={t('certificates.kind')}
          value={is ?? ''}
          onChange={(value) => go({ is: value === '' ? undefined : value })}
          options={[
            { value: '', label: t('word.all') },
            ...KINDS.map((value) => ({ value, label: t(`certificateOf.${value}`) })),
          ]}
        />
        <SelectField
          label={t('certificates.state')}
          value={state ?? ''}
          onChange={(value) => go({ state: value === '' ? undefined : value })}
          options={[
            { value: '', label: t('word.all') },
            ...STATES.map((value) => ({ value, label: t(`certificateState.${value}`) })),
          ]}
        />
      </SearchForm>
      <Answer of={list}>
        {(data) => {
          const wanted = owner.toLocaleLowerCase();
          const lines = data.certificates.filter(
            (one) =>
              (is === undefined || one.is === is) &&
              (state === undefined || one.state === state) &&
              (wanted === '' || `${one.owner} ${names[one.owner] ?? ''}`.toLocaleLowerCase().includes(wanted)),
          );
          return (
            <>
              {data.remarks.length === 0 ? null : (
                <Notice tone="warning" title={t('certificates.remarks')}>
                  <ul className="plain-list">
                    {data.remarks.map((remark) => (
                      <li key={remark}>{remark}</li>
                    ))}
                  </ul>
                </Notice>
              )}
              <Section id="list" title={t('certificates.list', { count: lines.length })} flush>
                {lines.length === 0 ? (
                  <Empty icon="certificates" title={t('certificates.none')}>
                    <p>{t('certificates.noneDo')}</p>
                  </Empty>
                ) : (
                  <Table
                    caption={t('certificates.title')}
                    columns={columns}
                    rows={lines}
                    keyOf={({ fingerprint, purpose, owner: of }) => `${fingerprint} ${purpose} ${of}`}
                    sortedBy={{ id: 'days', desc: false }}
                  />
                )}
              </Section>
              <Section id="lists" title={t('certificates.lists')} lead={t('certificates.listsLead')} flush>
                <Lists lists={data.revocationLists} />
              </Section>
            </>
          );
        }}
      </Answer>
    </Page>
  );
};
