/** How deep documents of a plan lead into each other, in the way libxml2 goes through them. Pure. */
import type { ResolvedReference, SchemaPlan } from './plan.ts';

/**
 * Levels that are taken. libxml2 opens each document from within the one before; somewhere beyond 300 its stack grows
 * into other memory, and it goes on with wrong answers instead of ending.
 */
export const DEEPEST_NESTING = 150;

/** Documents libxml2 opens for a reference: an import opens all that its namespace has. */
const opened = ({ namespaces }: SchemaPlan, { reference, paths }: ResolvedReference): readonly string[] =>
  reference.kind === 'import' && paths.length > 0 ? [...(namespaces.get(reference.namespace) ?? paths)] : paths;

/** The first document that lies too deep; `undefined` where none does. */
export const tooDeep = (plan: SchemaPlan): string | undefined => {
  const seen = new Set<string>();
  // depth first, in order: a document counts where it is reached first
  const todo = [...plan.entries].reverse().map((path) => ({ path, depth: 1 }));
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    const { path, depth } = next;
    if (seen.has(path)) continue;
    seen.add(path);
    if (depth > DEEPEST_NESTING) return path;
    const further = (plan.documents.get(path)?.references ?? []).flatMap((each) => opened(plan, each));
    for (const to of further.reverse()) if (!seen.has(to)) todo.push({ path: to, depth: depth + 1 });
  }
  return undefined;
};
