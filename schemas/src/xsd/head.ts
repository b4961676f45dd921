/** What stands before the components of a schema document: its target namespace and what it refers to. Pure. */
import { type Attribute, type Token, tokensOf } from './tokens.ts';

/** The namespace of XML Schema. */
export const XSD_NAMESPACE = 'http://www.w3.org/2001/XMLSchema';

/** A reference to another schema document. */
export interface SchemaReference {
  readonly kind: 'include' | 'import' | 'redefine' | 'override';
  /** Of an import; absent: components without namespace. */
  readonly namespace: string | undefined;
  readonly location: string | undefined;
  readonly line: number;
  /** Where the value of `schemaLocation` stands, or where the attribute could be put. */
  readonly at: { readonly start: number; readonly end: number; readonly attribute: boolean };
}

/** The head of a document, or none where its root is no `xs:schema`. */
export interface SchemaHead {
  readonly targetNamespace: string | undefined;
  readonly references: readonly SchemaReference[];
  readonly line: number;
}

type Scope = ReadonlyMap<string, string>;
type StartTag = Extract<Token, { kind: 'start' }>;

const scopeOf = (tag: StartTag, outer: Scope): Scope => {
  let scope: Map<string, string> | undefined;
  for (const { name, value } of tag.attributes) {
    if (name !== 'xmlns' && !name.startsWith('xmlns:')) continue;
    scope ??= new Map(outer);
    scope.set(name === 'xmlns' ? '' : name.slice(6), value);
  }
  return scope ?? outer;
};

/** Local name of an element of XML Schema; `undefined` of another. */
const xsdName = (tag: StartTag, scope: Scope): string | undefined => {
  const colon = tag.name.indexOf(':');
  const prefix = colon === -1 ? '' : tag.name.slice(0, colon);
  return scope.get(prefix) === XSD_NAMESPACE ? tag.name.slice(colon + 1) : undefined;
};

const attribute = (tag: StartTag, name: string): Attribute | undefined =>
  tag.attributes.find((each) => each.name === name);

const REFERENCES: ReadonlySet<string> = new Set(['include', 'import', 'redefine', 'override']);
const isReference = (name: string | undefined): name is SchemaReference['kind'] =>
  name !== undefined && REFERENCES.has(name);
const BEFORE_COMPONENTS: ReadonlySet<string> = new Set(['annotation', 'defaultOpenContent']);

const referenceOf = (tag: StartTag, kind: SchemaReference['kind']): SchemaReference => {
  const location = attribute(tag, 'schemaLocation');
  return {
    kind,
    namespace: attribute(tag, 'namespace')?.value,
    location: location?.value.trim(),
    line: tag.line,
    at:
      location === undefined
        ? { start: tag.nameEnd, end: tag.nameEnd, attribute: false }
        : { start: location.start, end: location.end, attribute: true },
  };
};

/** Reads the head; what comes after the first component is not looked at. `undefined`: no schema document. */
export const schemaHead = (text: string): SchemaHead | undefined => {
  let scope: Scope = new Map();
  let depth = 0;
  let head: { targetNamespace: string | undefined; line: number } | undefined;
  const references: SchemaReference[] = [];
  for (const token of tokensOf(text)) {
    if (token.kind === 'end') depth--;
    if (depth < 0) break;
    if (token.kind !== 'start') continue;
    if (head === undefined) {
      scope = scopeOf(token, scope);
      if (xsdName(token, scope) !== 'schema') return undefined;
      head = { targetNamespace: attribute(token, 'targetNamespace')?.value, line: token.line };
    } else if (depth === 1) {
      const name = xsdName(token, scopeOf(token, scope));
      if (isReference(name)) references.push(referenceOf(token, name));
      else if (name === undefined || !BEFORE_COMPONENTS.has(name)) break;
    }
    if (!token.empty) depth++;
    else if (depth === 0) break;
  }
  return head === undefined ? undefined : { ...head, references };
};
