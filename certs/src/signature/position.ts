/** Where header and signature stand, and that no two elements answer to the same Id: the ground under `URI="#header"`. */
import type { ParsedEnvelope } from '@dienstweg/schemas/examine/needs.ts';
import { XmlAttribute, XmlElement, XmlXPath } from 'libxml2-wasm';
import { NAMES } from './algorithms.ts';
import { type Findings, qualified } from './findings.ts';

const CODE = 'signature-profile';
const NC_NAME = /^[\p{L}_][\p{L}\p{N}._-]{0,127}$/u;

const firstElement = (parent: XmlElement): XmlElement | undefined => {
  let node = parent.firstChild;
  while (node !== null && !(node instanceof XmlElement)) node = node.next;
  return node ?? undefined;
};
const nextElement = (element: XmlElement): XmlElement | undefined => {
  let node = element.next;
  while (node !== null && !(node instanceof XmlElement)) node = node.next;
  return node ?? undefined;
};

const isNamed = (element: XmlElement, namespace: string, name: string): boolean =>
  element.name === name && element.namespaceUri === namespace;

/** Checks the places of header and signature, and all Ids of the document. Compiles its queries once: make one, keep it. */
export const positionCheck = (): ((envelope: ParsedEnvelope, signature: XmlElement, found: Findings) => void) => {
  // Id, ID, id, iD in any namespace: whoever resolves `#header` must find one element, whatever names it listens to.
  const ids = XmlXPath.compile("//@*[translate(local-name(),'DI','di')='id']");
  // What stands inside the signature is for its shape to say; a second one is found among the siblings below.
  const strays = XmlXPath.compile('/*/*[not(self::ds:Signature)]/descendant-or-self::ds:*', {
    ds: NAMES.ds,
  });
  return ({ document, header, signature: claimed }, signature, found) => {
    const root = document.root;
    const first = firstElement(root);
    const isPlaced =
      isNamed(root, NAMES.message, 'Message') &&
      isNamed(header, NAMES.message, 'Header') &&
      isNamed(signature, NAMES.ds, 'Signature') &&
      first?.isSameNode(header) === true &&
      nextElement(header)?.isSameNode(signature) === true &&
      claimed?.isSameNode(signature) === true;
    if (!isPlaced) found.add(CODE, 'position', signature);
    if (header.attr('Id')?.value !== 'header')
      found.add(CODE, 'value', header, {
        values: [header.attr('Id')?.value ?? ''],
        expected: 'header',
        step: '@Id',
      });

    for (let next = nextElement(signature); next !== undefined; next = nextElement(next))
      if (isNamed(next, NAMES.ds, 'Signature')) found.add(CODE, 'otherSignature', next, { values: [qualified(next)] });
    for (const stray of root.find(strays))
      if (stray instanceof XmlElement) found.add(CODE, 'otherSignature', stray, { values: [qualified(stray)] });

    const seen = new Set<string>();
    for (const attribute of root.find(ids)) {
      if (!(attribute instanceof XmlAttribute)) continue;
      const { value } = attribute;
      const holder = attribute.parent ?? undefined;
      if (!NC_NAME.test(value)) found.add(CODE, 'id', holder, { values: [value], step: `@${attribute.name}` });
      if (seen.has(value)) found.add(CODE, 'duplicateId', holder, { values: [value], step: `@${attribute.name}` });
      seen.add(value);
    }
  };
};
