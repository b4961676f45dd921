/** Where authorities stand on the map: who sends on the left, who receives on the right, the busiest on top. */
import type { Flow } from '@dienstweg/schemas/bus/requests.ts';

/** One place on the map. */
export interface Place {
  readonly id: string;
  readonly authority: string;
  readonly side: 'from' | 'to';
  readonly count: number;
  readonly x: number;
  readonly y: number;
}

const COLUMN = 460;
const ROW = 84;

/** What flows from one authority to another, of all message types. */
export interface FlowEdge {
  readonly from: string;
  readonly to: string;
  readonly count: number;
  readonly failed: number;
  readonly types: readonly string[];
}

/** Flows of the same two authorities as one, the strongest first. */
export const edgesOf = (flows: readonly Flow[]): readonly FlowEdge[] => {
  const edges = new Map<string, FlowEdge>();
  for (const { author, reader, messageType, deliveries, failed } of flows) {
    const key = `${author} ${reader}`;
    const before = edges.get(key);
    edges.set(key, {
      from: author,
      to: reader,
      count: (before?.count ?? 0) + deliveries,
      failed: (before?.failed ?? 0) + failed,
      types: [...new Set([...(before?.types ?? []), messageType])].toSorted(),
    });
  }
  return [...edges.values()].toSorted((one, other) => other.count - one.count);
};

/** Places for all that send or receive something in the flows shown. An authority that does both stands on both sides. */
export const placesOf = (edges: readonly FlowEdge[]): readonly Place[] =>
  (['from', 'to'] as const).flatMap((side) => {
    const counts = new Map<string, number>();
    for (const edge of edges) counts.set(edge[side], (counts.get(edge[side]) ?? 0) + edge.count);
    const ordered = [...counts].toSorted(([a, one], [b, other]) => other - one || a.localeCompare(b));
    return ordered.map(([authority, count], index) => ({
      id: `${side} ${authority}`,
      authority,
      side,
      count,
      x: side === 'from' ? 0 : COLUMN,
      y: (index - (ordered.length - 1) / 2) * ROW,
    }));
  });
