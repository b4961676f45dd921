/** The types every schema knows (XML Schema 1.0, part 2, section 3). */
import { XSD_NAMESPACE } from '../head.ts';
import type { ComplexType, Facets, SimpleType, XsdType } from './components.ts';

const NOWHERE = { place: undefined, documentation: [], appinfo: [] } as const;

/** Type → base, and facets that matter; bases before what is derived from them. */
const ATOMIC: readonly (readonly [string, string, Facets?])[] = [
  ...(
    [
      'string',
      'boolean',
      'decimal',
      'float',
      'double',
      'duration',
      'dateTime',
      'time',
      'date',
      'gYearMonth',
      'gYear',
      'gMonthDay',
      'gDay',
      'gMonth',
      'hexBinary',
      'base64Binary',
      'anyURI',
      'QName',
      'NOTATION',
    ] as const
  ).map((name) => [name, 'anySimpleType', { whiteSpace: name === 'string' ? 'preserve' : 'collapse' }] as const),
  ['normalizedString', 'string', { whiteSpace: 'replace' }],
  ['token', 'normalizedString', { whiteSpace: 'collapse' }],
  ['language', 'token', { patterns: ['[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*'] }],
  ['NMTOKEN', 'token', { patterns: ['\\c+'] }],
  ['Name', 'token', { patterns: ['\\i\\c*'] }],
  ['NCName', 'Name', { patterns: ['[\\i-[:]][\\c-[:]]*'] }],
  ['ID', 'NCName'],
  ['IDREF', 'NCName'],
  ['ENTITY', 'NCName'],
  ['integer', 'decimal', { fractionDigits: 0 }],
  ['nonPositiveInteger', 'integer', { maxInclusive: '0' }],
  ['negativeInteger', 'nonPositiveInteger', { maxInclusive: '-1' }],
  ['long', 'integer', { minInclusive: '-9223372036854775808', maxInclusive: '9223372036854775807' }],
  ['int', 'long', { minInclusive: '-2147483648', maxInclusive: '2147483647' }],
  ['short', 'int', { minInclusive: '-32768', maxInclusive: '32767' }],
  ['byte', 'short', { minInclusive: '-128', maxInclusive: '127' }],
  ['nonNegativeInteger', 'integer', { minInclusive: '0' }],
  ['unsignedLong', 'nonNegativeInteger', { maxInclusive: '18446744073709551615' }],
  ['unsignedInt', 'unsignedLong', { maxInclusive: '4294967295' }],
  ['unsignedShort', 'unsignedInt', { maxInclusive: '65535' }],
  ['unsignedByte', 'unsignedShort', { maxInclusive: '255' }],
  ['positiveInteger', 'nonNegativeInteger', { minInclusive: '1' }],
];
const LISTS = [
  ['NMTOKENS', 'NMTOKEN'],
  ['IDREFS', 'IDREF'],
  ['ENTITIES', 'ENTITY'],
] as const;

const simple = (local: string, rest: Partial<SimpleType>): SimpleType => ({
  ...NOWHERE,
  kind: 'simple',
  name: { namespace: XSD_NAMESPACE, local },
  builtIn: true,
  variety: 'atomic',
  base: undefined,
  itemType: undefined,
  memberTypes: [],
  facets: {},
  ...rest,
});

const anyType: ComplexType = {
  ...NOWHERE,
  kind: 'complex',
  name: { namespace: XSD_NAMESPACE, local: 'anyType' },
  builtIn: true,
  abstract: false,
  blocked: new Set(),
  mixed: true,
  derivation: undefined,
  content: {
    kind: 'elements',
    particle: {
      kind: 'any',
      min: 0,
      max: Number.POSITIVE_INFINITY,
      wildcard: { ...NOWHERE, namespaces: 'any', processContents: 'lax' },
    },
  },
  attributes: [],
  anyAttribute: { ...NOWHERE, namespaces: 'any', processContents: 'lax' },
};

/** The built-in types by local name. */
export const builtInTypes = (): ReadonlyMap<string, XsdType> => {
  const types = new Map<string, SimpleType>([['anySimpleType', simple('anySimpleType', {})]]);
  const add = (local: string, rest: Partial<SimpleType>): void => {
    types.set(local, simple(local, rest));
  };
  for (const [name, base, facets = {}] of ATOMIC) add(name, { base: types.get(base), facets });
  for (const [name, item] of LISTS)
    add(name, {
      variety: 'list',
      base: types.get('anySimpleType'),
      itemType: types.get(item),
      facets: { minLength: 1, whiteSpace: 'collapse' },
    });
  return new Map<string, XsdType>([...types, ['anyType', anyType]]);
};
