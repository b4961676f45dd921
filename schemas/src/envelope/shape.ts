import type { XmlDocument, XmlElement } from 'libxml2-wasm';
import { MESSAGE_NAMESPACE } from '../message.ts';
import { elementsOf } from '../xml/node-path.ts';

/** Namespace of XML signatures. */
export const SIGNATURE_NAMESPACE = 'http://www.w3.org/2000/09/xmldsig#';

/** The children of `Message`, by what they are. Of a document that satisfies the envelope's schema. */
export interface EnvelopeShape {
  readonly header: XmlElement;
  /** The child in the signature namespace, whatever its name; `undefined` if there is none. */
  readonly signature: XmlElement | undefined;
  readonly parts: readonly XmlElement[];
}

/** Sorts the children of the root; `undefined` if it is no `Message` with a `Header`. */
export const shapeOf = (document: XmlDocument): EnvelopeShape | undefined => {
  const { root } = document;
  if (root.name !== 'Message' || root.namespaceUri !== MESSAGE_NAMESPACE) return undefined;
  let header: XmlElement | undefined;
  let signature: XmlElement | undefined;
  const parts: XmlElement[] = [];
  for (const element of elementsOf(root)) {
    const { name, namespaceUri } = element;
    if (namespaceUri === SIGNATURE_NAMESPACE) signature ??= element;
    else if (namespaceUri !== MESSAGE_NAMESPACE) continue;
    else if (name === 'Part') parts.push(element);
    else if (name === 'Header') header ??= element;
  }
  return header === undefined ? undefined : { header, signature, parts };
};
