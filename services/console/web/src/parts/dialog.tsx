import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from './icon.tsx';

/** A dialog over the page: takes the focus, keeps it, gives it back; Escape closes it. */
export const Dialog = ({
  title,
  children,
  footer,
  onClose,
}: {
  readonly title: string;
  readonly children: ReactNode;
  readonly footer?: ReactNode;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog className="kern-dialog dialog" ref={dialog} aria-labelledby={id} onClose={onClose}>
      <header className="kern-dialog__header">
        <h2 className="kern-title" id={id}>
          {title}
        </h2>
        <button
          type="button"
          className="kern-btn kern-btn--tertiary dialog__close"
          onClick={() => dialog.current?.close()}
        >
          <Icon name="close" />
          <span className="kern-sr-only">{t('act.close')}</span>
        </button>
      </header>
      <div className="kern-dialog__body dialog__body">{children}</div>
      {footer === undefined ? null : <footer className="kern-dialog__footer dialog__footer">{footer}</footer>}
    </dialog>
  );
};
