/** What elements of a tree say in text: comments and processing instructions say nothing. */
import { XmlCData, XmlElement, XmlText } from 'libxml2-wasm';
import { childrenOf, type TreeElement } from './tree.ts';

const isSaid = (node: unknown): boolean => node instanceof XmlText || node instanceof XmlCData;

/** The text of an element, that of its children left out. */
export const textOf = ({ others, elements, node }: TreeElement): string =>
  elements.length === 0 && others.every(isSaid)
    ? node.content
    : others
        .filter(isSaid)
        .map((each) => each.content)
        .join('');

/** Text and elements in their order; comments and processing instructions left out. */
export const contentOf = (element: TreeElement): readonly (string | TreeElement)[] => {
  let at = 0;
  const found: (string | TreeElement)[] = [];
  for (const node of childrenOf(element.node)) {
    if (node instanceof XmlElement) {
      const child = element.elements[at++];
      if (child !== undefined) found.push(child);
      continue;
    }
    if (!isSaid(node)) continue;
    const last = found.at(-1);
    if (typeof last === 'string') found[found.length - 1] = last + node.content;
    else found.push(node.content);
  }
  return found;
};
