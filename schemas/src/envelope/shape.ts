import { MESSAGE_NAMESPACE } from '../message.ts';
import type { TreeElement } from '../xml/tree.ts';

/** Namespace of XML signatures. */
export const SIGNATURE_NAMESPACE = 'http://www.w3.org/2000/09/xmldsig#';

/** The children of `Message`, by what they are. Of a document that satisfies the envelope's schema. */
export interface EnvelopeShape {
  readonly header: TreeElement;
  /** The child in the signature namespace, whatever its name; `undefined` if there is none. */
  readonly signature: TreeElement | undefined;
  readonly parts: readonly TreeElement[];
}

/** Sorts the children of the root; `undefined` if it is no `Message` with a `Header`. */
export const shapeOf = (root: TreeElement): EnvelopeShape | undefined => {
  if (root.name !== 'Message' || root.namespaceUri !== MESSAGE_NAMESPACE) return undefined;
  let header: TreeElement | undefined;
  let signature: TreeElement | undefined;
  const parts: TreeElement[] = [];
  for (const element of root.elements) {
    const { name, namespaceUri } = element;
    if (namespaceUri === SIGNATURE_NAMESPACE) signature ??= element;
    else if (namespaceUri !== MESSAGE_NAMESPACE) continue;
    else if (name === 'Part') parts.push(element);
    else if (name === 'Header') header ??= element;
  }
  return header === undefined ? undefined : { header, signature, parts };
};
