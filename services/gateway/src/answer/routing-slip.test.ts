import type { MessageTrace } from '@dienstweg/schemas/bus/requests.ts';
import type { AuthorityId, MessageId } from '@dienstweg/schemas/identifiers.ts';
import { VERIFIED_LIMITS } from '@dienstweg/schemas/xml/limits.ts';
import { parseXml } from '@dienstweg/schemas/xml/parse.ts';
import { expect, test } from '@jest/globals';
import { routingSlip } from './routing-slip.ts';

test('a reason that XML cannot carry, recorded before such were refused, makes no document that nobody can read', () => {
  const author = 'dvdv:xga:990100007007' as AuthorityId;
  const trace: MessageTrace = {
    messageId: '3f0e4f5a-93a1-4a60-9d0c-2f3a6c1d7e10' as MessageId,
    author,
    sender: author,
    messageType: { code: 'sample', version: '1.0' },
    state: 'rejected-by-reader',
    acceptedAt: '2026-11-22T08:00:00.000Z',
    sizeBytes: 1,
    edition: 1,
    processReference: {},
    testMessage: false,
    deliveries: [],
    events: [{ type: 'rejected-by-reader', at: '2026-11-22T08:00:00.000Z', node: 'n', reasonCode: 'T080\ufffe<&' }],
  };
  const slip = routingSlip(trace, 'gateway', new Date('2026-11-22T09:00:00Z'));
  const parsed = parseXml(Buffer.from(slip), { language: 'en', limits: VERIFIED_LIMITS });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.violations));
  using document = parsed.document;
  expect(document.get('//*[local-name()="Reason"]')?.content).toBe('T080\uFFFD<&');
});
