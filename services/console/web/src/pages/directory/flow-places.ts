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

const COLUMN = 420;
const ROW = 64;

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

/** Mean place of those that somebody is connected to: putting it near them keeps lines from crossing. */
const pull = (authority: string, edges: readonly FlowEdge[], left: readonly string[]): number => {
  const own = edges.filter(({ to }) => to === authority);
  const weight = own.reduce((sum, { count }) => sum + count, 0);
  return own.reduce((sum, { from, count }) => sum + left.indexOf(from) * count, 0) / Math.max(1, weight);
};

/** Places for all that send or receive something in the flows shown. An authority that does both stands on both sides. */
export const placesOf = (edges: readonly FlowEdge[]): readonly Place[] => {
  const countsOf = (side: 'from' | 'to'): ReadonlyMap<string, number> => {
    const counts = new Map<string, number>();
    for (const edge of edges) counts.set(edge[side], (counts.get(edge[side]) ?? 0) + edge.count);
    return counts;
  };
  const [sent, received] = [countsOf('from'), countsOf('to')];
  const left = [...sent].toSorted(([a, one], [b, other]) => other - one || a.localeCompare(b)).map(([id]) => id);
  const right = [...received.keys()].toSorted(
    (a, b) => pull(a, edges, left) - pull(b, edges, left) || a.localeCompare(b),
  );
  const place = (side: 'from' | 'to', ids: readonly string[], counts: ReadonlyMap<string, number>): readonly Place[] =>
    ids.map((authority, index) => ({
      id: `${side} ${authority}`,
      authority,
      side,
      count: counts.get(authority) ?? 0,
      x: side === 'from' ? 0 : COLUMN,
      y: (index - (ids.length - 1) / 2) * ROW,
    }));
  return [...place('from', left, sent), ...place('to', right, received)];
};
