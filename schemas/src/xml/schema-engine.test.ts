/** A process of its own, since libxml2 is not to be used any more afterwards: jest gives each file its own instance. */
import { expect, test } from '@jest/globals';
import { compileSchema, SchemaError } from './schema.ts';

test('a schema on which libxml2 breaks off is a fault of the schema, told as one', () => {
  const pattern = `${'[a-z-'.repeat(10_000)}[a]${']'.repeat(10_000)}`;
  const text = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="d"><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="${pattern}"/></xs:restriction></xs:simpleType></xs:element></xs:schema>`;
  let faults: SchemaError['faults'] = [];
  try {
    compileSchema(new Map([['m.xsd', Buffer.from(text)]]), 'm.xsd');
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    faults = error.faults;
  }
  expect(faults).toMatchObject([{ code: 'engine', file: 'm.xsd' }]);
});
