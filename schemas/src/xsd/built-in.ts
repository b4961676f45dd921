/** Namespaces whose components need no file of the collection. */

/** The namespace of `xml:lang` and its like. */
export const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';

/** Attributes of the xml namespace (XML 1.0, section 2.10 and 2.12; XML Base; xml:id), for collections that leave its schema out. */
export const XML_NAMESPACE_XSD = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="${XML_NAMESPACE}">
<xs:attribute name="lang"><xs:simpleType><xs:union memberTypes="xs:language"><xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value=""/></xs:restriction></xs:simpleType></xs:union></xs:simpleType></xs:attribute>
<xs:attribute name="space"><xs:simpleType><xs:restriction base="xs:NCName"><xs:enumeration value="default"/><xs:enumeration value="preserve"/></xs:restriction></xs:simpleType></xs:attribute>
<xs:attribute name="base" type="xs:anyURI"/>
<xs:attribute name="id" type="xs:ID"/>
<xs:attributeGroup name="specialAttrs"><xs:attribute ref="xml:base"/><xs:attribute ref="xml:lang"/><xs:attribute ref="xml:space"/><xs:attribute ref="xml:id"/></xs:attributeGroup>
</xs:schema>`;

/** The path it stands under in a plan. */
export const XML_NAMESPACE_PATH = 'xml-namespace.xsd (built in)';
