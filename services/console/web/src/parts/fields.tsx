/** Fields of forms, labelled and with their hint and mistake tied to them. */
import { type ReactNode, useId } from 'react';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-paths.ts';

interface FieldNeeds {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
}

const Around = ({
  id,
  label,
  hint,
  error,
  children,
}: FieldNeeds & { readonly id: string; readonly children: ReactNode }) => (
  <div className={`kern-form-input field${error === undefined ? '' : ' kern-form-input--error'}`}>
    <label className="kern-label" htmlFor={id}>
      {label}
    </label>
    {hint === undefined ? null : (
      <div className="kern-hint" id={`${id}-hint`}>
        {hint}
      </div>
    )}
    {children}
    {error === undefined ? null : (
      <p className="kern-error" id={`${id}-error`} role="alert">
        <Icon name="danger" />
        <span className="kern-body">{error}</span>
      </p>
    )}
  </div>
);

const described = (id: string, { hint, error }: FieldNeeds): { readonly 'aria-describedby'?: string } => {
  const ids = [...(hint === undefined ? [] : [`${id}-hint`]), ...(error === undefined ? [] : [`${id}-error`])];
  return ids.length === 0 ? {} : { 'aria-describedby': ids.join(' ') };
};

/** One line of text. */
export const TextField = ({
  value,
  onChange,
  type = 'text',
  list,
  placeholder,
  min,
  max,
  ...needs
}: FieldNeeds & {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly type?: 'text' | 'search' | 'date' | 'datetime-local' | 'number';
  readonly list?: readonly { readonly value: string; readonly label?: string }[];
  readonly placeholder?: string;
  readonly min?: number;
  readonly max?: number;
}) => {
  const id = useId();
  return (
    <Around id={id} {...needs}>
      <input
        id={id}
        type={type}
        className="kern-form-input__input"
        value={value}
        min={min}
        max={max}
        placeholder={placeholder}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
        {...(list === undefined ? {} : { list: `${id}-list` })}
        {...(needs.error === undefined ? {} : { 'aria-invalid': true })}
        {...described(id, needs)}
      />
      {list === undefined ? null : (
        <datalist id={`${id}-list`}>
          {list.map((one) => (
            <option key={one.value} value={one.value} label={one.label} />
          ))}
        </datalist>
      )}
    </Around>
  );
};

/** Several lines of text. */
export const TextArea = ({
  value,
  onChange,
  rows = 3,
  code = false,
  ...needs
}: FieldNeeds & {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly rows?: number;
  readonly code?: boolean;
}) => {
  const id = useId();
  return (
    <Around id={id} {...needs}>
      <textarea
        id={id}
        className={`kern-form-input__input textarea${code ? ' textarea--code' : ''}`}
        rows={rows}
        value={value}
        spellCheck={!code}
        onChange={(event) => onChange(event.target.value)}
        {...(needs.error === undefined ? {} : { 'aria-invalid': true })}
        {...described(id, needs)}
      />
    </Around>
  );
};

/** One of several. */
export const SelectField = <T extends string>({
  value,
  onChange,
  options,
  ...needs
}: FieldNeeds & {
  readonly value: T;
  readonly onChange: (value: T) => void;
  readonly options: readonly { readonly value: T; readonly label: string }[];
}) => {
  const id = useId();
  return (
    <Around id={id} {...needs}>
      <div className="kern-form-input__select-wrapper">
        <select
          id={id}
          className="kern-form-input__select"
          value={value}
          onChange={(event) => {
            const chosen = options.find((one) => one.value === event.target.value);
            if (chosen !== undefined) onChange(chosen.value);
          }}
          {...described(id, needs)}
        >
          {options.map((one) => (
            <option key={one.value} value={one.value}>
              {one.label}
            </option>
          ))}
        </select>
      </div>
    </Around>
  );
};

/** A button of KERN with a picture. */
export const Button = ({
  kind = 'secondary',
  icon,
  children,
  small = true,
  ...rest
}: {
  readonly kind?: 'primary' | 'secondary' | 'tertiary';
  readonly icon?: IconName;
  readonly children: ReactNode;
  readonly small?: boolean;
  readonly type?: 'button' | 'submit';
  readonly disabled?: boolean;
  readonly onClick?: () => void;
  readonly 'aria-expanded'?: boolean;
  readonly 'aria-controls'?: string;
  readonly 'aria-pressed'?: boolean;
}) => (
  <button type="button" className={`kern-btn kern-btn--${kind}${small ? ' button--small' : ''}`} {...rest}>
    {icon === undefined ? null : <Icon name={icon} size={18} />}
    <span className="kern-label">{children}</span>
  </button>
);

/** A form that looks for something: a landmark of its own. */
export const SearchForm = ({
  label,
  inline = false,
  onSubmit,
  children,
}: {
  readonly label: string;
  readonly inline?: boolean;
  /** Absent: each change works at once. */
  readonly onSubmit?: () => void;
  readonly children: ReactNode;
}) => (
  <search aria-label={label}>
    <form
      className={`card filters${inline ? ' filters--inline' : ''}`}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit?.();
      }}
    >
      {children}
    </form>
  </search>
);
