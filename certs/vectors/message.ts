/** The unsigned message the vectors are made of: valid against the envelope's schema, two parts, invented content. */
import { createHash } from 'node:crypto';

const PARTS = [
  { id: 'core', nonce: Buffer.alloc(16, 1), octets: Buffer.from('<anzeige>Müller &amp; Söhne, Straße 1</anzeige>') },
  { id: 'tax', nonce: Buffer.alloc(16, 2), octets: Buffer.from('<steuer>Dordrecht</steuer>') },
];

const partInfo = PARTS.map(({ id, nonce, octets }) => {
  const digest = createHash('sha256').update(nonce).update(octets).digest('base64');
  return `<PartInfo id="${id}" role="payload" mediaType="application/xml" size="${octets.length}" digest="${digest}"/>`;
}).join('');

/** `ref` and content of each part, as the envelope writes them. */
export const PART_ELEMENTS = PARTS.map(
  ({ id, nonce, octets }) =>
    `<Part ref="${id}" nonce="${nonce.toString('base64')}">${octets.toString('base64')}</Part>`,
);

/** The message. */
export const MESSAGE = `<?xml version="1.0" encoding="UTF-8"?>
<Message xmlns="urn:dienstweg:message:1"><Header Id="header">
  <MessageId>urn:uuid:3f0e4f5a-93a1-4a60-9d0c-2f3a6c1d7e10</MessageId>
  <MessageType code="gewerbeanzeige" version="1.0"/>
  <Author scheme="dvdv" value="gew:990101000000"/>
  <Addressee><Service scheme="leika" value="99050012104000"/><Region scheme="ars" value="990101000000"/></Addressee>
  <Distribution><To role="tax-office" parts="core tax"/></Distribution>
  <CreatedAt>2026-11-30T10:00:00Z</CreatedAt>
  <LegalBasis purpose="Anzeige &quot;§ 14&quot;">§ 14 GewO &amp; &lt;Land&gt;</LegalBasis>
  <TestMessage>true</TestMessage>
  <Parts>${partInfo}</Parts>
</Header>${PART_ELEMENTS.join('')}</Message>
`;
