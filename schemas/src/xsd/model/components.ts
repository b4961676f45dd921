/**
 * The components of a schema (XML Schema 1.0, part 1) as plain data, resolved across files. Whatever refers to another
 * component is the component itself, read when it is first asked for, so that circles do no harm.
 */
import type { Blocked } from './blocked.ts';
import type { SchemaNode } from './node.ts';

/** An expanded name; an empty namespace is none. */
export interface Name {
  readonly namespace: string;
  readonly local: string;
}

/** Where a component is declared; built-in ones are nowhere. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** What a schema says to people and programs about a component. */
export interface Annotated {
  readonly place: Place | undefined;
  /** White space collapsed; markup within left out. */
  readonly documentation: readonly { readonly language: string | undefined; readonly text: string }[];
  readonly appinfo: readonly SchemaNode[];
}

/** An allowed value with what is said about it. */
export interface EnumerationValue extends Annotated {
  readonly value: string;
}

/** Facets of one step of derivation. */
export interface Facets {
  readonly enumeration?: readonly EnumerationValue[];
  /** Any of them must match. */
  readonly patterns?: readonly string[];
  readonly length?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly totalDigits?: number;
  readonly fractionDigits?: number;
  readonly minInclusive?: string;
  readonly maxInclusive?: string;
  readonly minExclusive?: string;
  readonly maxExclusive?: string;
  readonly whiteSpace?: 'preserve' | 'replace' | 'collapse';
}

/** A simple type. */
export interface SimpleType extends Annotated {
  readonly kind: 'simple';
  /** Absent: anonymous. */
  readonly name: Name | undefined;
  readonly builtIn: boolean;
  readonly variety: 'atomic' | 'list' | 'union';
  /** Absent of `xs:anySimpleType` alone. */
  readonly base: SimpleType | undefined;
  /** Of a list. */
  readonly itemType: SimpleType | undefined;
  /** Of a union; else none. */
  readonly memberTypes: readonly SimpleType[];
  /** Of this step; those of its bases count as well: `facetsOf`. */
  readonly facets: Facets;
}

/** An attribute as declared. */
export interface AttributeDeclaration extends Annotated {
  readonly kind: 'attribute';
  readonly name: Name;
  readonly type: SimpleType;
  readonly default: string | undefined;
  readonly fixed: string | undefined;
  readonly global: boolean;
}

/** An attribute as used by a complex type. */
export interface AttributeUse {
  readonly attribute: AttributeDeclaration;
  readonly required: boolean;
  readonly default: string | undefined;
  readonly fixed: string | undefined;
}

/** `xs:any` and `xs:anyAttribute`. `other`: any namespace but the target's, and none. */
export interface Wildcard extends Annotated {
  readonly namespaces: 'any' | 'other' | readonly string[];
  readonly processContents: 'strict' | 'lax' | 'skip';
}

/** A complex type, with everything it inherits. */
export interface ComplexType extends Annotated {
  readonly kind: 'complex';
  readonly name: Name | undefined;
  readonly builtIn: boolean;
  readonly abstract: boolean;
  /** By which derivation no type may stand for it. */
  readonly blocked: ReadonlySet<Blocked>;
  readonly mixed: boolean;
  /** Absent: a restriction of `xs:anyType`. */
  readonly derivation: { readonly method: 'extension' | 'restriction'; readonly base: XsdType } | undefined;
  readonly content: Content;
  /** Inherited ones included, prohibited ones not. */
  readonly attributes: readonly AttributeUse[];
  readonly anyAttribute: Wildcard | undefined;
}

/** What may stand in an element of a complex type. */
export type Content =
  | { readonly kind: 'empty' }
  | { readonly kind: 'simple'; readonly type: SimpleType }
  | { readonly kind: 'elements'; readonly particle: Particle };

/** A simple or complex type. */
export type XsdType = SimpleType | ComplexType;

/** How often; `max` is `Infinity` where it is unbounded. */
export interface Occurrence {
  readonly min: number;
  readonly max: number;
}

/** A part of a content model. */
export type Particle =
  | (Occurrence & { readonly kind: 'element'; readonly element: ElementDeclaration })
  | (Occurrence & { readonly kind: 'any'; readonly wildcard: Wildcard })
  | (Occurrence & {
      readonly kind: 'sequence' | 'choice' | 'all';
      readonly particles: readonly Particle[];
      /** The named group it comes from. */
      readonly group: Name | undefined;
    });

/** `xs:key`, `xs:unique` or `xs:keyref`. */
export interface IdentityConstraint extends Annotated {
  readonly kind: 'key' | 'unique' | 'keyref';
  readonly name: Name;
  readonly selector: string;
  readonly fields: readonly string[];
  /** Of a keyref: the key it refers to. */
  readonly refer: Name | undefined;
}

/** An element as declared; a reference to a global one is that one. */
export interface ElementDeclaration extends Annotated {
  readonly kind: 'element';
  readonly name: Name;
  readonly type: XsdType;
  readonly nillable: boolean;
  readonly abstract: boolean;
  /** By what no other element or type may stand for it. */
  readonly blocked: ReadonlySet<Blocked>;
  readonly default: string | undefined;
  readonly fixed: string | undefined;
  readonly global: boolean;
  /** Head of its substitution group. */
  readonly substitutionGroup: Name | undefined;
  readonly constraints: readonly IdentityConstraint[];
}

/** `{namespace}local`, or `local` alone without one. */
export const nameText = ({ namespace, local }: Name): string => (namespace === '' ? local : `{${namespace}}${local}`);
