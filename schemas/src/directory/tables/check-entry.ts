/** The check of one entry by itself: its shape by the schema of changes, and its days. Compiled once, fast per entry. */
import type { ValidateFunction } from 'ajv';
import { CHANGE_SCHEMA } from '../change/change-schema.ts';
import type { RegistryEntry } from '../change/changes.ts';
import { changeAjv, findingOf } from '../change/read-change.ts';
import type { ChangeFinding } from '../check/check-texts.ts';
import { isEmpty } from '../day.ts';
import { COLUMNS, EXPECTED_OF_FORM, KIND_ORDER } from './columns.ts';

/** An entry of the right shape, or every place where it is not. `at` points into the entry. */
export type EntryRead =
  | { readonly ok: true; readonly entry: RegistryEntry }
  | { readonly ok: false; readonly findings: readonly ChangeFinding[] };

interface EntrySchema {
  readonly properties: { readonly kind: { readonly const: string } };
}

/** What checks one value. The schema of a kind is compiled at its first entry: keep one for all files. */
export const entryReader = (): ((value: unknown) => EntryRead) => {
  const ajv = changeAjv();
  const schemas = new Map<unknown, EntrySchema>(
    (CHANGE_SCHEMA.properties.puts.items.oneOf as unknown as readonly EntrySchema[]).map((schema) => [
      schema.properties.kind.const,
      schema,
    ]),
  );
  const compiled = new Map<unknown, ValidateFunction<RegistryEntry>>();
  const checkOf = (kind: unknown): ValidateFunction<RegistryEntry> | undefined => {
    const schema = compiled.has(kind) ? undefined : schemas.get(kind);
    if (schema !== undefined) compiled.set(kind, ajv.compile<RegistryEntry>(schema));
    return compiled.get(kind);
  };
  return (value) => {
    const kind = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined;
    const check = checkOf(kind);
    if (check === undefined) return { ok: false, findings: [unknownKind(kind)] };
    if (!check(value)) return { ok: false, findings: (check.errors ?? []).flatMap(findingOf).map(inWordsOfColumn) };
    const findings = daysOf(value);
    return findings.length > 0 ? { ok: false, findings } : { ok: true, entry: value };
  };
};

const unknownKind = (kind: unknown): ChangeFinding =>
  kind === undefined
    ? { text: 'missing', at: '', values: { name: 'kind' }, expected: KIND_ORDER.join(' | ') }
    : {
        text: 'wrong-value',
        at: '/kind',
        values: { value: (JSON.stringify(kind) ?? '').slice(0, 80) },
        expected: KIND_ORDER.join(' | '),
      };

/** A cell that could not be read says how such cells are written; one of a number, which numbers it may be. */
const inWordsOfColumn = (finding: ChangeFinding): ChangeFinding => {
  const [, first] = finding.at.split('/');
  const form = FORMS.get(first ?? '');
  const isStated = form === 'number' && finding.expected?.includes('|');
  const expected =
    finding.text === 'wrong-value' && form !== undefined && !isStated ? EXPECTED_OF_FORM[form] : undefined;
  return expected === undefined ? finding : { ...finding, expected };
};

const FORMS = new Map(Object.values(COLUMNS).flatMap((columns) => columns.map(({ path, form }) => [path[0], form])));

const daysOf = (entry: RegistryEntry): readonly ChangeFinding[] => {
  const { id, validFrom, validUntil } = entry;
  const findings: ChangeFinding[] = [];
  if (isEmpty(entry))
    findings.push({ text: 'ends-before', at: '/validUntil', values: { id, from: validFrom, until: validUntil ?? '' } });
  if (entry.kind === 'endpoint')
    for (const [n, { version, from, until }] of entry.takes.entries())
      if (from !== undefined && until !== undefined && until <= from)
        findings.push({ text: 'takes-ends-before', at: `/takes/${n}`, values: { version, from, until } });
  if (entry.kind === 'responsibility') findings.push(...digitsOf(entry.region, entry.significantDigits));
  return findings;
};

const digitsOf = (region: string, digits: number | undefined): readonly ChangeFinding[] => {
  if (digits === undefined) return [];
  const at = '/significantDigits';
  if (!region.startsWith('ars:')) return [{ text: 'digits-of-other-scheme', at }];
  return /^0*$/.test(region.slice('ars:'.length + digits))
    ? []
    : [{ text: 'digits-not-zero', at, values: { region, digits } }];
};
