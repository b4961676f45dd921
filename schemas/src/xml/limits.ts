/** What is too much of a document before anybody looks at its meaning. Each figure is the largest allowed. */
export interface XmlLimits {
  readonly octets: number;
  readonly depth: number;
  readonly elements: number;
  /** Of one element, namespace declarations included. */
  readonly attributesPerElement: number;
  /** Of the whole document. */
  readonly attributes: number;
  /** Of element and attribute names, in octets, prefix included. */
  readonly nameLength: number;
}

/** For payloads: what real message types of public administration need, with room. */
export const PAYLOAD_LIMITS: XmlLimits = {
  octets: 1024 * 1024,
  depth: 100,
  elements: 20_000,
  attributesPerElement: 100,
  attributes: 40_000,
  nameLength: 200,
};

/** For the envelope: 200 parts, 100 lines of distribution and the signature, with room; text is in few, long nodes. */
export const ENVELOPE_LIMITS: XmlLimits = {
  octets: 1024 * 1024,
  depth: 32,
  elements: 2_000,
  attributesPerElement: 20,
  attributes: 4_000,
  nameLength: 100,
};

/** For messages this system has verified before: whatever a node was configured to take must stay readable. */
export const VERIFIED_LIMITS: XmlLimits = { ...ENVELOPE_LIMITS, octets: 8 * 1024 * 1024 };
