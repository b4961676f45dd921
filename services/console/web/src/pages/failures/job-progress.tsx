import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Job } from '../../../../src/api/shapes.ts';
import { get } from '../../api/client.ts';
import { formatNumber, formatShare } from '../../format.ts';
import { languageNow } from '../../i18n.ts';
import { ActionDialog } from '../../parts/action-dialog.tsx';
import { Badge } from '../../parts/badge.tsx';
import { Button } from '../../parts/fields.tsx';
import { Answer, Notice } from '../../parts/notice.tsx';
import { Code, Time } from '../../parts/values.tsx';
import { useMay } from '../../session.tsx';

const POLL_MS = 1_000;
const LOOK = {
  running: { tone: 'info', icon: 'play' },
  done: { tone: 'success', icon: 'check' },
  stopped: { tone: 'warning', icon: 'stop' },
} as const;

const Progress = ({ job }: { readonly job: Job }) => {
  const { t } = useTranslation();
  const mayAct = useMay('act');
  const [stopping, setStopping] = useState(false);
  const language = languageNow();
  const share = job.total === 0 ? 1 : job.done / job.total;
  const text = t('failures.progress', {
    done: formatNumber(job.done, language),
    total: formatNumber(job.total, language),
  });
  return (
    <div className="job">
      <div className="job__head">
        <Badge {...LOOK[job.state]}>{t(`job.${job.state}`)}</Badge>
        <span className="muted">
          {job.by} · <Time at={job.startedAt} />
        </span>
      </div>
      <p className="job__reason">{job.reason}</p>
      <progress className="job__bar" max={Math.max(1, job.total)} value={job.done} aria-label={t('failures.replaying')}>
        {text}
      </progress>
      <p role="status">
        <strong className="number">{formatShare(share, language)}</strong> · {text}
        {job.failedCount === 0 ? null : ` · ${t('failures.notReplayed', { count: job.failedCount })}`}
      </p>
      {job.failedCount === 0 ? null : (
        <Notice tone="warning" title={t('failures.notReplayed', { count: job.failedCount })}>
          <ul className="plain-list">
            {job.failed.slice(0, 10).map((one) => (
              <li key={one.deliveryId}>
                <Code>{one.deliveryId}</Code> {one.cause.title} – {one.cause.remedy}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {job.state === 'running' && mayAct ? (
        <Button icon="stop" onClick={() => setStopping(true)}>
          {t('failures.stop')}
        </Button>
      ) : null}
      {stopping ? (
        <ActionDialog
          title={t('failures.stop')}
          lead={t('failures.stopLead')}
          submit={t('failures.stop')}
          path={`/api/jobs/${encodeURIComponent(job.id)}/stop`}
          body={(reason) => ({ reason })}
          onClose={() => setStopping(false)}
        />
      ) : null}
    </div>
  );
};

/** Work that goes on, until it is done; told by the live connection, asked for besides. */
export const JobProgress = ({ id }: { readonly id: string }) => {
  const job = useQuery({
    queryKey: ['jobs', id],
    queryFn: () => get<Job>(`/api/jobs/${encodeURIComponent(id)}`),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? POLL_MS : false),
  });
  return <Answer of={job}>{(data) => <Progress job={data} />}</Answer>;
};
