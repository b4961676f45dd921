/** An unsigned message with an empty signature in its place, and needs that take it: for tests of everything but trust. */
import { buildMessage, type HeaderDraft, type PartDraft } from '../envelope/build.ts';
import { type AuthorityId, parseAuthorityId, parseMessageId, parseRegionId, parseServiceId } from '../identifiers.ts';
import type { ExamineHow, ExamineNeeds } from './needs.ts';

const known = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('a sample identifier is not valid');
  return value;
};

export const AUTHOR: AuthorityId = known(parseAuthorityId('dvdv:töj:990101000000'));

export const HEADER: HeaderDraft = {
  messageId: known(parseMessageId('01234567-89ab-4def-8123-456789abcdef')),
  messageType: { code: 'sample', version: '1.0' },
  author: AUTHOR,
  addressee: {
    by: 'responsibility',
    service: known(parseServiceId('leika:99050012104000')),
    region: known(parseRegionId('ars:990101000000')),
    level: 'municipality',
  },
  distribution: [
    { to: { role: 'tax-office' }, parts: ['core', 'plan'] },
    { to: { reader: known(parseAuthorityId('oin:00000099000000000001')) }, parts: ['core'] },
  ],
  processReference: { requester: '32-17/26 & <Œuvre>' },
  createdAt: '2026-11-20T09:00:00+01:00',
  obsoleteAfter: '2027-01-01T00:00:00Z',
  legalBasis: { purpose: 'p "q"', text: '§ 14 GewO' },
  testMessage: true,
};

export const PARTS: readonly PartDraft[] = [
  { id: 'core', role: 'payload', mediaType: 'application/xml', octets: Buffer.from('<a>Ǧ</a>\r\n') },
  {
    id: 'plan',
    role: 'attachment',
    mediaType: 'application/pdf',
    octets: Buffer.from([0, 255, 13]),
    fileName: 'Plan.pdf',
  },
];

const SIGNATURE = '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"/>';

/** The message as text, with something in the signature's place. */
export const sampleXml = (header: Partial<HeaderDraft> = {}, parts: readonly PartDraft[] = PARTS): string =>
  buildMessage({ ...HEADER, ...header }, parts).replace('</Header>', `</Header>${SIGNATURE}`);

export const NEEDS: ExamineNeeds = {
  verifySignature: () => ({
    ok: true,
    headerDigest: 'digest',
    signer: { fingerprint: 'f'.repeat(64), authority: AUTHOR, signingTime: '2026-11-20T09:00:00Z' },
  }),
  maySign: () => false,
  messageTypes: { find: () => ({ state: 'in-force', type: { checkPart: () => [], checkHeader: () => [] } }) },
};

export const HOW: ExamineHow = { at: new Date('2026-11-22T12:00:00Z'), language: 'en', partsRequired: true };
