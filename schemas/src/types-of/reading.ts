/** Reads typed values from valid documents, by tables. */
import { XmlC14NMode } from 'libxml2-wasm';
import { isNil, xsiAttribute } from '../json-view/typed-elements.ts';
import { PAYLOAD_LIMITS } from '../xml/limits.ts';
import { readablePath } from '../xml/node-path.ts';
import { parseXml } from '../xml/parse.ts';
import { type TreeElement, treeOf } from '../xml/tree.ts';
import { contentOf, textOf } from '../xml/tree-text.ts';
import type { ElementTable, ParticleTable, Tables, TextTable, TypeRef } from './tables.ts';

/** A document that is not what its tables say. Its message begins with the path of the element. */
export class ReadError extends Error {}

/** An object with any members; it has no prototype, so that any element name is a member like any other. */
export type Members = Record<string, unknown>;

const members = (): Members => Object.create(null);

const textAs = (text: string, how: TextTable): string => {
  if (how === 'preserve') return text;
  const replaced = text.replace(/[\t\n\r]/g, ' ');
  return how === 'replace' ? replaced : replaced.replace(/ +/g, ' ').replace(/^ | $/g, '');
};

const fail = (element: TreeElement, text: string): never => {
  throw new ReadError(`${readablePath(element.node)}: ${text}`);
};

const named = ({ namespace, local }: ElementTable, element: TreeElement): boolean =>
  element.name === local && element.namespaceUri === namespace;

/** Elements of one parent, and how far they are read. */
interface Cursor {
  readonly parent: TreeElement;
  at: number;
}
const next = ({ parent, at }: Cursor): TreeElement | undefined => parent.elements[at];

const isWithin = (max: number, count: number): boolean => max === -1 || count < max;

const canBeEmpty = (part: ParticleTable): boolean => {
  if (part.min === 0) return true;
  if (part.is === 'sequence' || part.is === 'all') return part.parts.every(canBeEmpty);
  return part.is === 'choice' && part.of.some((each) => canBeEmpty(each.part));
};

/** Whether a part of a content model can begin with an element. */
const begins = (part: ParticleTable, element: TreeElement | undefined): boolean => {
  if (element === undefined) return false;
  switch (part.is) {
    case 'element':
      return named(part, element);
    case 'substitutes':
      return part.of.some((each) => named(each, element));
    case 'any':
      return part.in?.includes(element.namespaceUri) ?? !(part.not ?? []).includes(element.namespaceUri);
    case 'choice':
      return part.of.some((each) => begins(each.part, element));
    case 'all':
      return part.parts.some((each) => begins(each, element));
    case 'sequence':
      for (const each of part.parts) {
        if (begins(each, element)) return true;
        if (!canBeEmpty(each)) return false;
      }
      return false;
  }
};

