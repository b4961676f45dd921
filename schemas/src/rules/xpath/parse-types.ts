/** Types in expressions: `xs:decimal?`, `element(a)*`, `item()+`. */
import {
  ATOMIC_TYPES,
  type AtomicType,
  type CastType,
  NARROWER_TYPES,
  type NodeTest,
  type SequenceType,
} from './ast.ts';
import { TYPES_NAMESPACE, type Words } from './words.ts';

const KIND_TESTS: Readonly<Record<string, Extract<NodeTest, { test: 'kind' }>['kind']>> = {
  node: 'node',
  text: 'text',
  comment: 'comment',
  'processing-instruction': 'instruction',
  'document-node': 'document',
  element: 'element',
  attribute: 'attribute',
};

/** Whether the words ahead begin a test such as `text()`. */
export const atKindTest = (words: Words): boolean => {
  const word = words.peek();
  return (
    word.word === 'name' && word.prefix === undefined && Object.hasOwn(KIND_TESTS, word.local) && words.isSymbol('(', 1)
  );
};

/** `node()`, `text()`, `element(name)`, …; types in it are not of the subset. */
export const parseKindTest = (words: Words): NodeTest => {
  const { local, at } = words.takeName();
  const kind = KIND_TESTS[local] ?? words.fail(`${local}() is no test of nodes`, at);
  words.expect('(');
  let name: { uri: string; local: string } | undefined;
  if (!words.isSymbol(')') && !words.accept('*')) {
    const word = words.peek();
    if (word.word === 'string' && kind === 'instruction') {
      words.take();
      name = { uri: '', local: word.text };
    } else if (kind === 'element' || kind === 'attribute' || kind === 'instruction') {
      const named = words.takeName();
      name = { uri: named.prefix === undefined ? '' : words.namespaceOf(named.prefix, named.at), local: named.local };
    } else words.fail(`${local}() takes no argument here`);
  }
  words.expect(')');
  return name === undefined ? { test: 'kind', kind } : { test: 'kind', kind, name };
};

/** `*`, `p:*`, `*:local` or a name; a name without prefix is in no namespace. */
export const parseNameTest = (words: Words): NodeTest => {
  if (words.accept('*')) return { test: 'name', uri: undefined, local: undefined };
  const word = words.take();
  if (word.word !== 'name') return words.fail(`a name was expected, here is ${words.said(word)}`, word.at);
  const { prefix } = word;
  const uri = prefix === undefined ? '' : prefix === '*' ? undefined : words.namespaceOf(prefix, word.at);
  return { test: 'name', uri, local: word.local === '*' ? undefined : word.local };
};

const takeTypeName = (words: Words): { readonly local: string; readonly at: number } => {
  const { prefix, local, at } = words.takeName();
  const uri = prefix === undefined ? undefined : words.namespaceOf(prefix, at);
  if (uri !== TYPES_NAMESPACE)
    words.fail(`${prefix === undefined ? local : `${prefix}:${local}`} is not a type of XML Schema`, at, 'XPST0051');
  return { local, at };
};

export const isCastType = (local: string): local is CastType =>
  [...ATOMIC_TYPES, ...NARROWER_TYPES].some((type) => type === local);

/** The type of `cast as` and `castable as`. */
export const parseSingleType = (words: Words): { readonly type: CastType; readonly optional: boolean } => {
  const { local, at } = takeTypeName(words);
  if (!isCastType(local) || local === 'anyAtomicType')
    return words.fail(`the type xs:${local} is not of the supported subset`, at, 'XPST0051');
  return { type: local, optional: words.accept('?') };
};

/** The type of `instance of`, `treat as` and of parameters. */
export const parseSequenceType = (words: Words): SequenceType => {
  if (words.isKeyword('empty-sequence') && words.isSymbol('(', 1)) {
    words.take();
    words.expect('(');
    words.expect(')');
    return { item: { is: 'item' }, occurrence: '0' };
  }
  let item: SequenceType['item'];
  if (words.isKeyword('item') && words.isSymbol('(', 1)) {
    words.take();
    words.expect('(');
    words.expect(')');
    item = { is: 'item' };
  } else if (atKindTest(words)) item = { is: 'node', test: parseKindTest(words) };
  else {
    const { local, at } = takeTypeName(words);
    const type = ATOMIC_TYPES.find((known) => known === local) as AtomicType | undefined;
    item = {
      is: 'atomic',
      type: type ?? words.fail(`the type xs:${local} is not of the supported subset here`, at, 'XPST0051'),
    };
  }
  const occurrence = words.accept('?') ? '?' : words.accept('*') ? '*' : words.accept('+') ? '+' : '1';
  return { item, occurrence };
};
