/** From the object model to tables and to what is said in TypeScript: every complex type reachable from some roots. */
import {
  type AttributeUse,
  type ComplexType,
  type ElementDeclaration,
  nameText,
  type Particle,
  type Wildcard,
  type XsdType,
} from '../xsd/model/components.ts';
import type { XsdModel } from '../xsd/model/read-xsd.ts';
import { namesInUse, pascal, typeNames } from './names.ts';
import { facetText, simpleTypeText, textTableOf } from './simple-text.ts';
import type { AlternativeTable, ElementTable, ParticleTable, TypeRef, TypeTable } from './tables.ts';

/** Documentation of elements, attributes and types: by `typeId.member`, and by id. */
export type Docs = Map<string, string>;

/** A root with the name its functions get. */
export interface Root {
  readonly name: string;
  readonly table: ElementTable;
}

/** What was collected. */
export interface Collected {
  readonly types: ReadonlyMap<string, TypeTable>;
  readonly roots: readonly Root[];
  readonly docs: Docs;
  /** Named simple types with listed values, by name. */
  readonly texts: ReadonlyMap<string, string>;
  /** Values of elements and attributes in TypeScript, by table. */
  readonly textOf: ReadonlyMap<object, () => string>;
  readonly namespaces: ReadonlySet<string>;
}

/** The same in every model that has the type; anonymous types are told apart by whose they are. */
const keyOf = (type: XsdType, owner: string): string =>
  `${type.place?.file}:${type.place?.line}:${type.name === undefined ? owner : nameText(type.name)}`;

const documented = ({ documentation }: { readonly documentation: ComplexType['documentation'] }): string =>
  documentation.map(({ text }) => text).join('\n');

const isEmptiable = (part: ParticleTable): boolean =>
  part.min === 0 ||
  ((part.is === 'sequence' || part.is === 'all') && part.parts.every(isEmptiable)) ||
  (part.is === 'choice' && part.of.some((each) => isEmptiable(each.part)));

/** What the first element of a part is called, for the `kind` of an alternative. */
const kindOf = (part: ParticleTable): string => {
  if (part.member !== undefined && part.is !== 'sequence' && part.is !== 'all') return part.member;
  const [first] = part.is === 'sequence' || part.is === 'all' ? part.parts : [];
  return first === undefined ? 'nothing' : kindOf(first);
};

