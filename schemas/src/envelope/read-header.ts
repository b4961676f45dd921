import { type AuthorityId, parseAuthorityId, parseMessageId, parseRegionId, parseServiceId } from '../identifiers.ts';
import type { Addressee, Deadline, DistributionLine, MessageHeader, MessageTypeRef, PartInfo } from '../message.ts';
import { type Violation, violation } from '../problems/problem.ts';
import type { Said } from '../problems/say.ts';
import type { Language } from '../problems/texts.ts';
import { VERIFIED_LIMITS } from '../xml/limits.ts';
import { readablePath } from '../xml/node-path.ts';
import { parseXml } from '../xml/parse.ts';
import { type TreeElement, treeOf } from '../xml/tree.ts';
import * as texts from './header-texts.ts';
import { attributesOf, childrenOf, given, textOf } from './read-values.ts';
import { shapeOf } from './shape.ts';

/** Path of a child of the header (or of a `PartInfo`) → its line. */
export type HeaderLines = Pick<ReadonlyMap<string, number>, 'get'>;

/** The header in typed form, or everything in it that the schema could not forbid. */
export type HeaderReading =
  | { readonly ok: true; readonly header: MessageHeader; readonly lines: HeaderLines }
  | { readonly ok: false; readonly violations: readonly Violation[] };

/** Notes a violation at an element (or its attribute) and gives `undefined`. */
type Note = (element: TreeElement, said: Said, attribute?: string) => undefined;

const identifier = <T>(element: TreeElement, parse: (text: string) => T | undefined, note: Note): T | undefined => {
  const { scheme = '', value = '' } = attributesOf(element);
  const text = `${scheme}:${value}`;
  return parse(text) ?? note(element, texts.notAnIdentifier(text), 'value');
};

const optionalAuthority = (element: TreeElement | undefined, note: Note): AuthorityId | undefined =>
  element === undefined ? undefined : identifier(element, parseAuthorityId, note);

const readAddressee = (element: TreeElement, note: Note): Addressee | undefined => {
  const children = childrenOf(element);
  const serviceElement = children.get('Service');
  const regionElement = children.get('Region');
  const readerElement = children.get('Reader');
  const service = serviceElement === undefined ? undefined : identifier(serviceElement, parseServiceId, note);
  if (readerElement !== undefined) {
    const reader = identifier(readerElement, parseAuthorityId, note);
    return reader === undefined ? undefined : { by: 'reader', reader, ...given({ service }) };
  }
  if (regionElement === undefined) return undefined;
  const region = identifier(regionElement, parseRegionId, note);
  const { level } = attributesOf(regionElement);
  if (service === undefined || region === undefined) return undefined;
  return { by: 'responsibility', service, region, ...given({ level }) };
};

const readLine = (element: TreeElement, announced: ReadonlySet<string>, note: Note): DistributionLine | undefined => {
  const { role, scheme, value, parts: list = '' } = attributesOf(element);
  const parts = list.split(' ').filter((part) => part !== '');
  for (const part of parts) if (!announced.has(part)) note(element, texts.partNotAnnounced(part), 'parts');
  if (new Set(parts).size !== parts.length) note(element, texts.partTwice, 'parts');
  if (role !== undefined && scheme === undefined && value === undefined) return { to: { role }, parts };
  if (role === undefined && scheme !== undefined && value !== undefined) {
    const reader = identifier(element, parseAuthorityId, note);
    return reader === undefined ? undefined : { to: { reader }, parts };
  }
  return note(element, texts.eitherRoleOrReader);
};

const readPartInfo = (element: TreeElement, note: Note): PartInfo => {
  const { id = '', role, mediaType = '', size = '', digest = '', location, fileName } = attributesOf(element);
  const sizeBytes = Number(size);
  if (!Number.isSafeInteger(sizeBytes)) note(element, texts.sizeTooLarge, 'size');
  return {
    id,
    role: role === 'attachment' ? 'attachment' : 'payload',
    mediaType,
    sizeBytes,
    digest,
    location: location === 'reference' ? 'reference' : 'inline',
    ...given({ fileName }),
  };
};

const readDeadline = (element: TreeElement, note: Note): Deadline => {
  const { start = '', amount = '', unit, region: place, onWhom, basis } = attributesOf(element);
  const region = place === undefined ? undefined : parseRegionId(place);
  if (place !== undefined && region === undefined) note(element, texts.notAnIdentifier(place), 'region');
  return {
    start,
    amount: Number(amount),
    unit: unit === 'werktag' || unit === 'working-day' || unit === 'month' ? unit : 'day',
    onWhom: onWhom === 'author' ? 'author' : 'reader',
    ...given({ region, basis }),
  };
};

const time = (element: TreeElement | undefined, note: Note): string | undefined => {
  const text = textOf(element);
  if (element !== undefined && Number.isNaN(Date.parse(text ?? ''))) note(element, texts.notATime);
  return text;
};

const assurance = (level: string | undefined): MessageHeader['applicantAssurance'] =>
  level === 'low' || level === 'substantial' || level === 'high' ? level : undefined;

const readLegalBasis = (element: TreeElement | undefined): MessageHeader['legalBasis'] =>
  element === undefined
    ? undefined
    : { text: textOf(element) ?? '', ...given({ purpose: attributesOf(element).purpose }) };

