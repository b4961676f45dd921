/** The text of a finding, with what the document says filled in. */
import { compileExpression } from '../xpath/compile.ts';
import { XPathDynamicError } from '../xpath/errors.ts';
import type { Context, Scope } from '../xpath/evaluate.ts';
import { isNode, textOfItem } from '../xpath/values.ts';
import type { Compiling } from './declare.ts';
import { isSchematron, type RuleElement, XSLT } from './read.ts';

export type Message = (context: Context) => string;

/** Values may be whole chapters: that many characters of each are told. */
const LONGEST_VALUE = 300;

const shorten = (text: string): string => (text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text);

/** A value that cannot be worked out must not hide the finding it belongs to. */
const orUnknown =
  (part: Message): Message =>
  (context) => {
    try {
      return part(context);
    } catch (error) {
      if (error instanceof XPathDynamicError) return '?';
      throw error;
    }
  };

const partOf = (child: RuleElement | string, scope: Scope, compiling: Compiling): Message => {
  if (typeof child === 'string') return () => child;
  const { naming, mistakes } = compiling;
  const isName = isSchematron(child, 'name');
  const isValue = isSchematron(child, 'value-of') || (child.namespaceUri === XSLT && child.name === 'value-of');
  if (!isName && !isValue) return messageOf(child, scope, compiling, false);
  const select = isName ? (child.attributes.get('path') ?? '.') : (child.attributes.get('select') ?? '');
  const evaluate = mistakes.attempt(child, select, () => compileExpression(select, naming, scope));
  if (evaluate === undefined) return () => '';
  return orUnknown((context) => {
    const items = evaluate(context);
    if (!isName) return shorten((scope.compatible ? items.slice(0, 1) : items).map(textOfItem).join(' '));
    const [node] = items;
    if (!isNode(node)) return node === undefined ? '' : textOfItem(node);
    return node.prefix === '' ? node.name : `${node.prefix}:${node.name}`;
  });
};

/** The content of an assertion or diagnostic as a text; white space collapsed. */
export const messageOf = (element: RuleElement, scope: Scope, compiling: Compiling, collapse = true): Message => {
  const parts = element.children.map((child) => partOf(child, scope, compiling));
  return (context) => {
    const text = parts.map((part) => part(context)).join('');
    return collapse ? text.replace(/\s+/g, ' ').trim() : text;
  };
};
