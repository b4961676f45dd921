import { expect, test } from '@jest/globals';
import { schemaOf } from '../xml/schema.ts';
import { faultText } from './fault.ts';
import { lintSchemas } from './lint.ts';
import { planSchemas } from './plan.ts';

const VC = 'xmlns:vc="http://www.w3.org/2007/XMLSchema-versioning"';

test('elements that are for other versions of XSD are left out with a note, and nothing of them is asked for', () => {
  const text = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" ${VC} vc:minVersion="1.0">
    <xs:import v:minVersion="1.1" xmlns:v="http://www.w3.org/2007/XMLSchema-versioning" namespace="urn:b" schemaLocation="gone.xsd"/>
    <xs:element name="a" type="xs:dateTimeStamp" vc:minVersion="1.1"/>
    <xs:element name="a" type="xs:dateTime" vc:minVersion="1.0" vc:maxVersion="1.1"/>
    <xs:complexType name="T"><xs:sequence/><xs:assert vc:minVersion="1.1" test="true()"><!-- </xs:assert> -->
      <xs:annotation/></xs:assert><xs:attribute name="b" type="Nowhere" vc:maxVersion="1.0"/></xs:complexType>
    <xs:element name="c" type="xs:date" v:minVersion="1.1" xmlns:v="urn:other"/></xs:schema>`;
  const plan = planSchemas(new Map([['m.xsd', Buffer.from(text)]]), ['m.xsd']);
  expect(plan.faults).toEqual([]);
  expect(plan.notes.map(faultText)).toEqual([
    'm.xsd:2: xs:import is left out: with v:minVersion="1.1" it is not for XSD 1.0',
    'm.xsd:3: xs:element is left out: with vc:minVersion="1.1" it is not for XSD 1.0',
    'm.xsd:5: xs:assert is left out: with vc:minVersion="1.1" it is not for XSD 1.0',
    'm.xsd:6: xs:attribute is left out: with vc:maxVersion="1.0" it is not for XSD 1.0',
  ]);
  expect(lintSchemas(plan)).toEqual([]);
  using schema = schemaOf(plan);
  expect(schema).toBeDefined();
  expect(plan.documents.get('m.xsd')?.text.split('\n')).toHaveLength(text.split('\n').length);
});
