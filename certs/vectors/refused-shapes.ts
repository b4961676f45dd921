/** Refused: what stands in the signature, and how it is written. */
import type { Signers } from './accepted.ts';
import { broken, profile, type RefusedVariant, swap } from './changes.ts';

const keyInfo = (content: string) => (text: string) =>
  text.replace(/<ds:KeyInfo>.*<\/ds:KeyInfo>/s, `<ds:KeyInfo>${content}</ds:KeyInfo>`);
/** Elements, attributes and texts outside the profile. */
export const shapes = (signers: Signers): Readonly<Record<string, RefusedVariant>> => ({
  'retrieval-method': profile('RetrievalMethod', keyInfo('<ds:RetrievalMethod URI="http://127.0.0.1/key"/>')),
  'key-value': profile('a bare key', keyInfo('<ds:KeyValue/>')),
  'key-name': profile('a key name', keyInfo('<ds:KeyName>header</ds:KeyName>')),
  'key-info-of-other': profile(
    'KeyInfo holds another certificate than SigningCertificateV2 names',
    keyInfo(
      `<ds:X509Data><ds:X509Certificate>${Buffer.from(signers.p384?.der ?? []).toString('base64')}</ds:X509Certificate></ds:X509Data>`,
    ),
  ),
  'certificate-not-findable': profile(
    'SHA-512 alone leads to no certificate',
    (text) => text.replace(/<ds:KeyInfo>.*<\/ds:KeyInfo>/s, ''),
    { certificateHash: 'sha512' },
  ),
  'comment-in-digest-value': broken(
    'a comment in DigestValue',
    (text) => text.replace(/(<ds:DigestValue>.{4})/, '$1<!---->'),
    'signature-profile',
  ),
  'comment-in-signed-info': broken(
    'a comment in SignedInfo',
    swap('<ds:SignedInfo>', '<ds:SignedInfo><!-- -->'),
    'signature-profile',
  ),
  'processing-instruction-in-value': broken(
    'a processing instruction',
    (text) => text.replace(/(<ds:SignatureValue>.{4})/, '$1<?x?>'),
    'signature-profile',
  ),
  'cdata-in-value': broken(
    'a CDATA section',
    (text) => text.replace(/<ds:SignatureValue>([^<]*)/, '<ds:SignatureValue><![CDATA[$1]]>'),
    'signature-profile',
  ),
  'stray-text': broken('text between elements', swap('<ds:KeyInfo>', 'x<ds:KeyInfo>'), 'signature-profile'),
  'base64-loose': broken(
    'characters that are not base64',
    (text) => text.replace(/(<ds:SignatureValue>.{4})/, '$1*'),
    'signature-profile',
  ),
  'base64-unpadded': broken(
    'padding left out',
    (text) => text.replace(/=+<\/ds:SignatureValue>/, '</ds:SignatureValue>'),
    'signature-profile',
  ),
  'value-empty': broken(
    'no value',
    (text) => text.replace(/<ds:SignatureValue>[^<]*/, '<ds:SignatureValue>'),
    'signature-profile',
  ),
  'value-too-short': broken(
    'half of r‖s',
    (text) => text.replace(/(<ds:SignatureValue>.{40})[^<]*/, '$1'),
    'signature-profile',
  ),
  'digest-of-other-length': broken(
    'a digest of 30 octets',
    (text) => text.replace(/<ds:DigestValue>.{40}[^<]*/, (all) => all.slice(0, 57)),
    'signature-profile',
  ),
  'two-signed-infos': broken(
    'a second SignedInfo',
    (text) => text.replace(/<ds:SignedInfo>.*<\/ds:SignedInfo>/s, '$&$&'),
    'signature-profile',
  ),
  'wrapped-signed-info': broken(
    'the signed SignedInfo in an Object',
    (text) => {
      const info = /<ds:SignedInfo>.*<\/ds:SignedInfo>/s.exec(text)?.[0] ?? '';
      return text
        .replace(info, info.replace('<ds:DigestValue>', '<ds:DigestValue>A'))
        .replace('<ds:Object>', `<ds:Object>${info}`);
    },
    'signature-profile',
  ),
  'unknown-attribute': broken(
    'an attribute nobody knows',
    swap('<ds:SignatureValue>', '<ds:SignatureValue x="1">'),
    'signature-profile',
  ),
  'foreign-element': broken(
    'an element nobody knows',
    swap('</ds:KeyInfo>', '</ds:KeyInfo><x xmlns="urn:example:x"/>'),
    'signature-profile',
  ),
  'unsigned-properties': broken(
    'UnsignedProperties could be changed on the way',
    swap('</xades:SignedProperties>', '</xades:SignedProperties><xades:UnsignedProperties/>'),
    'signature-profile',
  ),
  'signature-policy': profile(
    'a policy changes what the signature means',
    swap(
      '</xades:SigningCertificateV2>',
      '</xades:SigningCertificateV2><xades:SignaturePolicyIdentifier><xades:SignaturePolicyImplied/></xades:SignaturePolicyIdentifier>',
    ),
  ),
  'signer-role': profile(
    'roles are the registry’s to say',
    swap('</xades:SigningCertificateV2>', '</xades:SigningCertificateV2><xades:SignerRoleV2/>'),
  ),
  'signing-certificate-v1': profile('the older property', (text) =>
    text.replaceAll('SigningCertificateV2>', 'SigningCertificate>'),
  ),
  'signing-certificate-missing': profile('no certificate named', (text) =>
    text.replace(/<xades:SigningCertificateV2>.*<\/xades:SigningCertificateV2>/s, ''),
  ),
  'signing-time-missing': profile('no time', (text) => text.replace(/<xades:SigningTime>.*<\/xades:SigningTime>/, '')),
  'signing-time-without-zone': profile(
    'which zone?',
    swap('2026-11-30T10:00:00Z</xades', '2026-11-30T10:00:00</xades'),
  ),
  'signing-time-no-such-day': profile(
    '30 February',
    swap('2026-11-30T10:00:00Z</xades', '2026-02-30T10:00:00Z</xades'),
  ),
  'signing-time-in-the-future': profile(
    'after the moment of verification',
    swap('2026-11-30T10:00:00Z</xades', '2026-12-24T10:00:00Z</xades'),
  ),
  'target-of-other': profile('QualifyingProperties of another signature', swap('Target="#sig"', 'Target="#other"')),
  'xades-of-other-version': profile('another namespace', swap('01903/v1.3.2#', '01903/v1.2.2#')),
});
