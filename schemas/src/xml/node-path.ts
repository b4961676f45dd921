import { type XmlDocument, XmlElement, XmlTreeNode } from 'libxml2-wasm';

/** Element children in document order. */
export const elementsOf = (parent: XmlElement): XmlElement[] => {
  const found: XmlElement[] = [];
  for (let node = parent.firstChild; node !== null; node = node.next) {
    // the binding's processing instructions know no neighbours: then the children have to be asked for
    if (!(node instanceof XmlTreeNode)) return parent.find('*').filter((child) => child instanceof XmlElement);
    if (node instanceof XmlElement) found.push(node);
  }
  return found;
};

/**
 * Path of an element by local names, with a position only where siblings share the name: `/Message/Header/Parts/PartInfo[2]`.
 * Made for people; namespaces are left out.
 */
export const readablePath = (element: XmlElement): string => {
  const steps: string[] = [];
  for (let node: XmlElement | null = element; node !== null; ) {
    const { name, parent }: XmlElement = node;
    const step: XmlElement = node;
    const alike = parent === null ? [step] : elementsOf(parent).filter((other) => other.name === name);
    const position = alike.findIndex((other) => other.isSameNode(step)) + 1;
    steps.push(alike.length > 1 ? `${name}[${position}]` : name);
    node = parent;
  }
  return `/${steps.reverse().join('/')}`;
};

const STEP = /^(?:(\*)|(?:([^:[\]]+):)?([^:[\]]+))(?:\[(\d+)\])?$/;

interface Child {
  readonly element: XmlElement;
  readonly name: string;
  readonly prefix: string | undefined;
}

const childOf = (element: XmlElement): Child => ({
  element,
  name: element.name,
  prefix: element.prefix === '' ? undefined : element.prefix,
});

/**
 * Turns paths as libxml2 writes them (with `*` for every element in a default namespace) into readable ones. Children
 * are listed once for any number of paths, since thousands of findings may stand below one parent. `undefined` where
 * the path leads nowhere.
 */
export const readablePaths = (document: XmlDocument): ((path: string) => string | undefined) => {
  const childrenAt = new Map<string, readonly Child[]>([['', [childOf(document.root)]]]);
  const childrenBelow = (path: string, parent: XmlElement): readonly Child[] => {
    const known = childrenAt.get(path);
    if (known !== undefined) return known;
    const children = elementsOf(parent).map(childOf);
    childrenAt.set(path, children);
    return children;
  };
  return (path) => {
    let children = childrenAt.get('') ?? [];
    let walked = '';
    let readable = '';
    for (const step of path.split('/').slice(1)) {
      const match = STEP.exec(step);
      if (match === null) break;
      const [, any, prefix, name, position] = match;
      const fitting = children.filter((child) => any !== undefined || (child.name === name && child.prefix === prefix));
      const found = fitting[Number(position ?? 1) - 1];
      if (found === undefined) return undefined;
      const alike = children.filter((child) => child.name === found.name);
      readable += `/${found.name}${alike.length > 1 ? `[${alike.indexOf(found) + 1}]` : ''}`;
      walked += `/${step}`;
      children = childrenBelow(walked, found.element);
    }
    return readable === '' ? undefined : readable;
  };
};

const everyElement = function* (element: XmlElement): Generator<XmlElement> {
  yield element;
  for (const child of elementsOf(element)) yield* everyElement(child);
};

/** Finds the path of the element with a local name that begins in a line; `undefined` where none or several do. */
export const pathsByLine = (document: XmlDocument): ((line: number, name: string) => string | undefined) => {
  let known: Map<string, XmlElement | undefined> | undefined;
  return (line, name) => {
    if (known === undefined) {
      known = new Map();
      for (const element of everyElement(document.root)) {
        const key = `${element.line} ${element.name}`;
        known.set(key, known.has(key) ? undefined : element);
      }
    }
    const found = known.get(`${line} ${name}`);
    return found === undefined ? undefined : readablePath(found);
  };
};
