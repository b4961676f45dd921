/** A schema document as plain data: elements with their line, attributes and the prefixes in force. Pure. */
import { tokensOf } from '../tokens.ts';

/** An element of a schema document, or of what stands in its `appinfo`. */
export interface SchemaNode {
  readonly name: string;
  readonly namespace: string;
  /** By name as written, declarations of prefixes left out. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly SchemaNode[];
  /** Text directly in it, that of children left out. */
  readonly text: string;
  readonly line: number;
  /** Prefix → namespace; the default one under an empty prefix. */
  readonly prefixes: ReadonlyMap<string, string>;
}

interface Growing extends SchemaNode {
  readonly children: Growing[];
  text: string;
}

/** Text of an element and all below it, white space collapsed. */
export const wholeText = (node: SchemaNode): string =>
  [node.text, ...node.children.map(wholeText)].join(' ').replace(/\s+/g, ' ').trim();

/** Reads a document that libxml2 takes as well-formed. `undefined` where there is no element at all. */
export const schemaTree = (text: string): SchemaNode | undefined => {
  const open: Growing[] = [];
  let root: Growing | undefined;
  for (const token of tokensOf(text)) {
    const parent = open.at(-1);
    if (token.kind === 'text') {
      if (parent !== undefined && (parent.text !== '' || token.text.trim() !== '')) parent.text += token.text;
      continue;
    }
    if (token.kind === 'end') {
      open.pop();
      continue;
    }
    let prefixes = parent?.prefixes ?? new Map([['xml', 'http://www.w3.org/XML/1998/namespace']]);
    const attributes = new Map<string, string>();
    let own: Map<string, string> | undefined;
    for (const { name, value } of token.attributes) {
      if (name !== 'xmlns' && !name.startsWith('xmlns:')) attributes.set(name, value);
      else {
        own ??= new Map(prefixes);
        own.set(name === 'xmlns' ? '' : name.slice(6), value);
      }
    }
    prefixes = own ?? prefixes;
    const colon = token.name.indexOf(':');
    const node: Growing = {
      name: token.name.slice(colon + 1),
      namespace: prefixes.get(colon === -1 ? '' : token.name.slice(0, colon)) ?? '',
      attributes,
      children: [],
      text: '',
      line: token.line,
      prefixes,
    };
    if (parent !== undefined) parent.children.push(node);
    else if (root === undefined) root = node;
    else break;
    if (!token.empty) open.push(node);
  }
  return root;
};
