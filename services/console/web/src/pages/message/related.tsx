import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { MessageShown, RelatedMessages } from '../../../../src/api/shapes.ts';
import { get } from '../../api/client.ts';
import { Badge, StateBadge } from '../../parts/badge.tsx';
import { Answer, Empty } from '../../parts/notice.tsx';
import { Section } from '../../parts/page.tsx';
import { AuthorityLink, Day, MessageLink, Time, TypeLink } from '../../parts/values.tsx';

const STANDING = {
  kept: { tone: 'success', icon: 'check' },
  open: { tone: 'info', icon: 'calendar' },
  'at-risk': { tone: 'warning', icon: 'warning' },
  missed: { tone: 'danger', icon: 'danger' },
} as const;

const Content = ({ related, message }: { readonly related: RelatedMessages; readonly message: MessageShown }) => {
  const { t } = useTranslation();
  const lines = (related.conversation?.messages ?? []).filter(
    ({ messageId, author }) => messageId !== message.messageId || author !== message.author,
  );
  const agencies = related.conversation?.agencies ?? [];
  if (lines.length === 0) return <Empty icon="link" title={t('message.relatedNone')} />;
  return (
    <>
      {agencies.length < 2 ? null : (
        <>
          <h3 className="card__subtitle">{t('message.joint')}</h3>
          <ul className="lines">
            {agencies.map((agency) => (
              <li key={agency.authority} className="line">
                <div className="line__main">
                  <AuthorityLink id={agency.authority} names={related.names} />
                  <p className="muted">
                    {agency.answered ? t('message.answered') : t('message.notAnswered')}
                    {agency.deadline === undefined ? null : (
                      <>
                        {' · '}
                        {t('message.deadline')} <Day at={agency.deadline.lastDay} />
                      </>
                    )}
                  </p>
                </div>
                <span className="line__badges">
                  <StateBadge state={agency.state} />
                  {agency.deadline === undefined ? null : (
                    <Badge {...STANDING[agency.deadline.standing]}>{t(`standing.${agency.deadline.standing}`)}</Badge>
                  )}
                </span>
              </li>
            ))}
          </ul>
          <h3 className="card__subtitle">{t('message.relatedMessages')}</h3>
        </>
      )}
      <ul className="lines">
        {lines.map((line) => (
          <li key={`${line.author} ${line.messageId}`} className="line">
            <div className="line__main">
              <MessageLink id={line.messageId} author={line.author} />
              <p>
                <TypeLink {...line.messageType} /> · <AuthorityLink id={line.author} names={related.names} />
              </p>
              <p className="muted">
                <Time at={line.acceptedAt} />
              </p>
            </div>
            <StateBadge state={line.state} />
          </li>
        ))}
      </ul>
    </>
  );
};

/** What belongs together with a message: its conversation, what it answers, what answers it. */
export const Related = ({ message }: { readonly message: MessageShown }) => {
  const { t } = useTranslation();
  const related = useQuery({
    queryKey: ['message', message.messageId, message.author, 'related'],
    queryFn: ({ signal }) =>
      get<RelatedMessages>(
        `/api/messages/${encodeURIComponent(message.messageId)}/related`,
        { author: message.author },
        signal,
      ),
  });
  return (
    <Section id="related" title={t('message.related')}>
      <Answer of={related}>{(data) => <Content related={data} message={message} />}</Answer>
    </Section>
  );
};
