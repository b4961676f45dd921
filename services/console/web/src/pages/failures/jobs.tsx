import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { JobList } from '../../../../src/api/shapes.ts';
import { get } from '../../api/client.ts';
import { Section } from '../../parts/page.tsx';
import { JobProgress } from './job-progress.tsx';

/** Work of the last day; nothing where there was none. */
export const Jobs = () => {
  const { t } = useTranslation();
  const jobs = useQuery({ queryKey: ['jobs'], queryFn: ({ signal }) => get<JobList>('/api/jobs', {}, signal) });
  return jobs.data === undefined || jobs.data.jobs.length === 0 ? null : (
    <Section id="jobs" title={t('failures.jobs')}>
      <ul className="lines">
        {jobs.data.jobs.map(({ id }) => (
          <li key={id}>
            <JobProgress id={id} />
          </li>
        ))}
      </ul>
    </Section>
  );
};
