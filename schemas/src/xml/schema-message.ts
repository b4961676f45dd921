/** Reads libxml2's schema validation messages (xmlschemas.c) into what they say. Pure; unknown messages stay as they are. */

/** A facet of a simple type that a value does not satisfy. */
export type Facet =
  | 'pattern'
  | 'enumeration'
  | 'length'
  | 'minLength'
  | 'maxLength'
  | 'minInclusive'
  | 'maxInclusive'
  | 'minExclusive'
  | 'maxExclusive'
  | 'totalDigits'
  | 'fractionDigits';

/** What is wrong, by kind. Names are local names. */
export type Fault =
  | {
      readonly kind: 'element-unexpected';
      readonly expected: readonly string[];
    }
  | { readonly kind: 'child-missing'; readonly expected: readonly string[] }
  | { readonly kind: 'attribute-missing'; readonly attribute: string }
  | { readonly kind: 'attribute-unexpected'; readonly attribute: string }
  | { readonly kind: 'text-unexpected' }
  | { readonly kind: 'element-in-text' }
  | {
      readonly kind: 'not-of-type';
      readonly value: string;
      readonly type: string | undefined;
    }
  | {
      readonly kind: 'facet';
      readonly facet: Facet;
      /** Not quoted by libxml2 with every facet. */
      readonly value: string | undefined;
      readonly bound: string;
    }
  | { readonly kind: 'not-declared' }
  | {
      readonly kind: 'duplicate';
      readonly value: string;
      readonly constraint: string;
    }
  | {
      readonly kind: 'reference-dangling';
      readonly value: string;
      readonly constraint: string;
    }
  /** An element or a type that only others may stand for. */
  | { readonly kind: 'abstract'; readonly what: 'element' | 'type' }
  | { readonly kind: 'not-nillable' }
  | { readonly kind: 'content-of-nil' }
  | { readonly kind: 'not-fixed'; readonly value: string; readonly fixed: string }
  /** What `xsi:type` names is no type, or none that may stand here. */
  | { readonly kind: 'type-named'; readonly type: string }
  | { readonly kind: 'key-incomplete'; readonly constraint: string }
  /** Said of a value that was found wrong before, and is missed now. */
  | { readonly kind: 'aftermath' }
  /** The validator gave up: it says nothing about the document. */
  | { readonly kind: 'gave-up' }
  | { readonly kind: 'unknown'; readonly message: string };

/** A message taken apart. */
export interface SchemaMessage {
  readonly element: string | undefined;
  readonly attribute: string | undefined;
  readonly fault: Fault;
}

const local = (name: string): string => name.replace(/\{[^}]*\}/g, '');
const list = (names: string | undefined): readonly string[] =>
  names === undefined
    ? []
    : local(names)
        .split(',')
        .map((name) => name.trim());

