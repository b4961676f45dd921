/** Values as they stand in sentences and tables: times, spans, ids, authorities, codes. */
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import { Link } from '@tanstack/react-router';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatBytes, formatDay, formatNumber, formatSpan, formatTime } from '../format.ts';
import { languageNow } from '../i18n.ts';
import { Icon } from './icon.tsx';

/** A moment, with zone. */
export const Time = ({ at }: { readonly at: string }) => (
  <time dateTime={at} className="time">
    {formatTime(at, languageNow())}
  </time>
);

/** A day. */
export const Day = ({ at }: { readonly at: string }) => <time dateTime={at}>{formatDay(at, languageNow())}</time>;

/** How long, in its two largest units. */
export const Span = ({ ms }: { readonly ms: number }) => (
  <span className="number">{formatSpan(ms, languageNow())}</span>
);

/** A number. */
export const Count = ({ value }: { readonly value: number }) => (
  <span className="number">{formatNumber(value, languageNow())}</span>
);

/** Octets. */
export const Bytes = ({ value }: { readonly value: number }) => (
  <span className="number">{formatBytes(value, languageNow())}</span>
);

/** A technical id, which may break anywhere; `short` shows its beginning and says all of it to screen readers. */
export const Code = ({ children }: { readonly children: string }) => (
  <code translate="no" className="code">
    {children}
  </code>
);

/** An authority by name where it has one, linked to its page, with its id. */
export const AuthorityLink = ({
  id,
  names,
  withId = false,
}: {
  readonly id: AuthorityId | string;
  readonly names?: Readonly<Record<string, string>> | undefined;
  readonly withId?: boolean;
}) => {
  const name = names?.[id];
  return (
    <span className="authority">
      <Link to="/directory/$authority" params={{ authority: id }} className="kern-link link">
        {name ?? <Code>{id}</Code>}
      </Link>
      {withId && name !== undefined ? <Code>{id}</Code> : null}
    </span>
  );
};

/** A message by its id. */
export const MessageLink = ({ id, author }: { readonly id: string; readonly author?: string | undefined }) => (
  <Link
    to="/messages/$messageId"
    params={{ messageId: id }}
    search={author === undefined ? {} : { author }}
    className="kern-link link"
  >
    <span title={id}>
      <Code>{id}</Code>
    </span>
  </Link>
);

/** A version of a message type. */
export const TypeLink = ({ code, version }: { readonly code: string; readonly version: string }) => (
  <span className="type">
    <Link to="/message-types/$code/$version" params={{ code, version }} className="kern-link link">
      {code.split('.').map((part, index) => (
        <Fragment key={part}>
          {index === 0 ? '' : '.'}
          {index === 0 ? null : <wbr />}
          {part}
        </Fragment>
      ))}
    </Link>{' '}
    <span className="muted number">{version}</span>
  </span>
);

/** Puts a text into the clipboard and says so. */
export const Copy = ({ text, what }: { readonly text: string; readonly what: string }) => {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 3_000);
  };
  return (
    <button type="button" className="copy" onClick={() => void copy()} title={t('act.copyWhat', { what })}>
      <Icon name={copied ? 'check' : 'copy'} size={18} />
      <span className="kern-sr-only" role="status">
        {copied ? t('act.copied') : t('act.copyWhat', { what })}
      </span>
    </button>
  );
};

/** A command for a terminal, to be copied. */
export const Command = ({ children }: { readonly children: string }) => {
  const { t } = useTranslation();
  return (
    <span className="command">
      <code translate="no">{children}</code>
      <Copy text={children} what={t('word.command')} />
    </span>
  );
};
