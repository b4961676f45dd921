/** Element and attribute declarations from their nodes. */
import { XSD_NAMESPACE } from '../head.ts';
import { blockedIn } from './blocked.ts';
import { type DocumentContext, meantName, ownName } from './collect.ts';
import type {
  AttributeDeclaration,
  ElementDeclaration,
  IdentityConstraint,
  Name,
  SimpleType,
  XsdType,
} from './components.ts';
import type { SchemaNode } from './node.ts';
import { once } from './once.ts';
import { annotated, xsChild, xsChildren } from './read-simple.ts';

/** How the reading of a declaration asks for its type. */
export interface DeclarationParts {
  type(name: Name): XsdType;
  simpleType(name: Name): SimpleType;
  /** The type of an inline definition. */
  inlineType(node: SchemaNode, context: DocumentContext): XsdType;
  element(name: Name): ElementDeclaration | undefined;
}

const isTrue = (text: string | undefined): boolean => text?.trim() === 'true' || text?.trim() === '1';

const localName = (node: SchemaNode, context: DocumentContext, qualified: boolean): Name => {
  const form = node.attributes.get('form') ?? (qualified ? 'qualified' : 'unqualified');
  return ownName(node, form === 'qualified' ? context.targetNamespace : '');
};

const constraintsIn = (node: SchemaNode, context: DocumentContext): readonly IdentityConstraint[] =>
  xsChildren(node, 'key', 'unique', 'keyref').map((each) => {
    const refer = each.attributes.get('refer');
    const xpath = (child: SchemaNode | undefined): string => child?.attributes.get('xpath') ?? '';
    return {
      ...annotated(each, context),
      kind: each.name === 'key' ? 'key' : each.name === 'unique' ? 'unique' : 'keyref',
      name: ownName(each, context.targetNamespace),
      selector: xpath(xsChild(each, 'selector')),
      fields: xsChildren(each, 'field').map(xpath),
      refer: refer === undefined ? undefined : meantName(context, each, refer),
    };
  });

/** An element declaration, global or local. */
export const readElement = (
  node: SchemaNode,
  context: DocumentContext,
  parts: DeclarationParts,
  global: boolean,
): ElementDeclaration => {
  const { attributes } = node;
  const head = attributes.get('substitutionGroup');
  const substitutionGroup = head === undefined ? undefined : meantName(context, node, head);
  const type = once((): XsdType => {
    const written = attributes.get('type');
    if (written !== undefined) return parts.type(meantName(context, node, written));
    const inline = xsChild(node, 'simpleType', 'complexType');
    if (inline !== undefined) return parts.inlineType(inline, context);
    const inherited = substitutionGroup === undefined ? undefined : parts.element(substitutionGroup);
    return inherited?.type ?? parts.type({ namespace: XSD_NAMESPACE, local: 'anyType' });
  });
  return {
    ...annotated(node, context),
    kind: 'element',
    name: global ? ownName(node, context.targetNamespace) : localName(node, context, context.elementsQualified),
    get type() {
      return type();
    },
    nillable: isTrue(attributes.get('nillable')),
    abstract: isTrue(attributes.get('abstract')),
    blocked: blockedIn(attributes.get('block'), context.blockDefault),
    default: attributes.get('default'),
    fixed: attributes.get('fixed'),
    global,
    substitutionGroup,
    constraints: constraintsIn(node, context),
  };
};

/** An attribute declaration, global or local. */
export const readAttribute = (
  node: SchemaNode,
  context: DocumentContext,
  parts: DeclarationParts,
  global: boolean,
): AttributeDeclaration => {
  const { attributes } = node;
  const type = once((): SimpleType => {
    const written = attributes.get('type');
    if (written !== undefined) return parts.simpleType(meantName(context, node, written));
    const inline = xsChild(node, 'simpleType');
    const found = inline === undefined ? undefined : parts.inlineType(inline, context);
    return found?.kind === 'simple' ? found : parts.simpleType({ namespace: XSD_NAMESPACE, local: 'anySimpleType' });
  });
  return {
    ...annotated(node, context),
    kind: 'attribute',
    name: global ? ownName(node, context.targetNamespace) : localName(node, context, context.attributesQualified),
    get type() {
      return type();
    },
    default: attributes.get('default'),
    fixed: attributes.get('fixed'),
    global,
  };
};
