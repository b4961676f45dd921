/** Who is responsible: asked in words, or by the keys of a service and a region, on any day; with the reasoning. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RouteAsked, RouteShown } from '../../../../src/api/shapes.ts';
import { get } from '../../api/client.ts';
import { Button, TextField } from '../../parts/fields.tsx';
import { Answer, Empty } from '../../parts/notice.tsx';
import { Section } from '../../parts/page.tsx';
import { Code } from '../../parts/values.tsx';
import { RouteAnswerShown } from './route-answer.tsx';

const Asked = ({ asked }: { readonly asked: RouteAsked }) => {
  const { t } = useTranslation();
  const { answer } = asked;
  return answer.answers.length === 0 ? (
    <Empty icon="search" title={t('directory.notUnderstood')}>
      <p>
        {answer.services.length === 0 ? t('directory.noService', { text: answer.asked.service }) : null}{' '}
        {answer.regions.length === 0 ? t('directory.noRegion', { text: answer.asked.place }) : null}
      </p>
    </Empty>
  ) : (
    <ul className="stack-list">
      {answer.answers.slice(0, 5).map(({ service, region, route, contacts }) => (
        <li key={`${service.service} ${region.region}`}>
          <h3 className="card__subtitle">
            {service.name} – {region.name}
            {region.within.length === 0 ? null : <span className="muted"> ({region.within.join(', ')})</span>}
          </h3>
          <p className="muted">
            <Code>{service.service}</Code> · <Code>{region.region}</Code>
          </p>
          <RouteAnswerShown route={route} names={asked.names} contacts={contacts} />
        </li>
      ))}
    </ul>
  );
};

/** The view. */
export const Responsible = () => {
  const { t } = useTranslation();
  const { text, service, region, at } = useSearch({ from: '/frame/directory' });
  const navigate = useNavigate({ from: '/directory' });
  const [draft, setDraft] = useState({ text, service, region, at });
  useEffect(() => setDraft({ text, service, region, at }), [text, service, region, at]);
  const asked = useQuery({
    queryKey: ['routes', 'ask', text, at],
    queryFn: ({ signal }) => get<RouteAsked>('/api/routes/ask', { text, at }, signal),
    enabled: text !== undefined,
  });
  const byKeys = useQuery({
    queryKey: ['routes', service, region, at],
    queryFn: ({ signal }) => get<RouteShown>('/api/routes', { service, region, at }, signal),
    enabled: text === undefined && service !== undefined && region !== undefined,
  });
  const filled = (value: string): string | undefined => (value === '' ? undefined : value);
  const ask = (event: FormEvent): void => {
    event.preventDefault();
    void navigate({ search: { view: 'responsible', ...draft } });
  };
  return (
    <Section id="responsible" title={t('directory.responsibleTitle')} lead={t('directory.responsibleLead')}>
      <form className="ask" onSubmit={ask}>
        <TextField
          type="search"
          label={t('directory.question')}
          hint={t('directory.questionHint')}
          value={draft.text ?? ''}
          onChange={(value) => setDraft({ ...draft, text: filled(value), service: undefined, region: undefined })}
        />
        <details className="ask__keys" open={service !== undefined}>
          <summary>{t('directory.byKeys')}</summary>
          <div className="filters__more">
            <TextField
              label={t('directory.service')}
              hint={t('directory.serviceHint')}
              value={draft.service ?? ''}
              onChange={(value) => setDraft({ ...draft, service: filled(value), text: undefined })}
            />
            <TextField
              label={t('directory.region')}
              hint={t('directory.regionHint')}
              value={draft.region ?? ''}
              onChange={(value) => setDraft({ ...draft, region: filled(value), text: undefined })}
            />
          </div>
        </details>
        <div className="ask__row">
          <TextField
            type="date"
            label={t('directory.onDay')}
            value={draft.at ?? ''}
            onChange={(value) => setDraft({ ...draft, at: filled(value) })}
          />
          <Button kind="primary" icon="search" type="submit">
            {t('directory.ask')}
          </Button>
        </div>
      </form>
      {text === undefined ? null : <Answer of={asked}>{(data) => <Asked asked={data} />}</Answer>}
      {text === undefined && service !== undefined && region !== undefined ? (
        <Answer of={byKeys}>{(data) => <RouteAnswerShown route={data.route} names={data.names} />}</Answer>
      ) : null}
    </Section>
  );
};
