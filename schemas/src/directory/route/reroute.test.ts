import { describe, expect, test } from '@jest/globals';
import type { RegistryEntry } from '../change/changes.ts';
import {
  anAuthority,
  authority,
  baseEntries,
  directoryOf,
  responsible,
  SERVICE,
  TOWN,
} from '../testing/directories.ts';
import { type AcceptedForRerouting, type DeliveryOnItsWay, rerouteOnDelivery } from './reroute.ts';

const AT = new Date('2026-08-01T10:00:00Z');
const accepted: AcceptedForRerouting = {
  author: authority('town'),
  messageType: { code: 'gewerbeanzeige', version: '1.0' },
  testMessage: true,
  service: SERVICE,
  region: TOWN,
};
const toTax: DeliveryOnItsWay = {
  authority: authority('tax'),
  role: 'tax-office',
  roles: ['tax-office'],
  parts: ['core', 'tax'],
};

/** The tax office of the town is another one from July on; the service prescribes `day`. */
const reformed = (day: 'creation' | 'delivery', more: readonly RegistryEntry[] = []) =>
  directoryOf(
    ...baseEntries().map((entry) => (entry.kind === 'service' ? { ...entry, responsibilityOn: day } : entry)),
    ...anAuthority('new-tax', 'tax-office'),
    responsible('tax-office', 'new-tax', { validFrom: '2026-07-01', disclosure: ['core'] }),
    ...more,
  );
const succession = (predecessor: string, successor: string): RegistryEntry => ({
  kind: 'succession',
  id: `${predecessor}-to-${successor}`,
  validFrom: '2026-07-01',
  predecessor: authority(predecessor),
  successor: authority(successor),
});

describe('a delivery on its way', () => {
  test('goes to whoever is responsible on the day of delivery, with no more parts, where the service prescribes it', () => {
    expect(rerouteOnDelivery(reformed('delivery'), accepted, toTax, AT)).toEqual({
      to: 'other',
      reader: authority('new-tax'),
      parts: ['core'],
      because: 'responsibility',
      entry: 'tax-office-new-tax',
      successions: [],
      edition: 1,
    });
    expect(rerouteOnDelivery(reformed('delivery'), accepted, toTax, new Date('2026-06-30T21:59:00Z'))).toEqual({
      to: 'same',
    });
  });

  test('stays with its reader where the service goes by creation, or the record is an old one', () => {
    const { service: _, region: __, ...old } = accepted;
    expect(rerouteOnDelivery(reformed('creation'), accepted, toTax, AT)).toEqual({ to: 'same' });
    expect(rerouteOnDelivery(reformed('delivery'), old, toTax, AT)).toEqual({ to: 'same' });
  });

  test('reaches the successor of its reader in any case', () => {
    const dir = reformed('creation', [
      ...anAuthority('joint-tax', 'tax-office'),
      succession('tax', 'new-tax'),
      succession('new-tax', 'joint-tax'),
    ]);
    const named = { ...toTax, role: 'reader', roles: ['reader'] };
    for (const delivery of [toTax, named]) {
      expect(rerouteOnDelivery(dir, accepted, delivery, AT)).toEqual({
        to: 'other',
        reader: authority('joint-tax'),
        parts: ['core', 'tax'],
        because: 'succession',
        successions: ['tax-to-new-tax', 'new-tax-to-joint-tax'],
        edition: 1,
      });
    }
  });

  test.each([
    ['divided', reformed('delivery'), { ...toTax, roles: ['tax-office', 'chamber'] }],
    ['withheld', reformed('delivery'), { ...toTax, parts: ['tax'] }],
    ['nobody', reformed('delivery'), { ...toTax, roles: ['responsible'] }],
    ['several', reformed('delivery', [responsible('tax-office', 'county')]), toTax],
    ['not-permitted', reformed('delivery', [succession('new-tax', 'county')]), toTax],
  ] as const)('goes nowhere by itself when the answer is: %s', (reason, dir, delivery) => {
    expect(rerouteOnDelivery(dir, accepted, delivery, AT)).toEqual({ to: 'nobody', reason, edition: 1 });
  });
});
