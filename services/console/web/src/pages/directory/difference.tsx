import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { EditionShown } from '../../../../src/api/shapes.ts';
import { get } from '../../api/client.ts';
import { Badge } from '../../parts/badge.tsx';
import { Answer, Empty } from '../../parts/notice.tsx';
import { Section } from '../../parts/page.tsx';
import { Code, Time } from '../../parts/values.tsx';
import { changedFacts } from './entry-facts.ts';

const LOOK = {
  added: { tone: 'success', icon: 'check' },
  changed: { tone: 'info', icon: 'refresh' },
  closed: { tone: 'warning', icon: 'stop' },
} as const;

/** What an edition changed, value by value. */
export const Difference = ({ edition }: { readonly edition: string }) => {
  const { t } = useTranslation();
  const shown = useQuery({
    queryKey: ['editions', edition],
    queryFn: ({ signal }) => get<EditionShown>(`/api/registry/editions/${encodeURIComponent(edition)}`, {}, signal),
  });
  return (
    <Section
      id="difference"
      title={t('directory.editionNumber', { edition })}
      aside={
        <Link to="/directory" search={{ view: 'history' }} className="kern-link link">
          {t('directory.closeEdition')}
        </Link>
      }
    >
      <Answer of={shown}>
        {(data) => (
          <>
            <p>
              <strong>{data.reason}</strong> <span className="muted">– {data.by}</span> <Time at={data.recordedAt} />
            </p>
            {data.differences.length === 0 ? <Empty icon="list" title={t('directory.noDifference')} /> : null}
            <ul className="lines">
              {data.differences.map((one) => (
                <li key={`${one.id} ${one.is}`} className="difference">
                  <p>
                    <Badge {...LOOK[one.is]}>{t(`directory.was_${one.is}`)}</Badge> {t(`kind.${one.kind}`)}{' '}
                    <Code>{one.id}</Code>
                  </p>
                  <dl className="facts facts--row">
                    {changedFacts(one).map(({ name, before, after }) => (
                      <div key={name}>
                        <dt>{name}</dt>
                        <dd>
                          {before === undefined ? null : (
                            <del>
                              <span className="kern-sr-only">{t('directory.before')} </span>
                              {before}
                            </del>
                          )}{' '}
                          {after === undefined ? null : (
                            <ins>
                              <span className="kern-sr-only">{t('directory.after')} </span>
                              {after}
                            </ins>
                          )}
                        </dd>
                      </div>
                    ))}
                  </dl>
                </li>
              ))}
            </ul>
            {data.more === 0 ? null : <p className="muted">{t('directory.moreDifferences', { count: data.more })}</p>}
          </>
        )}
      </Answer>
    </Section>
  );
};