/** Collects from several models (one a part), so that types they share are made once. */
export const collector = () => {
  const ids = new Map<string, string>();
  const freeName = typeNames();
  const types = new Map<string, TypeTable>();
  const texts = new Map<string, string>();
  const textNames = new Map<string, string>();
  const textOf = new Map<object, () => string>();
  const docs: Docs = new Map();
  const namespaces = new Set<string>();
  const roots: Root[] = [];
  const freeRoot = namesInUse();

  const simpleText = (type: XsdType & { readonly kind: 'simple' }): string => {
    const text = simpleTypeText(type);
    if (type.name === undefined || type.builtIn || text === 'string') return text;
    const key = keyOf(type, '');
    const known = textNames.get(key);
    if (known !== undefined) return known;
    const name = freeName(type.name.local);
    textNames.set(key, name);
    texts.set(name, text);
    docs.set(name, documented(type));
    return name;
  };

  /** Named at once, so that names come in the order of the schema. */
  const simpleNamed = (type: XsdType & { readonly kind: 'simple' }): (() => string) => {
    const text = simpleText(type);
    return () => text;
  };

  /** Types that have their name, and whose content is still to be read: however deep they stand in one another. */
  const open: (() => void)[] = [];

  const within = (model: XsdModel) => {
    const idOf = new Map<ComplexType, string>();
    const note = (namespace: string): string => {
      if (namespace !== '') namespaces.add(namespace);
      return namespace;
    };
    /** Type of an element: how it is read, and what it is in TypeScript. */
    const refOf = (type: XsdType, owner: string): { ref: TypeRef; text: () => string } => {
      if (type.kind === 'simple') return { ref: textTableOf(type), text: simpleNamed(type) };
      if (type.builtIn) return { ref: 'raw', text: () => 'RawXml' };
      const id = typeId(type, owner);
      // asked for when everything is collected: a derived type may refer back to this one
      const text = (): string => {
        const derived = Object.entries(types.get(id)?.derived ?? {});
        const branches = derived.map(([name, each]) => `(${each} & { readonly $type: ${JSON.stringify(name)} })`);
        return [...(type.abstract ? [] : [id]), ...branches].join(' | ') || 'never';
      };
      return { ref: { id }, text };
    };
    const typeId = (type: ComplexType, owner: string): string => {
      const key = keyOf(type, owner);
      const known = idOf.get(type) ?? ids.get(key);
      if (known !== undefined) return known;
      const id = freeName(type.name?.local ?? owner);
      ids.set(key, id);
      idOf.set(type, id);
      docs.set(id, documented(type));
      // derived types come before the content, since what is declared of this type may be any of them
      const derived = model
        .derivedFrom(type)
        .filter((each): each is ComplexType => each.kind === 'complex' && each.name !== undefined && !each.abstract)
        .map((each) => [nameText(each.name ?? { namespace: '', local: '' }), each] as const);
      const table: { -readonly [K in keyof TypeTable]: TypeTable[K] } = { attributes: [], content: { is: 'empty' } };
      types.set(id, table);
      if (derived.length > 0) {
        for (const [, each] of derived) note(each.name?.namespace ?? '');
        table.derived = Object.fromEntries(derived.map(([name, each]) => [name, typeId(each, owner)]));
      }
      open.push(() => {
        const free = namesInUse(['$type', 'kind']);
        table.attributes = type.attributes.map((use) => attributeOf(use, id, free));
        table.content = contentOf(type, id, free);
      });
      return id;
    };
    const attributeOf = ({ attribute, required }: AttributeUse, id: string, free: (wish: string) => string) => {
      const { name, type } = attribute;
      const member = free(`$${name.local}`);
      const table = { member, namespace: name.namespace, local: name.local, text: textTableOf(type), required };
      if (name.namespace !== 'http://www.w3.org/XML/1998/namespace') note(name.namespace);
      textOf.set(table, simpleNamed(type));
      docs.set(`${id}.${member}`, [documented(attribute), facetText(type)].filter(Boolean).join('\n'));
      return table;
    };
    const elementOf = (element: ElementDeclaration, id: string, member: string): ElementTable => {
      // a global element is the same wherever it stands
      const { ref, text } = refOf(element.type, `${element.global ? '' : id}${pascal(element.name.local)}`);
      const table: ElementTable = {
        member,
        namespace: note(element.name.namespace),
        local: element.name.local,
        type: ref,
        ...(element.nillable ? { nillable: true } : {}),
      };
      textOf.set(table, element.nillable ? () => `${text()} | null` : text);
      const facets = element.type.kind === 'simple' ? facetText(element.type) : '';
      docs.set(`${id}.${member}`, [documented(element), facets].filter(Boolean).join('\n'));
      return table;
    };
    const wildcardOf = ({ namespaces: allowed }: Wildcard, target: string) => {
      if (allowed === 'any') return {};
      return allowed === 'other' ? { not: [target, ''] } : { in: [...allowed] };
    };
    const contentOf = (type: ComplexType, id: string, free: (wish: string) => string): TypeTable['content'] => {
      if (type.mixed) {
        const kinds = namesInUse(['any']);
        const elements = model
          .childrenOf(type)
          .flatMap(({ element }) => (element === undefined ? [] : model.substitutesOf(element)));
        const distinct = [...new Map(elements.map((each) => [nameText(each.name), each])).values()];
        return { is: 'mixed', of: distinct.map((each) => elementOf(each, id, kinds(each.name.local))) };
      }
      if (type.content.kind === 'empty') return { is: 'empty' };
      if (type.content.kind === 'simple') {
        free('value');
        docs.set(`${id}.value`, facetText(type.content.type));
        const content = { is: 'text', text: textTableOf(type.content.type) } as const;
        textOf.set(content, simpleNamed(type.content.type));
        return content;
      }
      const target = type.name?.namespace ?? '';
      const part = particleOf(type.content.particle, id, free, target);
      return part === undefined ? { is: 'empty' } : { is: 'elements', part };
    };
    const elementPart = (table: ElementTable, min: number, max: number): ParticleTable => {
      const part = { is: 'element', ...table, min, max } as const;
      textOf.set(part, textOf.get(table) ?? (() => 'string'));
      return part;
    };
    const particleOf = (
      particle: Particle,
      id: string,
      free: (wish: string) => string,
      target: string,
    ): ParticleTable | undefined => {
      const max = Number.isFinite(particle.max) ? particle.max : -1;
      const { min } = particle;
      if (max === 0) return undefined;
      if (particle.kind === 'any')
        return { is: 'any', member: free('any'), min, max, ...wildcardOf(particle.wildcard, target) };
      if (particle.kind === 'element') {
        const { element } = particle;
        const substitutes = model.substitutesOf(element);
        const member = free(element.name.local);
        if (substitutes.length === 1 && substitutes[0] === element)
          return elementPart(elementOf(element, id, member), min, max);
        const kinds = namesInUse();
        return {
          is: 'substitutes',
          member,
          of: substitutes.map((each) => elementOf(each, id, kinds(each.name.local))),
          min,
          max,
        };
      }
      const [only] = particle.particles;
      if (particle.particles.length === 1 && only !== undefined && min === 1 && max === 1)
        return particleOf(only, id, free, target);
      if (particle.kind === 'choice') {
        const kinds = namesInUse();
        const member = free('choice');
        const of = particle.particles.flatMap((each): AlternativeTable[] => {
          const part = particleOf(each, id, namesInUse(['kind']), target);
          return part === undefined ? [] : [{ kind: kinds(kindOf(part)), part }];
        });
        if (of.length === 0) return undefined;
        const emptiable = of.some(({ part }) => isEmptiable(part));
        return { is: 'choice', member, of, min: emptiable ? 0 : min, max };
      }
      const isInline = min === 1 && max === 1;
      const member = isInline ? undefined : free('group');
      const inner = isInline ? free : namesInUse();
      const parts = particle.particles.flatMap((each) => particleOf(each, id, inner, target) ?? []);
      if (parts.length === 0) return undefined;
      const group = { is: particle.kind, parts } as const;
      if (member === undefined) return { ...group, min: 1, max: 1 };
      return { ...group, member, min: parts.every(isEmptiable) ? 0 : min, max };
    };
    return (element: ElementDeclaration): void => {
      const table = elementOf(element, '', element.name.local);
      roots.push({ name: freeRoot(pascal(element.name.local)), table });
      for (let read = open.shift(); read !== undefined; read = open.shift()) read();
    };
  };
  return {
    /** Takes in a root of a model and everything below it. */
    add: (model: XsdModel, root: ElementDeclaration): void => within(model)(root),
    collected: (): Collected => ({ types, roots, docs, texts, textOf, namespaces }),
  };
};
