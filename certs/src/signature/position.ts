/** Where header and signature stand, and that no two elements answer to the same Id: the ground under `URI="#header"`. */
import type { ParsedEnvelope } from '@dienstweg/schemas/examine/needs.ts';
import type { TreeAttribute, TreeElement } from '@dienstweg/schemas/xml/tree.ts';
import { NAMES } from './algorithms.ts';
import { type Findings, qualified } from './findings.ts';

const CODE = 'signature-profile';
const NC_NAME = /^[\p{L}_][\p{L}\p{N}._-]{0,127}$/u;
/** In any namespace: whoever resolves `#header` must find one element, whatever names it listens to. */
const ID = /^id$/i;

const isNamed = (element: TreeElement | undefined, namespace: string, name: string): boolean =>
  element?.name === name && element.namespaceUri === namespace;

/** Every attribute that may be taken for an Id, with its element, in document order. */
export const idsIn = (
  element: TreeElement,
  ids: { readonly holder: TreeElement; readonly attribute: TreeAttribute }[] = [],
): readonly { readonly holder: TreeElement; readonly attribute: TreeAttribute }[] => {
  for (const attribute of element.attributes) if (ID.test(attribute.name)) ids.push({ holder: element, attribute });
  for (const child of element.elements) idsIn(child, ids);
  return ids;
};

/** Every element in the signature namespace, the given one included, in document order. */
export const signatureElementsIn = (element: TreeElement, found: TreeElement[] = []): readonly TreeElement[] => {
  if (element.namespaceUri === NAMES.ds) found.push(element);
  for (const child of element.elements) signatureElementsIn(child, found);
  return found;
};

/** Checks the places of header and signature, and all Ids of the document with this root. */
export const checkPosition = (
  root: TreeElement,
  { header, signature }: Pick<ParsedEnvelope, 'header' | 'signature'>,
  found: Findings,
): void => {
  const [first, second] = root.elements;
  const isPlaced =
    isNamed(root, NAMES.message, 'Message') &&
    isNamed(first, NAMES.message, 'Header') &&
    isNamed(second, NAMES.ds, 'Signature') &&
    first?.node.isSameNode(header) === true &&
    signature !== undefined &&
    second?.node.isSameNode(signature) === true;
  if (!isPlaced) found.add(CODE, 'position', signature);
  const id = header.attr('Id')?.value;
  if (id !== 'header') found.add(CODE, 'value', header, { values: [id ?? ''], expected: 'header', step: '@Id' });

  const place = root.elements.findIndex(({ node }) => signature !== undefined && node.isSameNode(signature));
  for (const next of root.elements.slice(place + 1))
    if (isNamed(next, NAMES.ds, 'Signature')) found.add(CODE, 'otherSignature', next, { values: [qualified(next)] });
  // What stands inside the signature is for its shape to say; a second one was found among the siblings above.
  for (const child of root.elements)
    if (!isNamed(child, NAMES.ds, 'Signature'))
      for (const stray of signatureElementsIn(child))
        found.add(CODE, 'otherSignature', stray, { values: [qualified(stray)] });

  const seen = new Set<string>();
  for (const { holder, attribute } of idsIn(root)) {
    const { name, value } = attribute;
    const details = { values: [value], step: `@${name}` };
    if (!NC_NAME.test(value)) found.add(CODE, 'id', holder, details);
    if (seen.has(value)) found.add(CODE, 'duplicateId', holder, details);
    seen.add(value);
  }
};
