import { describe, expect, test } from '@jest/globals';
import { XmlAttribute, XmlDocument, XmlElement } from 'libxml2-wasm';
import { type TreeElement, treeOf } from './tree.ts';

const within = <T>(xml: string, use: (root: XmlElement) => T): T => {
  const document = XmlDocument.fromString(xml);
  try {
    return use(document.root);
  } finally {
    document.dispose();
  }
};

const flat = (element: TreeElement): readonly TreeElement[] => [element, ...element.elements.flatMap(flat)];

describe('a document taken over', () => {
  const NAMESPACES = `<a xmlns="urn:a" xmlns:p="urn:p" p:x="1" y="2" xml:lang="de">
    <p:b xmlns:p="urn:q" p:x="1"><c xmlns="" y="&#x9;3"><d xmlns="urn:d"/><e/></c></p:b><p:b p:x="1"/>
    <__proto__:f xmlns:__proto__="urn:proto"><__proto__:g xmlns:__proto__="urn:other" __proto__:x=""/></__proto__:f>
  </a>`;

  test('has the names, namespaces, attributes and lines that libxml2 has, in document order', () => {
    within(NAMESPACES, (root) => {
      const asked = root.find('//*').filter((node) => node instanceof XmlElement);
      expect(flat(treeOf(root)).map(({ name, namespaceUri, line }) => [name, namespaceUri, line])).toEqual(
        asked.map(({ name, namespaceUri, line }) => [name, namespaceUri, line]),
      );
      const attributes = root.find('//@*').filter((node) => node instanceof XmlAttribute);
      expect(flat(treeOf(root)).flatMap((element) => element.attributes)).toEqual(
        attributes.map(({ name, namespaceUri, value }) => ({ name, namespaceUri, value })),
      );
      expect(new Set(asked.map(({ namespaceUri }) => namespaceUri))).toEqual(
        new Set(['urn:a', 'urn:p', 'urn:q', '', 'urn:d', 'urn:proto', 'urn:other']),
      );
    });
  });

  test('knows namespaces declared above the element it begins with', () => {
    within(NAMESPACES, (root) => {
      const [below] = root.find('//*[local-name()="d"]/../*');
      expect(below instanceof XmlElement && treeOf(below).namespaceUri).toBe('urn:d');
      const [b] = root.find('*[2]');
      expect(b instanceof XmlElement && treeOf(b)).toMatchObject({
        namespaceUri: 'urn:p',
        attributes: [{ namespaceUri: 'urn:p' }],
      });
    });
  });

  test('keeps what is no element apart, and loses nothing behind an instruction or a comment', () => {
    within('<a>1<b/><?i ?><!--c--><![CDATA[2]]><c/>3</a>', (root) => {
      const tree = treeOf(root);
      expect(tree.elements.map(({ name }) => name)).toEqual(['b', 'c']);
      expect(tree.others.map(({ content }) => content)).toEqual(['1', '', 'c', '2', '3']);
    });
  });

  test('ends at the depth asked for', () => {
    within('<a><b><c/></b></a>', (root) => {
      expect(flat(treeOf(root, 1)).map(({ name }) => name)).toEqual(['a', 'b']);
    });
  });
});
