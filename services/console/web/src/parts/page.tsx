import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

/** A page: its title in the window and as its heading, which takes the focus when one comes from another page. */
export const Page = ({
  title,
  windowTitle = title,
  lead,
  aside,
  children,
}: {
  readonly title: ReactNode;
  readonly windowTitle?: ReactNode;
  readonly lead?: ReactNode;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}) => {
  const heading = useRef<HTMLHeadingElement>(null);
  const { i18n } = useTranslation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words of the title change with the language
  useEffect(() => {
    const text = typeof windowTitle === 'string' ? windowTitle : heading.current?.textContent;
    document.title = `${text ?? ''} – Dienstweg`;
  }, [windowTitle, i18n.language]);
  return (
    <div className="page">
      <header className="page__head">
        <div className="page__title">
          <h1 className="kern-heading-large" ref={heading} tabIndex={-1} id="page-title">
            {title}
          </h1>
          {lead === undefined ? null : <p className="page__lead">{lead}</p>}
        </div>
        {aside === undefined ? null : <div className="page__aside">{aside}</div>}
      </header>
      {children}
    </div>
  );
};

/** A part of a page with a heading of its own. */
export const Section = ({
  title,
  lead,
  aside,
  children,
  id,
  flush = false,
}: {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  readonly id: string;
  /** The content goes to the edge, as tables do. */
  readonly flush?: boolean;
}) => (
  <section className={`card${flush ? ' card--flush' : ''}`} aria-labelledby={id}>
    <div className="card__head">
      <div>
        <h2 className="card__title" id={id}>
          {title}
        </h2>
        {lead === undefined ? null : <p className="card__lead">{lead}</p>}
      </div>
      {aside === undefined ? null : <div className="card__aside">{aside}</div>}
    </div>
    <div className="card__body">{children}</div>
  </section>
);
