/** Replay of a group or a selection: dry run first, then reason and rate, then progress until it is done. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Job, ReplayOrder, ReplayPlan, Selection } from '../../../../src/api/shapes.ts';
import { post } from '../../api/client.ts';
import { formatSpan } from '../../format.ts';
import { languageNow } from '../../i18n.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Button, TextField } from '../../parts/fields.tsx';
import { Failure, Notice } from '../../parts/notice.tsx';
import { isReason, ReasonField } from '../../parts/reason-field.tsx';
import { useSession } from '../../session.tsx';
import { JobProgress } from './job-progress.tsx';
import { Plan } from './plan.tsx';

const DEFAULT_RATE = 50;
const MOST_RATE = 1_000;

/** The dialog. */
export const ReplayDialog = ({
  selection,
  count,
  onClose,
}: {
  readonly selection: Selection;
  /** As seen where it was opened. */
  readonly count: number;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const { csrfToken } = useSession();
  const client = useQueryClient();
  const form = useId();
  const [reason, setReason] = useState('');
  const [rate, setRate] = useState(String(DEFAULT_RATE));
  const [tried, setTried] = useState(false);
  const [job, setJob] = useState<string>();
  const perSecond = Number(rate);
  const rateFits = Number.isInteger(perSecond) && perSecond >= 1 && perSecond <= MOST_RATE;
  const order = (dryRun: boolean): ReplayOrder => ({
    selection,
    reason: dryRun && !isReason(reason) ? t('failures.dryRunReason') : reason.trim(),
    dryRun,
    ratePerSecond: perSecond,
    ...('group' in selection ? { seenCount: count } : {}),
  });
  const plan = useMutation({ mutationFn: () => post<ReplayPlan>('/api/failures/replay', order(true), csrfToken) });
  const replay = useMutation({
    mutationFn: () => post<Job>('/api/failures/replay', order(false), csrfToken),
    onSuccess: async (value) => {
      client.setQueryData(['jobs', value.id], value);
      setJob(value.id);
      await client.invalidateQueries({ queryKey: ['jobs'], exact: true });
    },
  });
  const send = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (rateFits && isReason(reason)) replay.mutate();
  };
  if (job !== undefined)
    return (
      <Dialog
        title={t('failures.replaying')}
        onClose={onClose}
        footer={<Button onClick={onClose}>{t('act.close')}</Button>}
      >
        <JobProgress id={job} />
        <p className="muted">{t('failures.goesOn')}</p>
      </Dialog>
    );
  return (
    <Dialog
      title={t('failures.replayTitle', { count })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('act.cancel')}</Button>
          <Button icon="eye" disabled={plan.isPending || !rateFits || count === 0} onClick={() => plan.mutate()}>
            {t('failures.dryRun')}
          </Button>
          <button
            type="submit"
            form={form}
            className="kern-btn kern-btn--primary button--small"
            disabled={replay.isPending || count === 0}
          >
            <span className="kern-label">{t('failures.replayNow', { count })}</span>
          </button>
        </>
      }
    >
      <form id={form} className="form" onSubmit={send} noValidate>
        {count === 0 ? <Notice tone="info" title={t('failures.nothingToReplay')} /> : <p>{t('failures.replayLead')}</p>}
        <TextField
          type="number"
          label={t('failures.rate')}
          hint={
            rateFits
              ? t('failures.rateHint', { time: formatSpan((count / perSecond) * 1_000, languageNow()) })
              : undefined
          }
          min={1}
          max={MOST_RATE}
          value={rate}
          onChange={setRate}
          error={rateFits ? undefined : t('failures.rateWrong', { most: MOST_RATE })}
        />
        <ReasonField value={reason} onChange={setReason} isDue={tried} />
        {plan.error === null ? null : <Failure error={plan.error} />}
        {plan.data === undefined ? null : <Plan plan={plan.data} />}
        {replay.error === null ? null : <Failure error={replay.error} />}
      </form>
    </Dialog>
  );
};
