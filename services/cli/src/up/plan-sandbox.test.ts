import type { RegistryChange, RegistryEntry } from '@dienstweg/schemas/directory/change/changes.ts';
import { Directory } from '@dienstweg/schemas/directory/directory.ts';
import { describe, expect, test } from '@jest/globals';
import { planSandbox } from './plan-sandbox.ts';

const category = (name: string, de: string, rest: Partial<RegistryEntry> = {}): RegistryEntry =>
  ({
    kind: 'category',
    id: `sandbox/${name}`,
    validFrom: '2024-01-01',
    category: name,
    names: { de },
    ...rest,
  }) as RegistryEntry;
const definition = (...puts: readonly RegistryEntry[]): RegistryChange => ({
  id: '11111111-1111-4111-8111-111111111111',
  by: 'sandbox',
  reason: 'The sandbox authorities.',
  puts,
  closes: [],
});
const [TOWN, COUNTY] = [category('town', 'Stadt'), category('county', 'Kreis')];

/** A directory into which the sandbox was loaded, and then what others changed. */
const directoryOf = (...others: readonly Partial<RegistryChange>[]): Directory => {
  const directory = new Directory();
  directory.apply(definition(TOWN, COUNTY), 1, new Date(0));
  for (const [n, other] of others.entries())
    directory.apply(
      { id: `o-${n}`, by: 'Ada', reason: 'merger', puts: [], closes: [], ...other },
      n + 2,
      new Date(n + 1),
    );
  return directory;
};

describe('the sandbox beside a directory', () => {
  test('that never had it is loaded whole', () => {
    const whole = definition(TOWN, COUNTY);
    expect(planSandbox(new Directory(), whole)).toEqual({ is: 'change', change: whole });
  });

  test('that others changed is left as they made it, as long as its definition is the same', () => {
    const changed = directoryOf({ closes: [{ id: 'sandbox/town', validUntil: '2027-01-01' }] });
    expect(planSandbox(changed, definition(TOWN, COUNTY))).toEqual({ is: 'there' });
  });

  test('gets what its definition has otherwise, and nothing else', () => {
    const changed = directoryOf({ closes: [{ id: 'sandbox/town', validUntil: '2027-01-01' }] });
    const renamed = category('county', 'Landkreis');
    expect(planSandbox(changed, definition(TOWN, renamed))).toMatchObject({ change: { puts: [renamed] } });
  });

  test('is not overwritten where both its definition and somebody else changed an entry', () => {
    const changed = directoryOf({ closes: [{ id: 'sandbox/town', validUntil: '2027-01-01' }] });
    expect(planSandbox(changed, definition(category('town', 'Gemeinde'), COUNTY))).toEqual({
      is: 'changed-by-others',
      entries: ['sandbox/town'],
    });
  });
});
