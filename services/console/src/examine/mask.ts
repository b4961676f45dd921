/** A payload as its shape only: names of elements and attributes, and where text is, but none of it. */
import type { TreeElement } from '@dienstweg/schemas/xml/tree.ts';
import type { MaskedNode } from '../api/shapes/messages.ts';

const NODES_AT_MOST = 500;
const DEEPEST = 20;
const NAME_AT_MOST = 100;

const cut = (name: string): string => name.slice(0, NAME_AT_MOST);

/** Masks an element and what is below it, some hundred elements at most. */
export const masked = (root: TreeElement): MaskedNode => {
  let left = NODES_AT_MOST;
  const of = (element: TreeElement, depth: number): MaskedNode => {
    left -= 1;
    const children: MaskedNode[] = [];
    let more = 0;
    for (const child of element.elements) {
      if (left > 0 && depth < DEEPEST) children.push(of(child, depth + 1));
      else more += 1;
    }
    const attributes = element.attributes.map(({ name }) => cut(name)).slice(0, 20);
    const hasText = element.others.some((node) => node.content.trim() !== '');
    return {
      name: cut(element.name),
      ...(attributes.length === 0 ? {} : { attributes }),
      ...(hasText ? { text: true } : {}),
      ...(children.length === 0 ? {} : { children }),
      ...(more === 0 ? {} : { more }),
    };
  };
  return of(root, 0);
};
