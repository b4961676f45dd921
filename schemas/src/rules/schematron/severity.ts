/** How grave a finding is. */

/** `fatal` and `error` refuse a message; `warning` and `information` are only told. */
export const SEVERITIES = ['fatal', 'error', 'warning', 'information'] as const;
export type Severity = (typeof SEVERITIES)[number];

const WORDS: Readonly<Record<string, Severity>> = {
  fatal: 'fatal',
  critical: 'fatal',
  error: 'error',
  fehler: 'error',
  warning: 'warning',
  warn: 'warning',
  warnung: 'warning',
  caution: 'warning',
  information: 'information',
  info: 'information',
  hint: 'information',
  hinweis: 'information',
};

/** What `flag` or `role` say, the first that says something known. */
export const severityOf = (...said: readonly (string | undefined)[]): Severity | undefined => {
  for (const text of said)
    for (const word of (text ?? '').toLowerCase().split(/\s+/)) if (WORDS[word] !== undefined) return WORDS[word];
  return undefined;
};

/** Whether a finding refuses the message. */
export const refuses = (severity: Severity): boolean => severity === 'fatal' || severity === 'error';