const FRAME = /^(?:Element '([^']*)')?(?:, attribute '([^']*)')?(?:: )?(?:\[facet '([a-zA-Z]+)'\] )?(.*)$/s;
const EXPECTED = '(?: Expected is(?: one of)? \\( (.*?) \\)\\.)?$';

const FACET_FORMS: readonly RegExp[] = [
  /^The value '(.*)' is not accepted by the pattern '(.*)'\.$/s,
  // long lists are cut off by libxml2
  /^The value '(.*?)' is not an element of the set \{(.*?)(?:\}\.)?$/s,
  /^The value (?:'(.*)' )?has a length of '\d+'; this [a-z ]+ of '(\d+)'\.$/s,
  /^The value '(.*)' is (?:less than the minimum|greater than the maximum) value allowed \('(.*)'\)\.$/s,
  /^The value '(.*)' must be (?:greater|less) than '(.*)'\.$/s,
  /^The value '(.*)' has more (?:fractional )?digits than are allowed \('(.*)'\)\.$/s,
];

const FORMS: readonly (readonly [RegExp, (match: RegExpExecArray) => Fault])[] = [
  [
    new RegExp(`^This element is not expected\\.${EXPECTED}`, 's'),
    ([, expected]) => ({
      kind: 'element-unexpected',
      expected: list(expected),
    }),
  ],
  [
    new RegExp(`^Missing child element\\(s\\)\\.${EXPECTED}`, 's'),
    ([, expected]) => ({ kind: 'child-missing', expected: list(expected) }),
  ],
  [
    /^The attribute '(.*)' is required but missing\.$/,
    ([, name = '']) => ({
      kind: 'attribute-missing',
      attribute: local(name),
    }),
  ],
  [
    /^The attribute '(.*)' is not allowed\.$/,
    ([, name = '']) => ({
      kind: 'attribute-unexpected',
      attribute: local(name),
    }),
  ],
  [/^Character content/, () => ({ kind: 'text-unexpected' })],
  [/^Element content is not allowed/, () => ({ kind: 'element-in-text' })],
  [
    /^'(.*)' is not a valid value of the (?:local )?(?:atomic|list|union) type(?: '(.*)')?\.$/s,
    ([, value = '', type]) => ({
      kind: 'not-of-type',
      value,
      type: type === undefined ? undefined : local(type),
    }),
  ],
  [/^No matching global (?:element )?declaration available/, () => ({ kind: 'not-declared' })],
  [
    /^Duplicate key-sequence (\[.*\]) in (?:unique|key) identity-constraint '(.*)'\.$/s,
    ([, value = '', constraint = '']) => ({
      kind: 'duplicate',
      value,
      constraint: local(constraint),
    }),
  ],
  [
    /^No match found for key-sequence (\[.*\]) of keyref '(.*)'\.$/s,
    ([, value = '', constraint = '']) => ({
      kind: 'reference-dangling',
      value,
      constraint: local(constraint),
    }),
  ],
  [
    /^The (element declaration|type definition) is abstract\.$/,
    ([, what]) => ({ kind: 'abstract', what: what === 'type definition' ? 'type' : 'element' }),
  ],
  [/^The element is not 'nillable'\.$/, () => ({ kind: 'not-nillable' })],
  [/^Neither character nor element content is allowed,? because/, () => ({ kind: 'content-of-nil' })],
  [
    /^The (?:actual |initial )?value '(.*)' does not match the fixed value constraint '(.*)'\.$/s,
    ([, value = '', fixed = '']) => ({ kind: 'not-fixed', value, fixed }),
  ],
  [
    /^The (?:QName value|type definition) '(.*?)'(?: of the xsi:type attribute does not resolve|, specified by xsi:type, is blocked)/s,
    ([, type = '']) => ({ kind: 'type-named', type: local(type) }),
  ],
  [
    /^Not all fields of key identity-constraint '(.*)' evaluate to a node\.$/s,
    ([, constraint = '']) => ({ kind: 'key-incomplete', constraint: local(constraint) }),
  ],
  [/^Warning: No precomputed value available/, () => ({ kind: 'aftermath' })],
  [/^Internal error: /, () => ({ kind: 'gave-up' })],
];

const faultOf = (facet: string | undefined, said: string): Fault => {
  if (facet !== undefined) {
    for (const form of FACET_FORMS) {
      const match = form.exec(said);
      if (match !== null)
        return {
          kind: 'facet',
          facet: facet as Facet,
          value: match[1],
          bound: match[2] ?? '',
        };
    }
    return { kind: 'unknown', message: said };
  }
  for (const [form, read] of FORMS) {
    const match = form.exec(said);
    if (match !== null) return read(match);
  }
  return { kind: 'unknown', message: said };
};

/** Takes a message such as `Element '{ns}a', attribute 'b': [facet 'pattern'] The value …` apart. */
export const readSchemaMessage = (message: string): SchemaMessage => {
  const [, element, attribute, facet, said = ''] = FRAME.exec(message.trim()) ?? [];
  return {
    element: element === undefined ? undefined : local(element),
    attribute: attribute === undefined ? undefined : local(attribute),
    fault: faultOf(facet, said),
  };
};