const readProcessReference = (element: TreeElement | undefined): MessageHeader['processReference'] => {
  if (element === undefined) return {};
  const children = childrenOf(element);
  return given({ requester: textOf(children.get('Requester')), responder: textOf(children.get('Responder')) });
};

/** Path of the `PartInfo` at an index, of so many. */
export const pathOfPartInfo = (index: number, count: number): string =>
  `/Message/Header/Parts/PartInfo${count === 1 ? '' : `[${index + 1}]`}`;

/** Only refusals ask for lines, so nothing is made in advance. */
const linesOf = (children: ReadonlyMap<string, TreeElement>, partInfos: readonly TreeElement[]): HeaderLines => ({
  get: (path) => {
    const partInfo = partInfos.find((_, i) => pathOfPartInfo(i, partInfos.length) === path);
    return (partInfo ?? children.get(path.replace('/Message/Header/', '')))?.line;
  },
});

/** Code and version of the message type, as the header states them. */
export const readMessageType = (element: TreeElement | undefined): MessageTypeRef | undefined => {
  const { code, version } = element === undefined ? {} : attributesOf(element);
  return code === undefined || version === undefined ? undefined : { code, version };
};

/**
 * Reads the header of a document that satisfies the envelope's schema, from the very node the signature covers.
 * Violations (`envelope-invalid`) are what the schema cannot say: identifiers by their scheme, who a line of the
 * distribution is for, parts that are not announced, times that do not exist.
 */
export const readHeader = (element: TreeElement, language: Language): HeaderReading => {
  const violations: Violation[] = [];
  const note: Note = (place, said, attribute) => {
    const path = readablePath(place.node);
    violations.push(
      violation('envelope-invalid', said[language], {
        language,
        line: place.line,
        xpath: attribute === undefined ? path : `${path}/@${attribute}`,
      }),
    );
    return undefined;
  };
  const children = childrenOf(element);
  const child = (name: string): TreeElement | undefined => children.get(name);
  const partsElement = child('Parts');
  const partElements = partsElement === undefined ? [] : partsElement.elements;
  const parts = partElements.map((part) => readPartInfo(part, note));
  const announced = new Set(parts.map((part) => part.id));
  const authorElement = child('Author');
  const addresseeElement = child('Addressee');
  const distributionElement = child('Distribution');
  const deadlineElement = child('Deadline');
  const assuranceElement = child('ApplicantAssurance');
  const inReplyTo = textOf(child('InReplyTo'));

  const messageId = parseMessageId(textOf(child('MessageId')) ?? '');
  const messageType = readMessageType(child('MessageType'));
  const author = optionalAuthority(authorElement, note);
  const addressee = addresseeElement === undefined ? undefined : readAddressee(addresseeElement, note);
  const distribution =
    distributionElement === undefined
      ? []
      : distributionElement.elements.flatMap((line) => readLine(line, announced, note) ?? []);
  const createdAt = time(child('CreatedAt'), note);
  const optional = {
    sender: optionalAuthority(child('Sender'), note),
    replyTo: optionalAuthority(child('ReplyTo'), note),
    inReplyTo: inReplyTo === undefined ? undefined : parseMessageId(inReplyTo),
    conversationId: textOf(child('ConversationId')),
    notBefore: time(child('NotBefore'), note),
    obsoleteAfter: time(child('ObsoleteAfter'), note),
    legalBasis: readLegalBasis(child('LegalBasis')),
    deadline: deadlineElement === undefined ? undefined : readDeadline(deadlineElement, note),
    applicantAssurance: assuranceElement === undefined ? undefined : assurance(attributesOf(assuranceElement).level),
  };
  const { notBefore, obsoleteAfter } = optional;
  if (notBefore !== undefined && obsoleteAfter !== undefined && Date.parse(notBefore) >= Date.parse(obsoleteAfter))
    note(child('NotBefore') ?? element, texts.neverCurrent);

  const complete =
    messageId !== undefined &&
    messageType !== undefined &&
    author !== undefined &&
    addressee !== undefined &&
    createdAt !== undefined;
  if (!complete && violations.length === 0) note(element, texts.incomplete);
  if (!complete || violations.length > 0) return { ok: false, violations };
  return {
    ok: true,
    lines: linesOf(children, partElements),
    header: {
      messageId,
      messageType,
      author,
      addressee,
      distribution,
      processReference: readProcessReference(child('ProcessReference')),
      createdAt,
      testMessage: /^(?:true|1)$/.test(textOf(child('TestMessage')) ?? ''),
      parts,
      ...given(optional),
    },
  };
};

/** The header of a message that was verified before (stored, or handed over by this system). Throws if it cannot be read. */
export const readHeaderOf = (octets: Uint8Array): MessageHeader => {
  const parsed = parseXml(octets, { limits: VERIFIED_LIMITS, language: 'en' });
  if (!parsed.ok) throw new Error(`not a readable message: ${parsed.code}`);
  try {
    const shape = shapeOf(treeOf(parsed.document.root));
    const reading = shape === undefined ? undefined : readHeader(shape.header, 'en');
    if (reading?.ok !== true) throw new Error('not a readable message: envelope-invalid');
    return reading.header;
  } finally {
    parsed.document.dispose();
  }
};
