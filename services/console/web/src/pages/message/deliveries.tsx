import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeliveryShown, MessageShown } from '../../../../src/api/shapes.ts';
import { StateBadge } from '../../parts/badge.tsx';
import { Button } from '../../parts/fields.tsx';
import { Section } from '../../parts/page.tsx';
import { AuthorityLink, Code, Time } from '../../parts/values.tsx';
import { useMay, useSession } from '../../session.tsx';
import { DeliveryAction, type DeliveryOrder } from './delivery-action.tsx';

const ICONS = { replay: 'replay', assign: 'assigned', return: 'return' } as const;

const Delivery = ({ delivery, message }: { readonly delivery: DeliveryShown; readonly message: MessageShown }) => {
  const { t } = useTranslation();
  const mayAct = useMay('act');
  const { can } = useSession();
  const [order, setOrder] = useState<DeliveryOrder>();
  return (
    <li className="delivery">
      <div className="delivery__head">
        <h3 className="delivery__reader">
          <AuthorityLink id={delivery.reader} names={message.names} withId />
        </h3>
        <StateBadge state={delivery.state} />
        {delivery.returned === true ? <span className="muted">{t('event.returned')}</span> : null}
      </div>
      <dl className="facts facts--row">
        <div>
          <dt>{t('message.role')}</dt>
          <dd>{delivery.role}</dd>
        </div>
        <div>
          <dt>{t('message.parts')}</dt>
          <dd>{delivery.parts.join(', ')}</dd>
        </div>
        {delivery.nextAttemptAt === undefined ? null : (
          <div>
            <dt>{t('message.nextAttempt')}</dt>
            <dd>
              <Time at={delivery.nextAttemptAt} />
            </dd>
          </div>
        )}
        <div>
          <dt>{t('message.deliveryId')}</dt>
          <dd>
            <Code>{delivery.deliveryId}</Code>
          </dd>
        </div>
      </dl>
      {delivery.cause === undefined ? null : (
        <div className="cause">
          <p>
            <strong>{delivery.cause.title}</strong>
          </p>
          <p>{delivery.cause.remedy}</p>
          <p className="muted">
            {t('message.whoseTurn')} {t(`fault.${delivery.cause.fault}`)}
          </p>
        </div>
      )}
      {mayAct && delivery.actions.length > 0 ? (
        <div className="actions">
          {delivery.actions.map((action) => (
            <Button
              key={action}
              icon={ICONS[action]}
              kind={action === 'replay' ? 'primary' : 'secondary'}
              onClick={() => setOrder(action)}
            >
              {t(`message.${action}`)}
            </Button>
          ))}
          {delivery.actions.includes('return') && !can.returnToAuthor ? (
            <p className="muted">{t('message.returnElsewhere')}</p>
          ) : null}
        </div>
      ) : null}
      {order === undefined ? null : (
        <DeliveryAction order={order} delivery={delivery} names={message.names} onClose={() => setOrder(undefined)} />
      )}
    </li>
  );
};

/** Each reader's delivery, and what can be done about it. */
export const Deliveries = ({ message }: { readonly message: MessageShown }) => {
  const { t } = useTranslation();
  return (
    <Section id="deliveries" title={t('message.deliveries', { count: message.deliveries.length })}>
      <ul className="deliveries">
        {message.deliveries.map((delivery) => (
          <Delivery key={delivery.deliveryId} delivery={delivery} message={message} />
        ))}
      </ul>
    </Section>
  );
};
