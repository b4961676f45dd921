/** One group: why, what to do, its members, and what an operator can do with all or some of them. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FailureMember, FailureMembers } from '../../../../src/api/shapes.ts';
import { get } from '../../api/client.ts';
import { Button } from '../../parts/fields.tsx';
import { Empty, Failure, Notice, Waiting } from '../../parts/notice.tsx';
import { Section } from '../../parts/page.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { AuthorityLink, Code, MessageLink, Time, TypeLink } from '../../parts/values.tsx';
import { useMay } from '../../session.tsx';
import { PauseDialog } from '../directory/pause-dialog.tsx';
import { ReplayDialog } from './replay-dialog.tsx';
import { Step } from './words.tsx';

const memberColumns = (
  t: ReturnType<typeof useTranslation>['t'],
  names: Readonly<Record<string, string>>,
): readonly Column<FailureMember>[] => [
  {
    id: 'message',
    head: t('messages.id'),
    names: true,
    cell: (member) => <MessageLink id={member.messageId} author={member.author} />,
  },
  {
    id: 'author',
    head: t('messages.author'),
    cell: ({ author }) => <AuthorityLink id={author} names={names} />,
  },
  { id: 'type', head: t('messages.type'), cell: ({ messageType }) => <TypeLink {...messageType} /> },
  {
    id: 'since',
    head: t('word.sinceHead'),
    by: ({ failedAt }) => failedAt,
    cell: ({ failedAt }) => <Time at={failedAt} />,
  },
  {
    id: 'attempt',
    head: t('messages.attempt'),
    numeric: true,
    by: ({ attempts }) => attempts,
    cell: ({ attempts }) => attempts,
  },
  { id: 'round', head: t('failures.round'), numeric: true, cell: ({ round }) => round },
  {
    id: 'reference',
    head: t('messages.reference'),
    cell: ({ processReference: { requester, responder } }) =>
      [requester, responder].filter((one) => one !== undefined).join(' / ') || '–',
  },
];

const keyOf = (member: FailureMember): string => member.deliveryId;

/** The group of an id; one that is gone says so. */
export const Group = ({ id }: { readonly id: string }) => {
  const { t } = useTranslation();
  const mayAct = useMay('act');
  const place = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [dialog, setDialog] = useState<'all' | 'chosen' | 'pause'>();
  const pages = useInfiniteQuery({
    queryKey: ['failures', 'group', id],
    queryFn: ({ pageParam, signal }) =>
      get<FailureMembers>(`/api/failures/${encodeURIComponent(id)}`, { after: pageParam, limit: 50 }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
  });
  const loaded = pages.data !== undefined;
  useEffect(() => {
    if (loaded) place.current?.querySelector<HTMLElement>('h2')?.scrollIntoView({ block: 'start' });
  }, [loaded]);
  const first = pages.data?.pages[0];
  if (first === undefined)
    return pages.error === null ? <Waiting /> : <Failure error={pages.error} again={() => void pages.refetch()} />;
  const { group } = first;
  const names = Object.assign({}, ...(pages.data?.pages.map((page) => page.names) ?? [])) as Record<string, string>;
  const members = pages.data?.pages.flatMap((page) => page.members) ?? [];
  const chosenMembers = members.filter((member) => chosen.has(keyOf(member)));
  const canReplay = mayAct && group.actions.includes('replay');
  return (
    <div ref={place} className="group">
      <Section
        id="group"
        title={group.cause?.title ?? group.code ?? t('failures.noCode')}
        lead={
          <>
            <Step step={group.step} /> {group.code === undefined ? null : <Code>{group.code}</Code>}{' '}
            <AuthorityLink id={group.reader} names={names} withId />
          </>
        }
        aside={
          <Link to="/failures" search={{}} className="kern-link link">
            {t('failures.closeGroup')}
          </Link>
        }
      >
        {group.cause === undefined ? null : (
          <Notice tone="info" title={t(`fault.${group.cause.fault}`)}>
            <p>{group.cause.remedy}</p>
            <p>
              <Link to="/directory/$authority" params={{ authority: group.reader }} className="kern-link link">
                {t('failures.toAuthority')}
              </Link>
            </p>
          </Notice>
        )}
        <div className="actions">
          {canReplay ? (
            <Button kind="primary" icon="replay" onClick={() => setDialog('all')}>
              {t('failures.replayAll', { count: group.count })}
            </Button>
          ) : null}
          {canReplay && chosenMembers.length > 0 ? (
            <Button icon="replay" onClick={() => setDialog('chosen')}>
              {t('failures.replayChosen', { count: chosenMembers.length })}
            </Button>
          ) : null}
          {mayAct && group.actions.includes('pause') ? (
            <Button icon="pause" onClick={() => setDialog('pause')}>
              {t('failures.hold')}
            </Button>
          ) : null}
          {group.step === 'dead-letter' || group.step === 'clearing' ? (
            <p className="muted">{t('failures.singleActions')}</p>
          ) : null}
        </div>
        {members.length === 0 ? (
          <Empty icon="success" title={t('failures.groupGone')} />
        ) : (
          <Table
            caption={t('failures.members')}
            columns={memberColumns(t, names)}
            rows={members}
            keyOf={keyOf}
            {...(canReplay
              ? { choice: { chosen, choose: setChosen, labelOf: (key: string) => t('messages.choose', { id: key }) } }
              : {})}
          />
        )}
        {pages.hasNextPage ? (
          <div className="more">
            <Button icon="arrow-down" disabled={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
              {t('table.more')}
            </Button>
          </div>
        ) : null}
      </Section>
      {dialog === 'all' ? (
        <ReplayDialog selection={{ group: group.id }} count={group.count} onClose={() => setDialog(undefined)} />
      ) : null}
      {dialog === 'chosen' ? (
        <ReplayDialog
          selection={{
            deliveries: chosenMembers.map(({ deliveryId, state, round }) => ({ deliveryId, state, round })),
          }}
          count={chosenMembers.length}
          onClose={() => setDialog(undefined)}
        />
      ) : null}
      {dialog === 'pause' ? (
        <PauseDialog
          authority={group.reader}
          name={names[group.reader] ?? group.reader}
          paused={false}
          onClose={() => setDialog(undefined)}
        />
      ) : null}
    </div>
  );
};
