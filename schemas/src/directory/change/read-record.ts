/** From JSON nobody believes to a record of the registry: a change, or a decision on one. */
import type { Violation } from '../../problems/problem.ts';
import type { Language } from '../../problems/texts.ts';
import type { RegistryDecision, RegistryRecord } from './changes.ts';
import { changeAjv, changeReader, changeViolation, findingOf } from './read-change.ts';

/** A record of the right shape, or every place where it is not. */
export type RecordRead =
  | { readonly ok: true; readonly record: RegistryRecord }
  | { readonly ok: false; readonly violations: readonly Violation[] };

const text = { type: 'string', minLength: 1, maxLength: 500 } as const;
const uuid = { type: 'string', format: 'uuid' } as const;

/** The schema of a decision. */
export const DECISION_SCHEMA = {
  $id: 'urn:dienstweg:registry-decision',
  type: 'object',
  required: ['id', 'by', 'reason', 'decides', 'decision'],
  properties: { id: uuid, by: text, reason: text, decides: uuid, decision: { enum: ['approve', 'withdraw'] } },
  additionalProperties: false,
} as const;

/** A decision is short: what is longer need not be looked at for one. */
const MOST_DECISION_BYTES = 8 * 1024;

/** Compiles the schemas once; the function it returns reads the octets of one record. */
export const recordReader = (): ((octets: Uint8Array, language?: Language) => RecordRead) => {
  const readChange = changeReader();
  const isDecision = changeAjv().compile<RegistryDecision>(DECISION_SCHEMA);
  return (octets, language = 'en') => {
    const value = octets.length > MOST_DECISION_BYTES ? undefined : decisionIn(octets);
    if (value === undefined) {
      const read = readChange(octets, language);
      return read.ok ? { ok: true, record: read.change } : read;
    }
    if (isDecision(value)) return { ok: true, record: value };
    const findings = (isDecision.errors ?? []).flatMap(findingOf);
    return { ok: false, violations: findings.map((finding) => changeViolation(finding, language)) };
  };
};

/** What names a change it decides on; `undefined` for anything else. */
const decisionIn = (octets: Uint8Array): object | undefined => {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(octets));
    return typeof value === 'object' && value !== null && 'decides' in value ? value : undefined;
  } catch {
    return undefined;
  }
};
