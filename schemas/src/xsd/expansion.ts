/** How much the types of a plan hold when everything they inherit is written out, as libxml2 does it. Pure. */
import type { SchemaPlan } from './plan.ts';

/** Elements that are taken, inherited ones counted in every type that has them: some five kilobytes each in libxml2. */
export const MOST_EXPANDED = 50_000;

interface Held {
  own: number;
  /** Types it extends and groups it refers to, by local name. */
  readonly from: string[];
}

const TAG = /<(?:[\w.-]+:)?(complexType|group|element|extension)\b([^>]*)/g;
const NAME = /\sname\s*=\s*["']([^"']*)/;
const REF = /\sref\s*=\s*["']([^"']*)/;
const BASE = /\sbase\s*=\s*["']([^"']*)/;
const local = (name: string): string => name.slice(name.indexOf(':') + 1);

/** What stands in named types and groups, from their text: near enough to tell a thousand from a million. */
const heldIn = (plan: SchemaPlan): ReadonlyMap<string, Held> => {
  const held = new Map<string, Held>();
  for (const { text } of plan.documents.values()) {
    let open: Held | undefined;
    for (const [, kind = '', attributes = ''] of text.matchAll(TAG)) {
      if (kind === 'element') {
        if (open !== undefined) open.own += 1;
        continue;
      }
      const name = kind === 'extension' ? undefined : NAME.exec(attributes)?.[1];
      if (name !== undefined) {
        open = { own: 0, from: [] };
        held.set(`${kind} ${name}`, open);
        continue;
      }
      const meant = (kind === 'extension' ? BASE : REF).exec(attributes)?.[1];
      if (meant !== undefined) open?.from.push(`${kind === 'group' ? 'group' : 'complexType'} ${local(meant)}`);
    }
  }
  return held;
};

/** Elements of all named types together, with what they inherit. Circles count once round. */
export const expandedElements = (plan: SchemaPlan): number => {
  const held = heldIn(plan);
  const known = new Map<string, number>();
  const whole = (start: string): number => {
    const todo = [start];
    const begun = new Set<string>();
    for (let next = todo.at(-1); next !== undefined; next = todo.at(-1)) {
      const { own = 0, from = [] } = held.get(next) ?? {};
      const first = !begun.has(next);
      begun.add(next);
      const open = first ? from.filter((each) => !known.has(each) && !begun.has(each)) : [];
      if (open.length > 0) todo.push(...open);
      else {
        todo.pop();
        known.set(
          next,
          from.reduce((sum, each) => sum + (known.get(each) ?? 0), own),
        );
      }
    }
    return known.get(start) ?? 0;
  };
  let sum = 0;
  for (const name of held.keys()) {
    sum += whole(name);
    if (sum > MOST_EXPANDED) return sum;
  }
  return sum;
};
