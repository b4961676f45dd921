/** What would be routed differently, for people and for programs. */
import { type Preview, type Reach, readersConcerned } from '@dienstweg/schemas/directory/change/preview.ts';
import type { Operator } from '../client/operator.ts';
import { table } from '../print/table.ts';
import { type OpenDeliveries, openDeliveriesTo } from './open-deliveries.ts';

/** A preview with what is on its way. Lists are cut; the counts are of all. */
export interface ShownPreview extends Preview {
  readonly counts: { readonly routes: number; readonly readers: number; readonly services: number };
  readonly openDeliveries: readonly OpenDeliveries[];
}

const MOST_LISTED = 1_000;
const MOST_SHOWN = 40;

/** Asks for the open deliveries concerned and puts everything together. */
export const shownPreview = async (operator: Operator, preview: Preview): Promise<ShownPreview> => ({
  counts: { routes: preview.routes.length, readers: preview.readers.length, services: preview.services.length },
  routes: preview.routes.slice(0, MOST_LISTED),
  readers: preview.readers.slice(0, MOST_LISTED),
  services: preview.services.slice(0, MOST_LISTED),
  openDeliveries: await openDeliveriesTo(operator, readersConcerned(preview)),
});

const reachText = ({ inForce, successor, endpoints }: Reach): string =>
  [
    ...(inForce ? endpoints : ['not in force']),
    ...(successor === undefined ? [] : [`→ ${successor}`]),
    ...(inForce && endpoints.length === 0 && successor === undefined ? ['without endpoint'] : []),
  ].join(' ');

const areaText = (region: string, digits: number): string =>
  digits === 12 ? region : `${region.slice(0, 'ars:'.length + digits)}… (${digits} digits)`;

const section = (
  title: string,
  count: number,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): readonly string[] =>
  count === 0
    ? []
    : [
        `${title}: ${count}`,
        table(head, rows.slice(0, MOST_SHOWN)),
        ...(count > MOST_SHOWN ? [`… and ${count - MOST_SHOWN} more`] : []),
        '',
      ];

/** The same for people. */
export const previewText = ({ routes, readers, services, counts, openDeliveries }: ShownPreview): string => {
  const lines = [
    ...section(
      'Routed differently',
      counts.routes,
      ['FROM', 'SERVICE', 'ROLE', 'REGION', 'BEFORE', 'AFTER'],
      routes.map(({ on, service, role, region, digits, before, after }) => [
        on,
        service,
        role,
        areaText(region, digits),
        before.join(' ') || '(nobody)',
        after.join(' ') || '(nobody)',
      ]),
    ),
    ...section(
      'Reached differently',
      counts.readers,
      ['FROM', 'AUTHORITY', 'BEFORE', 'AFTER'],
      readers.map(({ on, authority, before, after }) => [on, authority, reachText(before), reachText(after)]),
    ),
    ...section(
      'Services',
      counts.services,
      ['FROM', 'SERVICE', 'ROLES BEFORE', 'ROLES AFTER'],
      services.map(({ on, service, before, after }) => [
        on,
        service,
        before?.join(' ') ?? '(not in force)',
        after?.join(' ') ?? '(not in force)',
      ]),
    ),
    ...section(
      'Open deliveries to authorities concerned',
      openDeliveries.length,
      ['READER', 'OPEN', 'DELIVERIES'],
      openDeliveries.map(({ reader, count, more, deliveries }) => [
        reader,
        `${count}${more === undefined ? '' : '+'}`,
        deliveries.map(({ deliveryId }) => deliveryId).join(' '),
      ]),
    ),
  ];
  return lines.length === 0 ? 'Nothing is routed differently.' : lines.slice(0, -1).join('\n');
};
