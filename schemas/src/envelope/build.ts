import { randomBytes } from 'node:crypto';
import { type AuthorityId, type RegionId, type ServiceId, schemeAndValue } from '../identifiers.ts';
import {
  type Addressee,
  type Deadline,
  type DistributionLine,
  MESSAGE_NAMESPACE,
  type MessageHeader,
} from '../message.ts';
import { ProblemError, problem } from '../problems/problem.ts';
import { escapeAttribute, escapeText } from '../xml/escape.ts';
import { ENVELOPE_LIMITS, type XmlLimits } from '../xml/limits.ts';
import { parseXml } from '../xml/parse.ts';
import { treeOf } from '../xml/tree.ts';
import { violationsOfEnvelope } from './check.ts';
import { readHeader } from './read-header.ts';
import { digestOfPart } from './read-parts.ts';
import { shapeOf } from './shape.ts';

/** A header whose parts are computed. */
export type HeaderDraft = Omit<MessageHeader, 'parts'>;

/** A part to be put in. The nonce is made where none is given; give one only to repeat a message exactly. */
export interface PartDraft {
  readonly id: string;
  readonly role: 'payload' | 'attachment';
  readonly mediaType: string;
  readonly octets: Uint8Array;
  readonly fileName?: string;
  readonly nonce?: Uint8Array;
}

const attributes = (values: Readonly<Record<string, string | number | undefined>>): string =>
  Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${escapeAttribute(String(value))}"`)
    .join('');

const empty = (name: string, values: Readonly<Record<string, string | number | undefined>>): string =>
  `<${name}${attributes(values)}/>`;

const text = (name: string, content: string | undefined, values = {}): string =>
  content === undefined ? '' : `<${name}${attributes(values)}>${escapeText(content)}</${name}>`;

const identifier = (name: string, id: AuthorityId | ServiceId | RegionId | undefined, level?: string): string => {
  if (id === undefined) return '';
  const { scheme, value } = schemeAndValue(id);
  return empty(name, { scheme, value, level });
};

const group = (name: string, children: readonly string[]): string =>
  children.length === 0 ? '' : `<${name}>\n      ${children.join('\n      ')}\n    </${name}>`;

const addresseeOf = (addressee: Addressee): string =>
  group(
    'Addressee',
    addressee.by === 'responsibility'
      ? [identifier('Service', addressee.service), identifier('Region', addressee.region, addressee.level)]
      : [identifier('Service', addressee.service), identifier('Reader', addressee.reader)].filter(
          (line) => line !== '',
        ),
  );

const lineOf = ({ to, parts }: DistributionLine): string =>
  empty('To', { ...('role' in to ? { role: to.role } : schemeAndValue(to.reader)), parts: parts.join(' ') });

const deadlineOf = (deadline: Deadline | undefined): string => {
  if (deadline === undefined) return '';
  const { start, amount, unit, region, onWhom, basis } = deadline;
  return empty('Deadline', { start, amount, unit, region, onWhom, basis });
};

const headerOf = (header: HeaderDraft, partInfos: readonly string[]): string => {
  const { requester, responder } = header.processReference;
  return [
    text('MessageId', `urn:uuid:${header.messageId}`),
    empty('MessageType', { code: header.messageType.code, version: header.messageType.version }),
    identifier('Author', header.author),
    identifier('Sender', header.sender),
    addresseeOf(header.addressee),
    group('Distribution', header.distribution.map(lineOf)),
    identifier('ReplyTo', header.replyTo),
    text('InReplyTo', header.inReplyTo === undefined ? undefined : `urn:uuid:${header.inReplyTo}`),
    text('ConversationId', header.conversationId),
    group(
      'ProcessReference',
      [text('Requester', requester), text('Responder', responder)].filter((line) => line !== ''),
    ),
    text('CreatedAt', header.createdAt),
    text('NotBefore', header.notBefore),
    text('ObsoleteAfter', header.obsoleteAfter),
    text('LegalBasis', header.legalBasis?.text, { purpose: header.legalBasis?.purpose }),
    deadlineOf(header.deadline),
    header.applicantAssurance === undefined ? '' : empty('ApplicantAssurance', { level: header.applicantAssurance }),
    text('TestMessage', String(header.testMessage)),
    group('Parts', partInfos),
  ]
    .filter((line) => line !== '')
    .map((line) => `    ${line}\n`)
    .join('');
};

/** Everything the receiving side would refuse about the envelope itself. */
const violationsOf = (xml: string, limits: XmlLimits) => {
  const octets = Buffer.from(xml);
  const parsed = parseXml(octets, { limits, language: 'en' });
  if (!parsed.ok) return parsed;
  try {
    const violations = violationsOfEnvelope(octets, parsed.document, parsed.scan, 'en');
    if (violations.length > 0) return { code: 'envelope-invalid' as const, violations };
    const shape = shapeOf(treeOf(parsed.document.root));
    const reading = shape === undefined ? undefined : readHeader(shape.header, 'en');
    return reading?.ok === false ? { code: 'envelope-invalid' as const, violations: reading.violations } : undefined;
  } finally {
    parsed.document.dispose();
  }
};

/**
 * The unsigned message as {@link buildMessage} makes it, but not checked: well-formed, and the rest is the caller's
 * word. For who writes very many messages of one shape, the first of which `buildMessage` took. Throws RangeError for
 * characters XML cannot carry.
 */
export const writeMessage = (header: HeaderDraft, parts: readonly PartDraft[]): string => {
  const withNonce = parts.map((part) => ({ ...part, nonce: part.nonce ?? randomBytes(16) }));
  const partInfos = withNonce.map(({ id, role, mediaType, octets, nonce, fileName }) =>
    empty('PartInfo', { id, role, mediaType, size: octets.length, digest: digestOfPart(nonce, octets), fileName }),
  );
  const partElements = withNonce.map(({ id, octets, nonce }) => {
    const base64 = Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('base64');
    return `  <Part${attributes({ ref: id, nonce: Buffer.from(nonce).toString('base64') })}>${base64}</Part>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<Message xmlns="${MESSAGE_NAMESPACE}">
  <Header Id="header">
${headerOf(header, partInfos)}  </Header>
${partElements.join('')}</Message>
`;
};

/**
 * The unsigned message: header with the digests of the parts, and the parts with their nonces. The signature is put
 * behind `</Header>` (see `certs`). Throws ProblemError (`envelope-invalid`, `too-large`) where the examination would
 * refuse the result, RangeError for characters XML cannot carry.
 */
export const buildMessage = (
  header: HeaderDraft,
  parts: readonly PartDraft[],
  limits: XmlLimits = ENVELOPE_LIMITS,
): string => {
  const xml = writeMessage(header, parts);
  const refused = violationsOf(xml, limits);
  if (refused !== undefined) throw new ProblemError(problem(refused.code, { violations: refused.violations }));
  return xml;
};
