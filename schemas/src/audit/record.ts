/** Events as an audit log has them: who or what, when, about what. Identifiers, codes and reasons only; never content. */
import { type DienstwegEvent, isOfAlarm } from '../events.ts';

/** Severities of an audit record, as people sort them. */
export type AuditSeverity = 'low' | 'medium' | 'high';

/** One record; every format is made from this alone. */
export interface AuditRecord {
  /** UUID of the event or of the change of the directory; of a revocation the fingerprint of the certificate. */
  readonly id: string;
  /** RFC 3339, UTC. */
  readonly at: string;
  readonly node: string;
  /** Type of the event, or what was done to the directory or a certificate. */
  readonly type: string;
  readonly severity: AuditSeverity;
  /** What is said, by its name there; receipts are left out, they are proofs of their own. */
  readonly fields: Readonly<Record<string, string>>;
}

/** What people did, or what they have to do something about. */
const SEVERITIES: Readonly<Partial<Record<DienstwegEvent['type'], AuditSeverity>>> = {
  'message-refused': 'medium',
  'dead-lettered': 'high',
  replayed: 'medium',
  assigned: 'medium',
  returned: 'medium',
  'operator-acted': 'medium',
  'deadline-missed': 'high',
  'answer-overdue': 'medium',
  'epoch-opened': 'high',
  'alarm-raised': 'high',
  'alarm-escalated': 'high',
  'alarm-acknowledged': 'medium',
};

/** Members that stand elsewhere in a record, or in no audit log. */
const LEFT_OUT: ReadonlySet<string> = new Set(['id', 'at', 'node', 'type', 'receipt', 'traceparent', 'places']);

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : String(value);

const severityOf = (event: DienstwegEvent): AuditSeverity =>
  isOfAlarm(event) && 'severity' in event && event.severity === 'warning'
    ? 'medium'
    : (SEVERITIES[event.type] ?? 'low');

/** The record of an event. */
export const auditRecordOf = (event: DienstwegEvent): AuditRecord => ({
  id: event.id,
  at: event.at,
  node: event.node,
  type: event.type,
  severity: severityOf(event),
  fields: Object.fromEntries(
    Object.entries(event)
      .filter(([name, value]) => !LEFT_OUT.has(name) && value !== undefined)
      .map(([name, value]) => [name, textOf(value)]),
  ),
});
