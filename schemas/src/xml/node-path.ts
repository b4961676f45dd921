import { type XmlDocument, XmlElement } from 'libxml2-wasm';

/** Element children in document order. */
export const elementsOf = (parent: XmlElement): XmlElement[] => {
  const found: XmlElement[] = [];
  for (let node = parent.firstChild; node !== null; node = node.next) if (node instanceof XmlElement) found.push(node);
  return found;
};

/**
 * Path of an element by local names, with a position only where siblings share the name: `/Message/Header/Parts/PartInfo[2]`.
 * Made for people; namespaces are left out.
 */
export const readablePath = (element: XmlElement): string => {
  const steps: string[] = [];
  for (let node: XmlElement | null = element; node !== null; node = node.parent) {
    const name = node.name;
    let before = 0;
    let after = 0;
    for (let other = node.prev; other !== null; other = other.prev)
      if (other instanceof XmlElement && other.name === name) before++;
    for (let other = node.next; other !== null && after === 0; other = other.next)
      if (other instanceof XmlElement && other.name === name) after++;
    steps.push(before + after === 0 ? name : `${name}[${before + 1}]`);
  }
  return `/${steps.reverse().join('/')}`;
};

const STEP = /^(?:(\*)|(?:([^:[\]]+):)?([^:[\]]+))(?:\[(\d+)\])?$/;

/** The element behind a path as libxml2 writes it, found without evaluating XPath; `undefined` if there is none. */
export const elementAt = (document: XmlDocument, path: string): XmlElement | undefined => {
  let candidates: XmlElement[] = [document.root];
  let found: XmlElement | undefined;
  for (const step of path.split('/').slice(1)) {
    const match = STEP.exec(step);
    if (match === null) return found;
    const [, any, prefix, name, position] = match;
    const fitting = candidates.filter(
      (element) => any !== undefined || (element.name === name && (element.prefix || undefined) === prefix),
    );
    found = fitting[Number(position ?? 1) - 1];
    if (found === undefined) return undefined;
    candidates = elementsOf(found);
  }
  return found;
};
