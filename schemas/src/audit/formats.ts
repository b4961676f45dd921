/**
 * Audit records as lines for other people's tools. Whatever stands in a field, one record is one line and no field ends
 * early: what is typed by people (reasons) or claimed by strangers must not write records of its own.
 */
import { visibleJson } from '../plain-text.ts';
import type { AuditRecord, AuditSeverity } from './record.ts';

export const AUDIT_FORMATS = ['jsonl', 'cef', 'syslog'] as const;
export type AuditFormat = (typeof AUDIT_FORMATS)[number];

/** Line breaks, controls, marks that turn the direction of text, halves of characters: none of them in a line of text. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

const oneLine = (text: string): string => text.replace(UNSEEN, ' ');

/** Printable US-ASCII without blanks, for the head of a syslog line; `-` where nothing is left. */
const word = (text: string, longest: number): string => text.replace(/[^\x21-\x7e]/g, '').slice(0, longest) || '-';

/** JSON escapes line breaks in texts by itself; what else steers a terminal is escaped as well. */
const jsonl = (record: AuditRecord): string => visibleJson(JSON.stringify(record));

/** ArcSight Common Event Format, revision 16: 0–3 low, 4–6 medium, 7–8 high. */
const CEF_SEVERITY: Readonly<Record<AuditSeverity, number>> = { low: 2, medium: 5, high: 8 };
/** Fields that CEF has a key for. */
const CEF_KEYS: Readonly<Record<string, string>> = {
  by: 'suser',
  reason: 'reason',
  outcome: 'outcome',
  action: 'act',
  peerFingerprint: 'fileHash',
};
/** The six custom texts of CEF, with labels. */
const CEF_CUSTOM: readonly string[] = ['messageId', 'deliveryId', 'author', 'reader', 'code', 'about'];

const cefHead = (text: string): string => oneLine(text).replace(/[\\|]/g, '\\$&');
const cefValue = (text: string): string => oneLine(text).replace(/[\\=]/g, '\\$&');

const cef = ({ id, at, node, type, severity, fields }: AuditRecord, version: string): string => {
  const own: string[] = [];
  const rest: string[] = [];
  for (const [name, value] of Object.entries(fields)) {
    const key = CEF_KEYS[name];
    const n = CEF_CUSTOM.indexOf(name) + 1;
    if (key !== undefined) own.push(`${key}=${cefValue(value)}`);
    else if (n > 0) own.push(`cs${n}Label=${name} cs${n}=${cefValue(value)}`);
    else rest.push(`${name}: ${value}`);
  }
  const extension = [
    `rt=${Date.parse(at)}`,
    `externalId=${cefValue(id)}`,
    `dvchost=${cefValue(node)}`,
    ...own,
    ...(rest.length === 0 ? [] : [`msg=${cefValue(rest.join('; '))}`]),
  ];
  const head = ['Dienstweg', 'Dienstweg', version, type, type.replaceAll('-', ' ')].map(cefHead);
  return `CEF:0|${head.join('|')}|${CEF_SEVERITY[severity]}|${extension.join(' ')}`;
};

/** RFC 5424: facility 13, log audit; 6 informational, 5 notice, 4 warning. */
const AUDIT_FACILITY = 13;
const SYSLOG_SEVERITY: Readonly<Record<AuditSeverity, number>> = { low: 6, medium: 5, high: 4 };
/** The enterprise number that RFC 5612 keeps for documentation: whoever has one of their own replaces it. */
const SD_ID = 'dienstweg@32473';

const syslogValue = (text: string): string => oneLine(text).replace(/["\\\]]/g, '\\$&');

const syslog = ({ id, at, node, type, severity, fields }: AuditRecord, host: string): string => {
  const parameters = Object.entries({ id, ...fields }).map(
    ([name, value]) => `${word(name.replace(/[="\]]/g, ''), 32)}="${syslogValue(value)}"`,
  );
  const priority = AUDIT_FACILITY * 8 + SYSLOG_SEVERITY[severity];
  const head = [`<${priority}>1`, at, word(host, 255), word(`dienstweg-${node}`, 48), '-', word(type, 32)];
  return `${head.join(' ')} [${[SD_ID, ...parameters].join(' ')}] ${oneLine(type)}`;
};

/** One line, without its end. `host` and `version` are those of whoever exports. */
export const auditLine = (
  record: AuditRecord,
  format: AuditFormat,
  { host, version }: { readonly host: string; readonly version: string },
): string => {
  switch (format) {
    case 'jsonl':
      return jsonl(record);
    case 'cef':
      return cef(record, version);
    case 'syslog':
      return syslog(record, host);
  }
};
