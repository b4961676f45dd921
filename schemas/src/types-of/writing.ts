/** Writes typed values as XML, by tables: in the order of the schema, everything escaped. */
import { XSI_NAMESPACE } from '../json-view/typed-elements.ts';
import { escapeAttribute, escapeText } from '../xml/escape.ts';
import type { ElementTable, ParticleTable, Tables, TypeRef } from './tables.ts';

/** A value that cannot be written. Its message begins with the path of the member. */
export class WriteError extends Error {}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const fail = (path: string, text: string): never => {
  throw new WriteError(`${path}: ${text}`);
};

const textIn = (value: unknown, path: string): string =>
  typeof value === 'string' ? value : fail(path, 'a text is expected');

const objectIn = (value: unknown, path: string): Readonly<Record<string, unknown>> =>
  isObject(value) ? value : fail(path, 'an object is expected');

/** Writes values by the tables of a generated file. */
export const valueWriter = ({ types, prefixes }: Tables) => {
  const prefixOf = new Map(Object.entries(prefixes).map(([prefix, namespace]) => [namespace, prefix]));
  const qualified = (namespace: string, local: string): string => {
    if (namespace === '') return local;
    const prefix = namespace === 'http://www.w3.org/XML/1998/namespace' ? 'xml' : prefixOf.get(namespace);
    return prefix === undefined ? fail('/', `namespace ${namespace} has no prefix`) : `${prefix}:${local}`;
  };

  const content = (type: TypeRef, value: unknown, path: string): { attributes: string; inner: string } => {
    if (value === null) return { attributes: ' xsi:nil="true"', inner: '' };
    if (typeof type === 'string') return { attributes: '', inner: escapeText(textIn(value, path)) };
    const object = objectIn(value, path);
    const said = object.$type;
    const actual =
      typeof said === 'string' ? (types[type.id]?.derived?.[said] ?? fail(path, `no type ${said}`)) : type.id;
    const table = types[actual] ?? fail(path, `no type ${actual}`);
    let attributes = '';
    if (typeof said === 'string') {
      const [, namespace = '', local = said] = /^\{(.*)\}(.*)$/.exec(said) ?? [];
      attributes += ` xsi:type="${escapeAttribute(qualified(namespace, local))}"`;
    }
    for (const { member, namespace, local, required } of table.attributes) {
      const text = object[member];
      if (text !== undefined)
        attributes += ` ${qualified(namespace, local)}="${escapeAttribute(textIn(text, `${path}/${member}`))}"`;
      else if (required) fail(`${path}/${member}`, 'it is missing');
    }
    const { content: has } = table;
    if (has.is === 'empty') return { attributes, inner: '' };
    if (has.is === 'text') return { attributes, inner: escapeText(textIn(object.value, `${path}/value`)) };
    if (has.is === 'elements') return { attributes, inner: part(has.part, object, path) };
    const items = Array.isArray(object.content) ? object.content : fail(`${path}/content`, 'a list is expected');
    return {
      attributes,
      inner: items
        .map((item: unknown, at: number) =>
          typeof item === 'string' ? escapeText(item) : ofKind(has.of, item, `${path}/content/${at}`),
        )
        .join(''),
    };
  };
  const element = (table: ElementTable, value: unknown, path: string): string => {
    if (table.type === 'raw') return textIn(value, path);
    const { attributes, inner } = content(table.type, value, path);
    const name = qualified(table.namespace, table.local);
    return inner === '' ? `<${name}${attributes}/>` : `<${name}${attributes}>${inner}</${name}>`;
  };
  const ofKind = (of: readonly ElementTable[], value: unknown, path: string): string => {
    const object = objectIn(value, path);
    const table = of.find(({ member }) => member === object.kind);
    if (table !== undefined) return element(table, object[table.member], `${path}/${table.member}`);
    return object.kind === 'any' ? textIn(object.any, `${path}/any`) : fail(path, `no kind ${String(object.kind)}`);
  };
  /** The values of a member, one for each occurrence. */
  const each = (
    { min, max, member }: ParticleTable & { readonly member: string },
    object: Readonly<Record<string, unknown>>,
    path: string,
    write: (value: unknown, path: string) => string,
  ): string => {
    const value = object[member];
    const here = `${path}/${member}`;
    if (max === 1) return value === undefined ? (min > 0 ? fail(here, 'it is missing') : '') : write(value, here);
    const items: readonly unknown[] =
      value === undefined ? [] : Array.isArray(value) ? value : fail(here, 'a list is expected');
    if (items.length < min || (max !== -1 && items.length > max))
      fail(here, `${items.length} stand here; ${min} to ${max === -1 ? 'any number' : max} may`);
    return items.map((item, at) => write(item, `${here}/${at}`)).join('');
  };
  const part = (of: ParticleTable, object: Readonly<Record<string, unknown>>, path: string): string => {
    switch (of.is) {
      case 'element':
        return each(of, object, path, (value, here) => element(of, value, here));
      case 'substitutes':
        return each(of, object, path, (value, here) => ofKind(of.of, value, here));
      case 'any':
        return each(of, object, path, textIn);
      case 'choice':
        return each(of, object, path, (value, here) => {
          const chosen = objectIn(value, here);
          const branch = of.of.find(({ kind }) => kind === chosen.kind);
          return branch === undefined ? fail(here, `no kind ${String(chosen.kind)}`) : part(branch.part, chosen, here);
        });
      case 'all':
      case 'sequence': {
        const { member } = of;
        const all = (within: Readonly<Record<string, unknown>>, here: string): string =>
          of.parts.map((inner) => part(inner, within, here)).join('');
        if (member === undefined) return all(object, path);
        return each({ ...of, member }, object, path, (value, here) => all(objectIn(value, here), here));
      }
    }
  };
  const declarations = Object.entries({ ...prefixes, xsi: XSI_NAMESPACE })
    .map(([prefix, namespace]) => ` xmlns:${prefix}="${escapeAttribute(namespace)}"`)
    .join('');

  /** The octets of a document with the value as its root. Throws WriteError where something is missing or misplaced. */
  return (value: unknown, root: ElementTable): Uint8Array => {
    const { attributes, inner } = content(root.type, value, `/${root.local}`);
    const name = qualified(root.namespace, root.local);
    return Buffer.from(
      `<?xml version="1.0" encoding="UTF-8"?>\n<${name}${declarations}${attributes}>${inner}</${name}>\n`,
    );
  };
};
