/** An empty type that works at once: one schema, one sample that passes, one that does not. Pure. */
import type { NewType } from './manifest-text.ts';

/** A type to be written: its files by path within the folder, and what its manifest says. */
export interface TypeFiles {
  readonly type: NewType;
  readonly files: ReadonlyMap<string, Uint8Array | string>;
}

/** Name of the root element made from a code: letters and digits, the first one small. */
const rootName = (code: string): string => {
  const [first = '', ...rest] = code.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const name = [first, ...rest.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))].join('');
  return /^[A-Za-z]/.test(name) ? name : `m${name}`;
};

const schemaText = (namespace: string, root: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="${namespace}" targetNamespace="${namespace}" elementFormDefault="qualified">
  <xs:element name="${root}">
    <xs:complexType>
      <xs:sequence>
        <xs:element name="messageType" type="Text"/>
        <xs:element name="version" type="Text"/>
        <xs:element name="reference" type="Text"/>
        <xs:element name="date" type="xs:date"/>
        <xs:element name="remark" type="Text" minOccurs="0" maxOccurs="unbounded"/>
      </xs:sequence>
    </xs:complexType>
  </xs:element>
  <xs:simpleType name="Text">
    <xs:restriction base="xs:token">
      <xs:minLength value="1"/>
      <xs:maxLength value="200"/>
    </xs:restriction>
  </xs:simpleType>
</xs:schema>
`;

const sampleText = (namespace: string, root: string, code: string, version: string, date: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<m:${root} xmlns:m="${namespace}">
  <m:messageType>${code}</m:messageType>
  <m:version>${version}</m:version>
  <m:reference>2026/0815</m:reference>
  <m:date>${date}</m:date>
</m:${root}>
`;

/** The skeleton of a type. */
export const skeleton = (code: string, version: string, validFrom: string): TypeFiles => {
  const namespace = `urn:example:${code}:${version}`;
  const root = rootName(code);
  const schema = `schema/${root}.xsd`;
  const sample = (date: string): string => sampleText(namespace, root, code, version, date);
  return {
    type: {
      code,
      version,
      validFrom,
      roots: [{ namespace, local: root, schema }],
      namespaces: { m: namespace },
      equations: [
        { header: 'messageType.code', xpath: `/m:${root}/m:messageType` },
        { header: 'messageType.version', xpath: `/m:${root}/m:version` },
      ],
    },
    files: new Map([
      [schema, schemaText(namespace, root)],
      ['samples/valid/example.xml', sample('2026-01-31')],
      ['samples/invalid/no-such-day.xml', sample('2026-02-30')],
      [
        'samples/invalid/expected.yaml',
        `no-such-day.xml:\n  part: core\n  violations:\n    - { code: schema-violation, xpath: "/${root}/date" }\n`,
      ],
    ]),
  };
};
