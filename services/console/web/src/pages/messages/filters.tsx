import type { MessageState } from '@dienstweg/schemas/delivery/state.ts';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuthorityList, MessageTypeList } from '../../../../src/api/shapes.ts';
import { get } from '../../api/client.ts';
import { Button, SearchForm, TextField } from '../../parts/fields.tsx';
import { Icon } from '../../parts/icon.tsx';
import { PeriodFields } from '../../parts/period-fields.tsx';
import { useMay } from '../../session.tsx';
import { LOOK_OF_STATE, MESSAGE_STATES } from '../../states.ts';
import { PERIODS } from './periods.ts';

/** What messages are filtered by. */
export interface Filter {
  readonly search?: string | undefined;
  readonly author?: string | undefined;
  readonly reader?: string | undefined;
  readonly type?: string | undefined;
  readonly version?: string | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly code?: string | undefined;
  readonly state?: MessageState | undefined;
}

const MORE = ['author', 'reader', 'type', 'code', 'since', 'until'] as const;

/** The form above the list. Each state is a switch that works at once; the rest when the form is sent. */
export const Filters = ({
  filter,
  onChange,
}: {
  readonly filter: Filter;
  readonly onChange: (filter: Filter) => void;
}) => {
  const { t } = useTranslation();
  const mayLook = useMay('look');
  const [draft, setDraft] = useState<Filter>(filter);
  const [more, setMore] = useState(MORE.some((name) => filter[name] !== undefined));
  useEffect(() => setDraft(filter), [filter]);
  const suggestions = { enabled: more && mayLook, staleTime: 300_000 } as const;
  const authorities = useQuery({
    queryKey: ['authorities', 'names'],
    queryFn: () => get<AuthorityList>('/api/authorities', { limit: 200 }),
    ...suggestions,
  });
  const types = useQuery({
    queryKey: ['message-types'],
    queryFn: () => get<MessageTypeList>('/api/message-types'),
    ...suggestions,
  });
  const set = (name: keyof Filter) => (value: string) =>
    setDraft({ ...draft, [name]: value === '' ? undefined : value });
  const send = (): void => {
    onChange(draft);
  };
  const toggle = (state: MessageState): void =>
    onChange({ ...filter, state: filter.state === state ? undefined : state });
  const names = authorities.data?.authorities.map(({ authority, name }) => ({ value: authority, label: name })) ?? [];
  const codes = [...new Set(types.data?.types.map(({ code }) => code))].map((value) => ({ value }));
  return (
    <SearchForm label={t('messages.filter')} onSubmit={send}>
      <div className="filters__row">
        <TextField
          type="search"
          label={t('messages.search')}
          hint={t('messages.searchHint')}
          value={draft.search ?? ''}
          onChange={set('search')}
        />
        <div className="filters__buttons">
          <Button kind="primary" icon="search" type="submit">
            {t('act.search')}
          </Button>
          <Button icon="filter" aria-expanded={more} aria-controls="more-filters" onClick={() => setMore(!more)}>
            {t('messages.moreFilters')}
          </Button>
          <Button kind="tertiary" onClick={() => onChange({})}>
            {t('messages.clear')}
          </Button>
        </div>
      </div>
      <fieldset className="chips">
        <legend className="chips__legend">{t('messages.state')}</legend>
        {MESSAGE_STATES.map((state) => (
          <button
            key={state}
            type="button"
            className={`chip tone--${LOOK_OF_STATE[state].tone}`}
            aria-pressed={filter.state === state}
            onClick={() => toggle(state)}
          >
            <Icon name={filter.state === state ? 'check' : LOOK_OF_STATE[state].icon} size={16} />
            {t(`state.${state}`)}
          </button>
        ))}
      </fieldset>
      <div id="more-filters" hidden={!more} className="filters__more">
        <TextField label={t('messages.author')} value={draft.author ?? ''} onChange={set('author')} list={names} />
        <TextField label={t('messages.reader')} value={draft.reader ?? ''} onChange={set('reader')} list={names} />
        <TextField label={t('messages.type')} value={draft.type ?? ''} onChange={set('type')} list={codes} />
        <TextField label={t('messages.code')} value={draft.code ?? ''} onChange={set('code')} />
        <PeriodFields since={draft.since} until={draft.until} set={set} />
        <fieldset className="chips filters__periods">
          <legend className="chips__legend">{t('messages.period')}</legend>
          {PERIODS.map(({ key, ms }) => (
            <button
              key={key}
              type="button"
              className="chip"
              onClick={() => onChange({ ...draft, since: new Date(Date.now() - ms).toISOString(), until: undefined })}
            >
              {t(`messages.${key}`)}
            </button>
          ))}
        </fieldset>
      </div>
    </SearchForm>
  );
};
