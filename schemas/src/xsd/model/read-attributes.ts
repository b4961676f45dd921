/** Attributes of complex types and attribute groups. */
import { type Definition, type DocumentContext, meantName } from './collect.ts';
import { type AttributeDeclaration, type AttributeUse, type Name, nameText, type Wildcard } from './components.ts';
import type { SchemaNode } from './node.ts';
import { readWildcard } from './read-particle.ts';
import { xsChildren } from './read-simple.ts';

/** How the reading of attributes asks for others. */
export interface AttributeParts {
  attribute(name: Name): AttributeDeclaration | undefined;
  localAttribute(node: SchemaNode, context: DocumentContext): AttributeDeclaration;
  attributeGroup(name: Name, from: Definition | undefined): Definition | undefined;
}

/** What a definition says of attributes: in use, prohibited, and the wildcard. */
export interface AttributeSet {
  readonly uses: ReadonlyMap<string, AttributeUse>;
  readonly prohibited: ReadonlySet<string>;
  readonly any: Wildcard | undefined;
}

/** Reads `attribute`, `attributeGroup` and `anyAttribute` in a node. `seen`: groups underway, circles end there. */
export const readAttributes = (
  node: SchemaNode,
  context: DocumentContext,
  parts: AttributeParts,
  from: Definition | undefined,
  seen: readonly Definition[] = [],
): AttributeSet => {
  const uses = new Map<string, AttributeUse>();
  const prohibited = new Set<string>();
  let any: Wildcard | undefined;
  for (const child of xsChildren(node, 'attribute', 'attributeGroup', 'anyAttribute')) {
    const ref = child.attributes.get('ref');
    if (child.name === 'anyAttribute') any = readWildcard(child, context);
    else if (child.name === 'attributeGroup') {
      const group = ref === undefined ? undefined : parts.attributeGroup(meantName(context, child, ref), from);
      if (group === undefined || seen.includes(group)) continue;
      const within = readAttributes(group.node, group.context, parts, group, [...seen, group]);
      for (const [key, use] of within.uses) uses.set(key, use);
      any ??= within.any;
    } else {
      const attribute =
        ref === undefined ? parts.localAttribute(child, context) : parts.attribute(meantName(context, child, ref));
      if (attribute === undefined) continue;
      const use = child.attributes.get('use');
      const key = nameText(attribute.name);
      if (use === 'prohibited') prohibited.add(key);
      else
        uses.set(key, {
          attribute,
          required: use === 'required',
          default: child.attributes.get('default') ?? attribute.default,
          fixed: child.attributes.get('fixed') ?? attribute.fixed,
        });
    }
  }
  return { uses, prohibited, any };
};
