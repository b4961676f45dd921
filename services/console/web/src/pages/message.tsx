/** One message, from submission to acceptance, on one page. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { MessageShown } from '../../../src/api/shapes.ts';
import { address, get, Refused } from '../api/client.ts';
import { StateBadge } from '../parts/badge.tsx';
import { Icon } from '../parts/icon.tsx';
import { Answer, Notice } from '../parts/notice.tsx';
import { Page, Section } from '../parts/page.tsx';
import { AuthorityLink, Bytes, Code, Copy, Day, MessageLink, Time, TypeLink } from '../parts/values.tsx';
import { useMay } from '../session.tsx';
import { Deliveries } from './message/deliveries.tsx';
import { Document } from './message/document.tsx';
import { Related } from './message/related.tsx';
import { TimeLine } from './message/time-line.tsx';

const Facts = ({ message }: { readonly message: MessageShown }) => {
  const { t } = useTranslation();
  const { processReference: reference, deadline } = message;
  return (
    <dl className="facts">
      <div>
        <dt>{t('messages.author')}</dt>
        <dd>
          <AuthorityLink id={message.author} names={message.names} withId />
        </dd>
      </div>
      {message.sender === message.author ? null : (
        <div>
          <dt>{t('message.sender')}</dt>
          <dd>
            <AuthorityLink id={message.sender} names={message.names} withId />
          </dd>
        </div>
      )}
      <div>
        <dt>{t('messages.type')}</dt>
        <dd>
          <TypeLink {...message.messageType} />
        </dd>
      </div>
      <div>
        <dt>{t('messages.received')}</dt>
        <dd>
          <Time at={message.acceptedAt} />
        </dd>
      </div>
      <div>
        <dt>{t('messages.size')}</dt>
        <dd>
          <Bytes value={message.sizeBytes} />
        </dd>
      </div>
      {reference.requester === undefined && reference.responder === undefined ? null : (
        <div>
          <dt>{t('messages.reference')}</dt>
          <dd>
            {[reference.requester, reference.responder]
              .flatMap((one) => (one === undefined ? [] : [one]))
              .map((one, index) => (
                <span key={one}>
                  {index === 0 ? '' : ' / '}
                  <Link to="/messages" search={{ search: one }} className="kern-link link">
                    {one}
                  </Link>
                </span>
              ))}
          </dd>
        </div>
      )}
      {message.conversationId === undefined ? null : (
        <div>
          <dt>{t('message.conversation')}</dt>
          <dd>
            <Link to="/messages" search={{ search: message.conversationId }} className="kern-link link">
              <Code>{message.conversationId}</Code>
            </Link>
          </dd>
        </div>
      )}
      {message.inReplyTo === undefined ? null : (
        <div>
          <dt>{t('message.inReplyTo')}</dt>
          <dd>
            <MessageLink id={message.inReplyTo} />
          </dd>
        </div>
      )}
      {deadline === undefined ? null : (
        <div>
          <dt>{t('message.deadline')}</dt>
          <dd>
            <Day at={deadline.lastDay} />
            {deadline.basis === undefined ? null : ` (${deadline.basis})`}
          </dd>
        </div>
      )}
      <div>
        <dt>{t('message.edition')}</dt>
        <dd className="number">{message.edition}</dd>
      </div>
    </dl>
  );
};

const Refusal = ({ refusal }: { readonly refusal: MessageShown['refusals'][number] }) => {
  const { t } = useTranslation();
  return (
    <Notice tone="danger" title={refusal.cause.title}>
      <p>{refusal.cause.remedy}</p>
      <p>
        <strong>{t('message.whoseTurn')}</strong> {t(`fault.${refusal.cause.fault}`)} · <Time at={refusal.at} />
      </p>
      {refusal.places.length === 0 ? null : (
        <ul className="findings">
          {refusal.places.map((place) => (
            <li key={`${place.code} ${place.line ?? ''} ${place.xpath ?? ''}`}>
              <Code>{place.code}</Code>
              {place.line === undefined ? null : ` ${t('message.line', { line: place.line })}`}{' '}
              {place.xpath === undefined ? null : <Code>{place.xpath}</Code>}
            </li>
          ))}
        </ul>
      )}
    </Notice>
  );
};

const Ambiguous = ({ error, id }: { readonly error: Refused; readonly id: string }) => {
  const { t } = useTranslation();
  return (
    <Notice tone="warning" title={t('message.ambiguous')}>
      <p>{t('message.ambiguousDo')}</p>
      <ul className="plain-list">
        {error.refusal.violations
          .flatMap(({ expected }) => (expected === undefined ? [] : [expected]))
          .map((author) => (
            <li key={author}>
              <MessageLink id={id} author={author} /> – <AuthorityLink id={author} />
            </li>
          ))}
      </ul>
    </Notice>
  );
};

/** The page of a message. */
export const Message = () => {
  const { t } = useTranslation();
  const { messageId } = useParams({ from: '/frame/messages/$messageId' });
  const { author } = useSearch({ from: '/frame/messages/$messageId' });
  const mayLook = useMay('look');
  const message = useQuery({
    queryKey: ['message', messageId, author],
    queryFn: ({ signal }) => get<MessageShown>(`/api/messages/${encodeURIComponent(messageId)}`, { author }, signal),
  });
  const ambiguous =
    message.error instanceof Refused && message.error.refusal.code === 'message-id-ambiguous'
      ? message.error
      : undefined;
  return (
    <Page
      title={
        <>
          {t('message.title')} <Code>{messageId}</Code> <Copy text={messageId} what={t('messages.id')} />
        </>
      }
      windowTitle={`${t('message.title')} ${messageId}`}
      lead={
        message.data === undefined ? undefined : (
          <>
            <StateBadge state={message.data.state} />{' '}
            {message.data.testMessage ? <span className="muted">{t('messages.test')}</span> : null}
          </>
        )
      }
      aside={
        message.data === undefined || message.data.state === 'refused' ? undefined : (
          <a
            className="kern-btn kern-btn--secondary button--small"
            href={address(`/api/messages/${encodeURIComponent(messageId)}/evidence`, { author: message.data.author })}
            download
          >
            <Icon name="download" size={18} />
            <span className="kern-label">{t('message.evidence')}</span>
          </a>
        )
      }
    >
      {ambiguous === undefined ? (
        <Answer of={message}>
          {(data) => (
            <>
              {data.refusals.map((refusal) => (
                <Refusal key={`${refusal.at} ${refusal.code}`} refusal={refusal} />
              ))}
              <div className="columns columns--wide-left">
                <div className="stack">
                  <Section id="way" title={t('message.way')} lead={t('message.wayLead')}>
                    <TimeLine message={data} />
                  </Section>
                  {data.deliveries.length === 0 ? null : <Deliveries message={data} />}
                </div>
                <div className="stack">
                  <Section id="facts" title={t('message.facts')}>
                    <Facts message={data} />
                  </Section>
                  {data.actions.length === 0 ? null : (
                    <Section id="actions" title={t('message.marks')} lead={t('message.marksLead')}>
                      <ul className="lines">
                        {data.actions.map((action) => (
                          <li key={`${action.at} ${action.type}`} className="mark">
                            <Code>{action.action ?? action.type}</Code> <Time at={action.at} />
                            <p>
                              {action.by}
                              {action.reason === undefined ? null : `: ${action.reason}`}
                            </p>
                          </li>
                        ))}
                      </ul>
                    </Section>
                  )}
                  {data.state === 'refused' ? null : <Related message={data} />}
                </div>
              </div>
              {mayLook && data.state !== 'refused' ? <Document message={data} /> : null}
            </>
          )}
        </Answer>
      ) : (
        <Ambiguous error={ambiguous} id={messageId} />
      )}
    </Page>
  );
};
