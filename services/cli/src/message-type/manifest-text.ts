/** The manifest of a new type, with a word on everything that somebody has to decide. Pure. */

/** A root of a payload and its schema, as the manifest has it. */
export interface ManifestRoot {
  readonly namespace: string;
  readonly local: string;
  /** `schema/…`. */
  readonly schema: string;
}

/** What is known of a new type. */
export interface NewType {
  readonly code: string;
  readonly version: string;
  /** `YYYY-MM-DD`. */
  readonly validFrom: string;
  readonly roots: readonly ManifestRoot[];
  readonly namespaces: Readonly<Record<string, string>>;
  /** Absolute XPaths with the header field they must equal. */
  readonly equations: readonly { readonly header: string; readonly xpath: string }[];
  /** Schematron of part `core`, `rules/….sch`. */
  readonly rules?: readonly string[];
  /** Whether there are code lists. */
  readonly hasLists?: boolean;
}

const quoted = (text: string): string => JSON.stringify(text);

const rootLines = (roots: readonly ManifestRoot[]): readonly string[] => {
  const [only] = roots;
  if (roots.length === 1 && only !== undefined)
    return [
      '    # pinned: a schema alone takes any of its global elements as root',
      `    root: { namespace: ${quoted(only.namespace)}, local: ${quoted(only.local)} }`,
      `    schema: ${quoted(only.schema)}`,
    ];
  return [
    '    # the documents a payload may be; take out those that are not meant',
    '    collection:',
    ...roots.map(
      ({ namespace, local, schema }) =>
        `      - { namespace: ${quoted(namespace)}, local: ${quoted(local)}, schema: ${quoted(schema)} }`,
    ),
  ];
};

/** A member of the manifest, or an example of it to be uncommented. */
type Listing = (name: string, lines: readonly string[], example: readonly string[]) => readonly string[];

/** Lists with examples that hold for a type: without a namespace there is no prefix `m` to be used in them. */
const listing =
  (namespaces: NewType['namespaces']): Listing =>
  (name, lines, example) => {
    const exemplary = Object.hasOwn(namespaces, 'm') ? example : example.map((line) => line.replaceAll('m:', ''));
    return lines.length > 0 ? [`${name}:`, ...lines] : [`# ${name}:`, ...exemplary.map((line) => `# ${line}`)];
  };

/** Prefixes for expressions; said to be none where there is none, since a name without content means nothing in YAML. */
const namespaceLines = (namespaces: NewType['namespaces']): readonly string[] => {
  const lines = Object.entries(namespaces).map(([prefix, namespace]) => `  ${prefix}: ${quoted(namespace)}`);
  return lines.length === 0 ? ['namespaces: {}'] : ['namespaces:', ...lines];
};

/** The text of `message-type.yaml`. */
export const manifestText = ({
  code,
  version,
  validFrom,
  roots,
  namespaces,
  equations,
  rules = [],
  hasLists = false,
}: NewType): string => {
  const listed = listing(namespaces);
  return [
    `code: ${quoted(code)}`,
    `version: ${quoted(version)}`,
    '# what people read, in German, English and Dutch',
    'name:',
    `  de: ${quoted(code)}`,
    `  en: ${quoted(code)}`,
    `  nl: ${quoted(code)}`,
    'description:',
    '  de: "TODO: wozu dient diese Nachricht?"',
    '  en: "TODO: what is this message for?"',
    '  nl: "TODO: waarvoor dient dit bericht?"',
    '# who answers for the type',
    'publisher:',
    '  name: "TODO: authority or standards body"',
    '# draft: test messages only; active; deprecated: still accepted, with a warning; retired: no longer',
    'state: draft',
    '# first day in force; validUntil is the first day it no longer is',
    `validFrom: ${quoted(validFrom)}`,
    '# octets of all parts together, and how many parts',
    'limits:',
    '  contentBytes: 2000000',
    '  parts: 20',
    'parts:',
    '  - id: core',
    '    role: payload',
    '    mediaType: application/xml',
    '    required: true',
    ...rootLines(roots),
    '    limitBytes: 1000000',
    '  - idPattern: "attachment[0-9]{1,2}"',
    '    role: attachment',
    '    mediaType: application/pdf',
    '    required: false',
    '# how long delivery is tried; order: none, or conversation where messages must not overtake each other',
    'retry:',
    '  maxDays: 10',
    '  order: none',
    '# days the content is kept',
    'retention:',
    '  contentDays: 30',
    '# required: the header must state the legal basis',
    'legalBasis: optional',
    '# what a new version keeps: none, backward, forward, full',
    'compatibility: none',
    ...namespaceLines(namespaces),
    '# what in the payload must equal the header: messageType.code, messageType.version, author, reader',
    ...listed(
      'equations',
      equations.flatMap(({ header, xpath }) => [
        `  - header: ${header}`,
        '    part: core',
        `    xpath: ${quoted(xpath)}`,
      ]),
      ['  - { header: author, part: core, xpath: /m:root/m:sender }'],
    ),
    ...(hasLists
      ? [
          '# codes that name their list are held against those in codelists/. warn: nothing is refused; known: it is',
          'schemaCodes: warn',
        ]
      : [
          '# elements whose values are codes of a list in codelists/, in genericode',
          ...listed(
            'codeLists',
            [],
            [
              '  - { part: core, xpath: /m:root/m:nationality, list: "urn:example:codelist:country", version: "2026-11" }',
            ],
          ),
        ]),
    '# what is demanded beyond the schema: Schematron in rules/, and XPath 1.0 that must hold',
    ...listed(
      'rules',
      rules.map((each) => `  - { part: core, schematron: ${quoted(each)} }`),
      ['  - { part: core, schematron: rules/rules.sch }'],
    ),
    ...listed(
      'assertions',
      [],
      [
        '  - id: R1',
        '    part: core',
        '    context: /m:root/m:period',
        "    test: translate(m:from, '-', '') <= translate(m:until, '-', '')",
        '    severity: error',
        '    text: { de: "…", en: "It does not end before it begins.", nl: "…" }',
      ],
    ),
    '# what people search by',
    ...listed('businessKeys', [], ['  - { name: reference, part: core, xpath: /m:root/m:reference }']),
    '# fields that are not shown to people who are not the reader',
    ...listed('masked', [], ['  - { part: core, xpath: /m:root/m:birthDate }']),
    '',
  ].join('\n');
};
