import type { RouteAnswer } from '@dienstweg/schemas/bus/requests.ts';
import type { Contact } from '@dienstweg/schemas/directory/change/changes.ts';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../parts/notice.tsx';
import { AuthorityLink, Code, Day } from '../../parts/values.tsx';

const TONE = { one: 'success', several: 'success', later: 'warning', none: 'danger' } as const;

const Reach = ({ contact }: { readonly contact: Contact | undefined }) =>
  contact === undefined ? null : (
    <p className="muted">{[contact.phone, contact.email].filter((one) => one !== undefined).join(' · ')}</p>
  );

/** Who is responsible, and the reasoning. */
export const RouteAnswerShown = ({
  route,
  names,
  contacts = {},
}: {
  readonly route: RouteAnswer;
  readonly names: Readonly<Record<string, string>>;
  readonly contacts?: Readonly<Record<string, Contact>>;
}) => {
  const { t } = useTranslation();
  return (
    <Notice tone={TONE[route.answer]} title={t(`directory.answer_${route.answer}`)}>
      {route.validFrom === undefined ? null : (
        <p>
          {t('directory.from')} <Day at={route.validFrom} />
        </p>
      )}
      <ul className="lines">
        {route.readers.map((reader) => (
          <li key={`${reader.authority} ${reader.role}`} className="line">
            <div className="line__main">
              <AuthorityLink
                id={reader.authority}
                names={reader.name === undefined ? names : { ...names, [reader.authority]: reader.name }}
                withId
              />
              <p className="muted">
                {t('message.role')}: {reader.role} · {t('directory.byEntry')} <Code>{reader.entry}</Code>
                {reader.disclosure === undefined
                  ? null
                  : ` · ${t('directory.disclosure')} ${reader.disclosure.join(', ')}`}
              </p>
              <Reach contact={contacts[reader.authority]} />
            </div>
          </li>
        ))}
      </ul>
      {route.explanation === undefined || route.explanation.length === 0 ? null : (
        <details className="why">
          <summary>{t('directory.why')}</summary>
          <ol className="kern-list kern-list--number">
            {route.explanation.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ol>
        </details>
      )}
      <p className="muted">{t('directory.edition', { edition: route.edition })}</p>
    </Notice>
  );
};
