/** For tests: an expression on a document, result as text. */
import { XmlDocument } from 'libxml2-wasm';
import { compileExpression } from '../xpath/compile.ts';
import { XPathDynamicError, XPathStaticError } from '../xpath/errors.ts';
import type { Scope } from '../xpath/evaluate.ts';
import { takeOver } from '../xpath/nodes.ts';
import { isNode, textOfItem, typeOfAtom } from '../xpath/values.ts';

const NAMESPACES: Readonly<Record<string, string>> = { p: 'urn:p', xs: 'http://www.w3.org/2001/XMLSchema' };

export const freshScope = (compatible = false): Scope => {
  let slots = 0;
  return {
    variables: new Map(),
    functions: new Map(),
    keys: new Map(),
    newSlot: () => slots++,
    compatible,
    clockUsed: () => undefined,
  };
};

/** Evaluates expressions on one document; `type:text` of each item, or `ERR code`. */
export const evaluator = (xml: string, { compatible = false, steps = 1_000_000, now = new Date(0) } = {}) => {
  const open = XmlDocument.fromString(xml);
  const document = takeOver(open);
  open.dispose();
  return (expression: string): string => {
    try {
      const evaluate = compileExpression(
        expression,
        { namespaceOf: (prefix) => NAMESPACES[prefix] },
        freshScope(compatible),
      );
      const run = { document, steps: { left: steps }, slots: [], now, calls: 0, keys: new Map() };
      return evaluate({ item: document.root, position: 1, size: 1, current: document.root, run })
        .map((item) =>
          isNode(item)
            ? `N:${textOfItem(item)}`
            : `${typeOfAtom(item).slice('xs:'.length).replace('untypedAtomic', 'u')}:${textOfItem(item)}`,
        )
        .join('|');
    } catch (error) {
      if (error instanceof XPathDynamicError || error instanceof XPathStaticError) return `ERR ${error.code}`;
      throw error;
    }
  };
};
