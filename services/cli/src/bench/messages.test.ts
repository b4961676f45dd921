import { createHash, generateKeyPairSync } from 'node:crypto';
import { canonicalHeaderOf } from '@dienstweg/certs/signature/sign.ts';
import { expect, test } from '@jest/globals';
import { authorityNamed } from '../client/keys.ts';
import { benchMessage, type LoadAuthor, messagesOf } from './messages.ts';

const by: LoadAuthor = {
  author: authorityNamed('pruefstand.sender'),
  reader: authorityNamed('pruefstand.leser'),
  privateKey: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
  certificateDer: Buffer.from('stands for a certificate'),
};

test('messages made from a pattern are signed over their own headers and weigh what a built one does', () => {
  const next = messagesOf(by, [{ share: 1, sizeBytes: 5_000 }]);
  const [one, two] = [next(0), next(1)];
  expect(one.messageId).not.toBe(two.messageId);
  for (const { messageId, octets } of [one, two]) {
    const xml = octets.toString();
    expect(xml.split(messageId)).toHaveLength(2);
    const canonical = canonicalHeaderOf(xml.replace(/<ds:Signature .*<\/ds:Signature>/s, ''));
    const [, stated] = /URI="#header".*?<ds:DigestValue>([^<]+)/s.exec(xml) ?? [];
    expect(stated).toBe(createHash('sha256').update(canonical).digest('base64'));
  }
  expect(Math.abs(one.octets.length - benchMessage(by, 5_000).octets.length)).toBeLessThan(200);
});