/** Reads values by the tables of a generated file. */
export const valueReader = ({ types }: Tables) => {
  /** In exclusive canonical form, and with the prefixes that values in it begin with, so that it stands by itself. */
  const raw = ({ node }: TreeElement): string => {
    const mode = XmlC14NMode.XML_C14N_EXCLUSIVE_1_0;
    const text = node.canonicalizeToString({ mode });
    const meant = Object.keys(node.namespaces).filter(
      (prefix) => prefix !== '' && (text.includes(`"${prefix}:`) || text.includes(`>${prefix}:`)),
    );
    return meant.length === 0 ? text : node.canonicalizeToString({ mode, inclusiveNamespacePrefixes: meant });
  };

  const readElement = (element: TreeElement, type: TypeRef): unknown => {
    if (type === 'raw') return raw(element);
    if (isNil(element)) return null;
    if (typeof type === 'string') return textAs(textOf(element), type);
    const declared = types[type.id];
    const said = xsiAttribute(element, 'type');
    const [local = '', prefix = ''] = said?.split(':').reverse() ?? [];
    const namespace = said === undefined ? '' : (element.node.namespaceForPrefix(prefix) ?? '');
    const name = namespace === '' ? local : `{${namespace}}${local}`;
    const actual = said === undefined ? undefined : declared?.derived?.[name];
    const table = actual === undefined ? declared : types[actual];
    if (table === undefined) return fail(element, `no type ${type.id}`);
    const value = members();
    if (actual !== undefined) value.$type = name;
    for (const { member, namespace: of, local: called, text, required } of table.attributes) {
      const found = element.attributes.find((each) => each.name === called && each.namespaceUri === of);
      if (found !== undefined) value[member] = textAs(found.value, text);
      else if (required) fail(element, `attribute ${called} is missing`);
    }
    const { content } = table;
    if (content.is === 'text') value.value = textAs(textOf(element), content.text);
    else if (content.is === 'mixed') value.content = mixed(element, content.of);
    else if (content.is === 'elements') {
      const cursor: Cursor = { parent: element, at: 0 };
      readPart(content.part, cursor, value);
      const left = next(cursor);
      if (left !== undefined) fail(left, 'this element is not expected here');
    }
    return value;
  };
  const asKind = (element: TreeElement, of: readonly ElementTable[]): Members | undefined => {
    const table = of.find((each) => named(each, element));
    if (table === undefined) return undefined;
    const value = members();
    value.kind = table.member;
    value[table.member] = readElement(element, table.type);
    return value;
  };
  const mixed = (element: TreeElement, of: readonly ElementTable[]): readonly unknown[] => {
    return contentOf(element).map((each) =>
      typeof each === 'string' ? each : (asKind(each, of) ?? { kind: 'any', any: raw(each) }),
    );
  };
  /** One occurrence of a part that has a member. */
  const readOne = (
    part: ParticleTable & { readonly member: string },
    cursor: Cursor,
    element: TreeElement,
  ): unknown => {
    const found = members();
    switch (part.is) {
      case 'element':
        cursor.at++;
        return readElement(element, part.type);
      case 'substitutes':
        cursor.at++;
        return asKind(element, part.of);
      case 'any':
        cursor.at++;
        return raw(element);
      case 'choice': {
        const chosen = part.of.find((each) => begins(each.part, element));
        if (chosen === undefined) return found;
        found.kind = chosen.kind;
        readPart(chosen.part, cursor, found);
        return found;
      }
      case 'all':
      case 'sequence':
        readGroup(part, cursor, found);
        return found;
    }
  };
  const readGroup = (
    { is, parts }: ParticleTable & { readonly is: 'all' | 'sequence' },
    cursor: Cursor,
    value: Members,
  ): void => {
    if (is === 'all') readAll(parts, cursor, value);
    else for (const each of parts) readPart(each, cursor, value);
  };
  const readPart = (part: ParticleTable, cursor: Cursor, value: Members): void => {
    const { member } = part;
    if (member === undefined) {
      if (part.is === 'all' || part.is === 'sequence') readGroup(part, cursor, value);
      return;
    }
    const placed = { ...part, member };
    const found: unknown[] = [];
    while (isWithin(part.max, found.length)) {
      const element = next(cursor);
      if (element === undefined || !begins(part, element)) break;
      const before = cursor.at;
      found.push(readOne(placed, cursor, element));
      if (cursor.at === before) break;
    }
    if (found.length < part.min) fail(next(cursor) ?? cursor.parent, `${member} is missing`);
    if (part.max !== 1) value[member] = found;
    else if (found.length > 0) value[member] = found[0];
  };
  /** Any order, each once. */
  const readAll = (parts: readonly ParticleTable[], cursor: Cursor, value: Members): void => {
    const left = new Set(parts);
    for (let element = next(cursor); element !== undefined; element = next(cursor)) {
      const here = element;
      const part = [...left].find((each) => begins(each, here));
      if (part === undefined) break;
      left.delete(part);
      readPart(part, cursor, value);
    }
    for (const part of left) readPart(part, cursor, value);
  };

  /**
   * The value of a document whose root is of the type. The octets are verified and valid; what does not fit all the same
   * is a ReadError with its path.
   */
  return (octets: Uint8Array, root: ElementTable): unknown => {
    const parsed = parseXml(octets, { limits: PAYLOAD_LIMITS, language: 'en' });
    if (!parsed.ok) throw new ReadError(`/: ${parsed.violations.map(({ text }) => text).join(' ')}`);
    try {
      const tree = treeOf(parsed.document.root);
      if (!named(root, tree)) return fail(tree, `a root {${root.namespace}}${root.local} is expected`);
      return readElement(tree, root.type);
    } finally {
      parsed.document.dispose();
    }
  };
};
