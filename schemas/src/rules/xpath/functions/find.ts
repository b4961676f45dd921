/** Finding nodes by value: `id()` and `key()`. */
import type { Expression } from '../ast.ts';
import { XPathStaticError } from '../errors.ts';
import { type Context, type Evaluate, type KeyDeclaration, type Scope, spend } from '../evaluate.ts';
import type { RuleNode } from '../nodes.ts';
import type { Compile } from '../path.ts';
import { atomize, inDocumentOrder, isNode, type Sequence, textOfAtom } from '../values.ts';

const textsOf = (items: Sequence): readonly string[] => atomize(items).map(textOfAtom);

/** Nodes of a key by the text of their values; worked out once a document. */
const indexOf = (name: string, key: KeyDeclaration, context: Context): ReadonlyMap<string, readonly RuleNode[]> => {
  const { run } = context;
  const known = run.keys.get(name);
  if (known !== undefined) return known;
  const index = new Map<string, RuleNode[]>();
  const inner: Context = { item: run.document.root, position: 1, size: 1, current: undefined, run };
  for (const node of key.match(inner)) {
    if (!isNode(node)) continue;
    spend(context, 1);
    for (const value of new Set(textsOf(key.use({ item: node, position: 1, size: 1, current: node, run })))) {
      const nodes = index.get(value);
      if (nodes === undefined) index.set(value, [node]);
      else nodes.push(node);
    }
  }
  run.keys.set(name, index);
  return index;
};

/** `key(name, values)`; the name must be stated, so that it can be checked. */
export const findByKey = (call: Extract<Expression, { is: 'call' }>, scope: Scope, compile: Compile): Evaluate => {
  const [named, wanted] = call.args;
  if (named?.is !== 'literal' || typeof named.value !== 'string' || wanted === undefined)
    throw new XPathStaticError('XPST0017', 'key() needs its name as a literal', call.at);
  const name = named.value;
  const key = scope.keys.get(name);
  if (key === undefined) throw new XPathStaticError('XTDE1260', `the key ${name} is not declared`, call.at);
  const values = compile.evaluate(wanted);
  return (context) => {
    const index = indexOf(name, key, context);
    return inDocumentOrder(textsOf(values(context)).flatMap((value) => index.get(value) ?? []));
  };
};

const XML = 'http://www.w3.org/XML/1998/namespace';

/** `id(values)`: elements by `xml:id`. Types are not known here, so attributes of type xs:ID are not found. */
export const findById = (values: Evaluate): Evaluate => {
  const key: KeyDeclaration = {
    match: ({ run }) => run.document.elements.filter(({ attributes }) => attributes.some(isXmlId)),
    use: ({ item }) => (isNode(item) ? item.attributes.filter(isXmlId).map(({ text }) => text ?? '') : []),
  };
  return (context) => {
    const index = indexOf('\u0000id', key, context);
    const wanted = textsOf(values(context)).flatMap((text) => text.split(/[ \t\r\n]+/));
    return inDocumentOrder(wanted.flatMap((value) => index.get(value)?.slice(0, 1) ?? []));
  };
};
const isXmlId = ({ name, namespaceUri }: RuleNode): boolean => name === 'id' && namespaceUri === XML;
