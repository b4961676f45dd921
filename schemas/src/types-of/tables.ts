/** Content models as data: what a generated reader and writer go by. */

/** How the text of an element or attribute is taken, by the `whiteSpace` facet of its type. */
export type TextTable = 'preserve' | 'replace' | 'collapse';

/** What an element holds: text, everything as it stands (`raw`), or a complex type of the tables by its id. */
export type TypeRef = TextTable | 'raw' | { readonly id: string };

/** An element that may stand somewhere. */
export interface ElementTable {
  /** Member of the value; of a substitute or alternative also its `kind`. */
  readonly member: string;
  readonly namespace: string;
  readonly local: string;
  readonly type: TypeRef;
  readonly nillable?: true;
}

/** How often; `max` -1: without limit. */
interface Often {
  readonly min: number;
  readonly max: number;
}

/** A part of a content model, with the member of the value it is read into. */
export type ParticleTable =
  | (Often & { readonly is: 'element' } & ElementTable)
  | (Often & { readonly is: 'substitutes'; readonly member: string; readonly of: readonly ElementTable[] })
  | (Often & {
      readonly is: 'any';
      readonly member: string;
      readonly not?: readonly string[];
      readonly in?: readonly string[];
    })
  /** Without `member`, exactly once: its members are those of what it stands in. */
  | (Often & { readonly is: 'sequence' | 'all'; readonly member?: string; readonly parts: readonly ParticleTable[] })
  | (Often & { readonly is: 'choice'; readonly member: string; readonly of: readonly AlternativeTable[] });

/** One branch of a choice, told apart by `kind`. */
export interface AlternativeTable {
  readonly kind: string;
  readonly part: ParticleTable;
}

/** An attribute and its member, `$name`. */
export interface AttributeTable {
  readonly member: string;
  readonly namespace: string;
  readonly local: string;
  readonly text: TextTable;
  readonly required: boolean;
}

/** A complex type. */
export interface TypeTable {
  readonly attributes: readonly AttributeTable[];
  readonly content:
    | { readonly is: 'empty' }
    | { readonly is: 'text'; readonly text: TextTable }
    | { readonly is: 'elements'; readonly part: ParticleTable }
    /** Text and elements in their order; what is none of these elements is raw. */
    | { readonly is: 'mixed'; readonly of: readonly ElementTable[] };
  /** Ids of named types derived from it, by `{namespace}local`; what `xsi:type` may name. */
  readonly derived?: Readonly<Record<string, string>>;
}

/** Everything a generated file knows of its types. */
export interface Tables {
  readonly types: Readonly<Record<string, TypeTable>>;
  /** Prefix → namespace, for writing. */
  readonly prefixes: Readonly<Record<string, string>>;
}
