/** One authority: how it is reached, how it stands, all that the directory says of it, and how that is changed. */

import type { EntryKind, RegistryEntry } from '@dienstweg/schemas/directory/change/changes.ts';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuthorityShown } from '../../../src/api/shapes.ts';
import { get } from '../api/client.ts';
import { Button, TextField } from '../parts/fields.tsx';
import { Answer, Empty, Notice } from '../parts/notice.tsx';
import { Page, Section } from '../parts/page.tsx';
import { Code, Command, Copy, Count, Day, Time } from '../parts/values.tsx';
import { useMay } from '../session.tsx';
import { Circuit } from './directory/circuit.tsx';
import { factsOf } from './directory/entry-facts.ts';
import { PauseDialog } from './directory/pause-dialog.tsx';

const Standing = ({ shown, name }: { readonly shown: AuthorityShown; readonly name: string }) => {
  const { t } = useTranslation();
  const mayAct = useMay('act');
  const [open, setOpen] = useState(false);
  const { recipient } = shown;
  return (
    <Section id="standing" title={t('directory.standing')}>
      <p>
        <Circuit recipient={recipient} />
      </p>
      {recipient.paused === undefined ? null : (
        <Notice tone="info" title={t('directory.pausedBy', { by: recipient.paused.by })}>
          <p>
            {recipient.paused.reason} · <Time at={recipient.paused.since} />
          </p>
          {recipient.paused.until === undefined ? null : (
            <p>
              {t('directory.until')} <Time at={recipient.paused.until} />
            </p>
          )}
        </Notice>
      )}
      {recipient.openSince === undefined ? null : (
        <Notice tone="warning" title={t('directory.openTitle')}>
          <p>{t('directory.openDo')}</p>
          <p>
            {t('word.since')} <Time at={recipient.openSince} />
          </p>
          {recipient.openUntil === undefined ? null : (
            <p>
              {t('directory.nextTry')} <Time at={recipient.openUntil} />
            </p>
          )}
        </Notice>
      )}
      <dl className="facts facts--row">
        {(['waiting', 'inMailbox', 'deadLetters'] as const).map((key) => (
          <div key={key}>
            <dt>{t(`directory.${key}`)}</dt>
            <dd>
              <Count value={recipient[key]} />
            </dd>
          </div>
        ))}
      </dl>
      <div className="actions">
        {mayAct ? (
          <Button icon={recipient.paused === undefined ? 'pause' : 'play'} onClick={() => setOpen(true)}>
            {recipient.paused === undefined ? t('directory.pause') : t('directory.resume')}
          </Button>
        ) : null}
        <Link to="/messages" search={{ reader: shown.authority }} className="kern-link link">
          {t('directory.messagesTo')}
        </Link>
        <Link to="/messages" search={{ author: shown.authority }} className="kern-link link">
          {t('directory.messagesFrom')}
        </Link>
      </div>
      {open ? (
        <PauseDialog
          authority={shown.authority}
          name={name}
          paused={recipient.paused !== undefined}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </Section>
  );
};

const Entry = ({ entry }: { readonly entry: RegistryEntry }) => (
  <li className="entry">
    <p className="muted">
      <Code>{entry.id}</Code> · <Day at={entry.validFrom} /> –{' '}
      {entry.validUntil === undefined ? '…' : <Day at={entry.validUntil} />}
    </p>
    <dl className="facts facts--row">
      {factsOf(entry)
        .filter(({ name }) => name !== 'validFrom' && name !== 'validUntil')
        .map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="breaks">{value}</dd>
          </div>
        ))}
    </dl>
  </li>
);

const Entries = ({ entries }: { readonly entries: readonly RegistryEntry[] }) => {
  const { t } = useTranslation();
  const kinds = [...new Set(entries.map(({ kind }) => kind))] as readonly EntryKind[];
  return (
    <>
      {kinds.map((kind) => {
        const of = entries.filter((entry) => entry.kind === kind);
        return (
          <details key={kind} className="why" open={kind === 'authority' || kind === 'endpoint'}>
            <summary>
              {t(`kind.${kind}`)} (<Count value={of.length} />)
            </summary>
            <ul className="lines">
              {of.map((entry) => (
                <Entry key={entry.id} entry={entry} />
              ))}
            </ul>
          </details>
        );
      })}
    </>
  );
};

/** The page. */
export const Authority = () => {
  const { t } = useTranslation();
  const { authority } = useParams({ from: '/frame/directory/$authority' });
  const { at } = useSearch({ from: '/frame/directory/$authority' });
  const navigate = useNavigate({ from: '/directory/$authority' });
  const shown = useQuery({
    queryKey: ['authority', authority, at],
    queryFn: ({ signal }) => get<AuthorityShown>(`/api/authorities/${encodeURIComponent(authority)}`, { at }, signal),
  });
  const name = shown.data?.names[authority] ?? authority;
  return (
    <Page
      title={name}
      lead={
        <>
          <Code>{authority}</Code> <Copy text={authority} what={t('directory.id')} />
        </>
      }
      aside={
        <TextField
          type="date"
          label={t('directory.onDay')}
          value={at ?? shown.data?.at ?? ''}
          onChange={(value) => void navigate({ search: value === '' ? {} : { at: value } })}
        />
      }
    >
      <Answer of={shown}>
        {(data) => (
          <div className="columns columns--wide-left">
            <div className="stack">
              <Section
                id="entries"
                title={t('directory.entries')}
                lead={t('directory.edition', { edition: data.edition })}
              >
                {data.entries.length === 0 ? (
                  <Empty icon="authorities" title={t('directory.noEntries')}>
                    <p>{t('directory.noEntriesDo')}</p>
                  </Empty>
                ) : (
                  <Entries entries={data.entries} />
                )}
              </Section>
              {data.later.length === 0 ? null : (
                <Section id="later" title={t('directory.laterEntries')}>
                  <Entries entries={data.later} />
                </Section>
              )}
            </div>
            <div className="stack">
              <Standing shown={data} name={name} />
              {data.commands.length === 0 ? null : (
                <Section id="commands" title={t('directory.change')} lead={t('directory.changeLead')}>
                  <ul className="lines">
                    {data.commands.map((one) => (
                      <li key={one.command}>
                        <p>{one.what}</p>
                        <Command>{one.command}</Command>
                      </li>
                    ))}
                  </ul>
                </Section>
              )}
            </div>
          </div>
        )}
      </Answer>
    </Page>
  );
};
