/** What may stand for an element or its type where a schema blocks it (XSD 1.0, 3.3.6 and 3.4.6). Pure. */
import type { ElementDeclaration, XsdType } from './components.ts';

/** How something that stands for something else may not have come about. */
export type Blocked = 'substitution' | 'extension' | 'restriction';

const ALL: readonly Blocked[] = ['substitution', 'extension', 'restriction'];

/** Of `block`, or where it is absent of the document's `blockDefault`. */
export const blockedIn = (block: string | undefined, usual: string | undefined): ReadonlySet<Blocked> => {
  const words = (block ?? usual ?? '').trim().split(/\s+/);
  return new Set(words.includes('#all') ? ALL : ALL.filter((each) => words.includes(each)));
};

const blockedByType = (type: XsdType): ReadonlySet<Blocked> => (type.kind === 'complex' ? type.blocked : new Set());

/** The steps from a type up to one it is derived from: how each was made, and what the types passed on the way block. */
const wayTo = (base: XsdType, from: XsdType): { readonly made: Set<Blocked>; readonly blocked: Set<Blocked> } => {
  const made = new Set<Blocked>();
  const blocked = new Set(blockedByType(base));
  for (let type: XsdType | undefined = from; type !== undefined && type !== base; ) {
    const up: XsdType | undefined = type.kind === 'simple' ? type.base : type.derivation?.base;
    made.add(type.kind === 'complex' ? (type.derivation?.method ?? 'restriction') : 'restriction');
    if (up !== undefined && up !== base) for (const each of blockedByType(up)) blocked.add(each);
    type = up;
  }
  return { made, blocked };
};

const isFree = (blocked: ReadonlySet<Blocked>, base: XsdType, type: XsdType): boolean => {
  const way = wayTo(base, type);
  return [...way.made].every((each) => !blocked.has(each) && !way.blocked.has(each));
};

/** Whether a member of an element's substitution group may stand in its place. */
export const mayStandFor = (head: ElementDeclaration, member: ElementDeclaration): boolean =>
  member === head || (!head.blocked.has('substitution') && isFree(head.blocked, head.type, member.type));

/** Whether `xsi:type` may name a type at an element that is declared with one it is derived from. */
export const mayBeNamed = ({ blocked, type }: ElementDeclaration, named: XsdType): boolean =>
  isFree(blocked, type, named);
