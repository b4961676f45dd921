/** What happened, in order, with the time each step took; failures stand in their place with cause and remedy. */
import { useTranslation } from 'react-i18next';
import type { EventShown, MessageShown } from '../../../../src/api/shapes.ts';
import { formatSpan } from '../../format.ts';
import { languageNow } from '../../i18n.ts';
import { Icon } from '../../parts/icon.tsx';
import type { IconName } from '../../parts/icon-paths.ts';
import { AuthorityLink, Time } from '../../parts/values.tsx';
import type { Tone } from '../../states.ts';

const LOOKS: Readonly<Record<EventShown['type'], { readonly icon: IconName; readonly tone: Tone }>> = {
  'message-accepted': { icon: 'accepted', tone: 'success' },
  'message-refused': { icon: 'refused', tone: 'danger' },
  'attempt-failed': { icon: 'warning', tone: 'warning' },
  'delivery-held': { icon: 'waiting', tone: 'warning' },
  'laid-into-mailbox': { icon: 'inbox', tone: 'info' },
  'handed-over': { icon: 'check', tone: 'success' },
  'accepted-by-reader': { icon: 'check-double', tone: 'success' },
  'rejected-by-reader': { icon: 'rejected', tone: 'danger' },
  'dead-lettered': { icon: 'dead-letter', tone: 'danger' },
  replayed: { icon: 'replay', tone: 'info' },
  expired: { icon: 'expired', tone: 'danger' },
  'laid-into-clearing': { icon: 'assigned', tone: 'warning' },
  assigned: { icon: 'assigned', tone: 'info' },
  returned: { icon: 'return', tone: 'warning' },
  'mailbox-reminder': { icon: 'alarms', tone: 'info' },
  'mailbox-escalated': { icon: 'alarms', tone: 'warning' },
  'deadline-at-risk': { icon: 'calendar', tone: 'warning' },
  'deadline-missed': { icon: 'calendar', tone: 'danger' },
  'answer-overdue': { icon: 'calendar', tone: 'warning' },
};

const Step = ({
  event,
  since,
  message,
}: {
  readonly event: EventShown;
  readonly since: number | undefined;
  readonly message: MessageShown;
}) => {
  const { t } = useTranslation();
  const look = LOOKS[event.type] ?? { icon: 'info', tone: 'neutral' };
  return (
    <li className={`step tone--${look.tone}`}>
      <span className="step__icon">
        <Icon name={look.icon} size={18} />
      </span>
      <div className="step__text">
        <p className="step__title">
          {t(`event.${event.type}`)}
          {event.attempt === undefined ? null : (
            <span className="muted"> · {t('message.attempt', { attempt: event.attempt })}</span>
          )}
        </p>
        {event.reader === undefined ? null : (
          <p>
            <AuthorityLink id={event.reader} names={message.names} />
          </p>
        )}
        {event.cause === undefined ? null : (
          <div className="step__cause">
            <p>
              <strong>{event.cause.title}</strong>
            </p>
            <p>{event.cause.remedy}</p>
          </div>
        )}
        {event.reasonCode === undefined ? null : (
          <p>
            {t('message.reasonCode')} {event.reasonCode}
          </p>
        )}
        {event.by === undefined ? null : (
          <p>
            {event.by}
            {event.reason === undefined ? null : `: ${event.reason}`}
          </p>
        )}
        {event.nextAttemptAt === undefined ? null : (
          <p className="muted">
            {t('message.nextAttempt')} <Time at={event.nextAttemptAt} />
          </p>
        )}
        <p className="step__when muted">
          <Time at={event.at} />
          {since === undefined ? null : <span className="step__since">+{formatSpan(since, languageNow())}</span>}
          <span>{event.node}</span>
        </p>
      </div>
    </li>
  );
};

/** The time line of a message. */
export const TimeLine = ({ message }: { readonly message: MessageShown }) => {
  const { t } = useTranslation();
  const { events } = message;
  const [first, last] = [events[0], events.at(-1)];
  return (
    <>
      {first === undefined || last === undefined || first === last ? null : (
        <p className="way-total">
          <Icon name="waiting" size={18} />
          {t('message.total', { time: formatSpan(Date.parse(last.at) - Date.parse(first.at), languageNow()) })}
        </p>
      )}
      <ol className="time-line">
        {events.map((event, index) => {
          const before = events[index - 1];
          return (
            <Step
              key={`${event.type} ${event.at} ${event.deliveryId ?? ''} ${event.attempt ?? ''}`}
              event={event}
              since={before === undefined ? undefined : Math.max(0, Date.parse(event.at) - Date.parse(before.at))}
              message={message}
            />
          );
        })}
      </ol>
    </>
  );
};
