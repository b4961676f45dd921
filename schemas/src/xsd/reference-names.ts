/**
 * What may bear a reference to an id in documents of a plan: no less than what bears one, and perhaps more. Read off the
 * texts, since the model of a large standard costs a hundred times as much. Pure.
 */
import type { SchemaPlan } from './plan.ts';
import { namespacesOf } from './sets.ts';
import { tokensOf } from './tokens.ts';

/** Local name → namespaces it may have there; empty: none. */
type Names = ReadonlyMap<string, ReadonlySet<string>>;

/** Elements and attributes, and the local names of types whose text is a reference, built-in ones among them. */
export interface ReferenceNames {
  readonly elements: Names;
  readonly attributes: Names;
  readonly types: ReadonlySet<string>;
}

const BUILT_IN = ['IDREF', 'IDREFS'];

const localOf = (name: string): string => name.slice(name.indexOf(':') + 1).trim();

interface Found {
  readonly elements: Map<string, Set<string>>;
  readonly attributes: Map<string, Set<string>>;
  readonly types: Set<string>;
}

/** An element of the schema that is open; of declarations the namespaces what they declare has. */
interface Open {
  readonly kind: string;
  readonly name: string | undefined;
  readonly namespaces: readonly string[];
}

const add = (names: Map<string, Set<string>>, name: string, namespaces: readonly string[]): void => {
  const known = names.get(name) ?? new Set<string>();
  for (const namespace of namespaces) known.add(namespace);
  names.set(name, known);
};

const addOwner = ({ elements, attributes, types }: Found, { kind, name = '', namespaces }: Open): void => {
  if (kind === 'element') add(elements, name, namespaces);
  else if (kind === 'attribute') add(attributes, name, namespaces);
  else types.add(name);
};

const readInto = (text: string, targets: readonly string[], found: Found): void => {
  const open: Open[] = [];
  let qualified: Readonly<Record<string, boolean>> = {};
  for (const token of tokensOf(text)) {
    if (token.kind === 'end') open.pop();
    if (token.kind !== 'start') continue;
    const kind = localOf(token.name);
    const said = (name: string): string | undefined => token.attributes.find((each) => each.name === name)?.value;
    const isReference = (names: string | undefined): boolean =>
      names?.split(/\s+/).some((name) => found.types.has(localOf(name))) === true;
    if (open.length === 0)
      qualified = {
        element: said('elementFormDefault') === 'qualified',
        attribute: said('attributeFormDefault') === 'qualified',
      };
    const form = said('form');
    const isQualified = open.length === 1 || (form === undefined ? qualified[kind] === true : form === 'qualified');
    const name = said('name');
    const here: Open = { kind, name, namespaces: isQualified ? targets : [''] };
    if (name !== undefined && (kind === 'element' || kind === 'attribute')) {
      const head = kind === 'element' ? said('substitutionGroup') : undefined;
      if (isReference(said('type')) || (head !== undefined && found.elements.has(localOf(head)))) addOwner(found, here);
    }
    // whoever gets the type of what stands here: a named type, an element or an attribute
    const owner = open.findLast((each) => each.name !== undefined);
    if (owner !== undefined && ['base', 'itemType', 'memberTypes'].some((attribute) => isReference(said(attribute))))
      addOwner(found, owner);
    if (!token.empty) open.push(here);
  }
};

const isUnqualified = (text: string, kind: string): boolean =>
  !new RegExp(`\\s${kind}FormDefault\\s*=\\s*["']qualified["']`).test(text);

const alternatives = (names: readonly string[]): string =>
  names.map((name) => name.replace(/[.\-\\]/g, '\\$&')).join('|');

/** Declarations that name a type, or a head they may stand for; without looking at what stands around them. */
const declaredInto = (
  text: string,
  targets: readonly string[],
  found: Found,
  types: readonly string[],
  heads: readonly string[],
): void => {
  const said = [
    ...(types.length === 0 ? [] : [`type\\s*=\\s*["']\\s*(?:[^\\s"':]+:)?(?:${alternatives(types)})\\s*["']`]),
    ...(heads.length === 0
      ? []
      : [`substitutionGroup\\s*=\\s*["']\\s*(?:[^\\s"':]+:)?(?:${alternatives(heads)})\\s*["']`]),
  ];
  const pattern = new RegExp(`<(?:[^\\s<>:]+:)?(element|attribute)\\s(?:[^<>]*\\s)?(?:${said.join('|')})[^<>]*>`, 'g');
  for (const [tag, kind = ''] of text.matchAll(pattern)) {
    const name = /\sname\s*=\s*["']\s*([^"']*?)\s*["']/.exec(tag)?.[1];
    if (name === undefined) continue;
    const isPlain = /\sform\s*=\s*["']unqualified["']/.test(tag) || isUnqualified(text, kind);
    add(kind === 'element' ? found.elements : found.attributes, name, isPlain ? [...targets, ''] : targets);
  }
};

/** `undefined` where nothing of the plan is a reference. */
export const referenceNames = (plan: SchemaPlan): ReferenceNames | undefined => {
  const counted = namespacesOf(plan);
  const found: Found = { elements: new Map(), attributes: new Map(), types: new Set(BUILT_IN) };
  let types = BUILT_IN;
  let heads: readonly string[] = [];
  // what was found once may make more of what was read before
  while (types.length + heads.length > 0) {
    const before = { types: new Set(found.types), elements: new Set(found.elements.keys()) };
    const mentioned = new RegExp(`[":'\\s](?:${alternatives([...types, ...heads])})["'\\s]`);
    const built = new RegExp(
      `\\s(?:base|itemType|memberTypes)\\s*=\\s*["'][^"']*(?:${alternatives([...types, 'IDREF'])})`,
    );
    for (const [path, { text }] of plan.documents) {
      if (!mentioned.test(text)) continue;
      const targets = [...(counted.get(path) ?? [''])];
      if (built.test(text)) readInto(text, targets, found);
      declaredInto(text, targets, found, types, heads);
    }
    types = [...found.types].filter((name) => !before.types.has(name));
    heads = [...found.elements.keys()].filter((name) => !before.elements.has(name));
  }
  return found.elements.size + found.attributes.size === 0 ? undefined : found;
};
