import type { ToldAlarm } from '@dienstweg/schemas/alarms/alarm.ts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActionDialog } from '../../parts/action-dialog.tsx';
import { Badge } from '../../parts/badge.tsx';
import { Button } from '../../parts/fields.tsx';
import { Time } from '../../parts/values.tsx';
import { useMay } from '../../session.tsx';
import { LOOK_OF_SEVERITY } from '../../states.ts';

/** One alarm: what it is, since when, what to do, and who has taken it on. */
export const AlarmItem = ({ alarm, short = false }: { readonly alarm: ToldAlarm; readonly short?: boolean }) => {
  const { t } = useTranslation();
  const mayAct = useMay('act');
  const [open, setOpen] = useState(false);
  const { acknowledged, clearedAt, escalatedAt, severity } = alarm;
  return (
    <li className={`alarm alarm--${severity}${clearedAt === undefined ? '' : ' alarm--ended'}`}>
      <div className="alarm__head">
        <Badge {...LOOK_OF_SEVERITY[severity]}>{t(`severity.${severity}`)}</Badge>
        <span className="muted">
          {t('word.since')} <Time at={alarm.raisedAt} />
        </span>
      </div>
      <p className="alarm__text">{alarm.text}</p>
      <p>{alarm.remedy}</p>
      {escalatedAt === undefined ? null : (
        <p className="muted">
          {t('alarms.escalated')} <Time at={escalatedAt} />
        </p>
      )}
      {clearedAt === undefined ? null : (
        <p className="muted">
          {t('alarms.endedAt')} <Time at={clearedAt} />
        </p>
      )}
      {acknowledged === undefined ? (
        mayAct && clearedAt === undefined ? (
          <Button icon="check" onClick={() => setOpen(true)}>
            {t('alarms.acknowledge')}
          </Button>
        ) : null
      ) : short ? null : (
        <p className="muted">
          {t('alarms.takenBy', { by: acknowledged.by })} <Time at={acknowledged.at} /> – {acknowledged.reason}
        </p>
      )}
      {open ? (
        <ActionDialog
          title={t('alarms.acknowledge')}
          lead={alarm.text}
          submit={t('alarms.acknowledge')}
          path={`/api/alarms/${encodeURIComponent(alarm.alarmId)}/acknowledge`}
          body={(reason) => ({ reason })}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </li>
  );
};
