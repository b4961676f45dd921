/** Shapes that every verifier of the profile has to refuse: wrong algorithms, wrong shapes, wrappings, forgeries. */
import type { Signers } from './accepted.ts';
import {
  broken,
  forged,
  HEADER,
  headerOf,
  profile,
  type RefusedVariant,
  SIGNATURE,
  signatureOf,
  swap,
} from './changes.ts';
import { algorithms, references } from './refused-algorithms.ts';
import { shapes } from './refused-shapes.ts';

const wrappings: Readonly<Record<string, RefusedVariant>> = {
  'signature-removed': broken('nobody signed', (text) => text.replace(SIGNATURE, ''), 'signature-missing'),
  'two-signatures': broken('two signatures', (text) => text.replace(SIGNATURE, '$&$&'), 'signature-profile'),
  'two-headers-forged-first': broken(
    'the signed header moved behind',
    (text) => text.replace(SIGNATURE, (all) => all + headerOf(text)).replace(HEADER, forged(text, '')),
    'signature-profile',
  ),
  'two-headers-same-id': broken(
    'both answer to #header',
    (text) => text.replace(SIGNATURE, (all) => all + headerOf(text)).replace(HEADER, forged(text)),
    'signature-profile',
  ),
  'header-in-object': broken(
    'the signed header in an Object',
    (text) => text.replace('</ds:Object>', () => `${headerOf(text)}</ds:Object>`).replace(HEADER, forged(text)),
    'signature-profile',
  ),
  'header-in-second-object': broken(
    'in an Object of its own',
    (text) =>
      text
        .replace('</ds:Object>', () => `</ds:Object><ds:Object>${headerOf(text)}</ds:Object>`)
        .replace(HEADER, forged(text)),
    'signature-profile',
  ),
  'header-in-part': broken(
    'the signed header in a part',
    (text) => text.replace(/(<Part ref="core"[^>]*>)/, (all) => all + headerOf(text)).replace(HEADER, forged(text)),
    'signature-profile',
  ),
  'header-in-forged-header': broken(
    'inside the forged one',
    (text) =>
      text.replace(
        HEADER,
        forged(text, 'other').replace('</Header>', () => `${headerOf(text)}</Header>`),
      ),
    'signature-profile',
  ),
  'header-id-other': broken(
    'the forged header under another id',
    (text) =>
      text
        .replace('<Part ref="core"', () => `${headerOf(text)}<Part ref="core"`)
        .replace(HEADER, forged(text, 'other')),
    'signature-profile',
  ),
  'message-in-message': broken(
    'the signed message inside another',
    (text) => {
      const whole = text.slice(text.indexOf('<Message '));
      return `<Message xmlns="urn:dienstweg:message:1">${forged(text)}${signatureOf(text)}${whole}</Message>`;
    },
    'signature-profile',
  ),
  'message-in-object': broken(
    'the whole signed message in its own Object',
    (text) => {
      const whole = text.slice(text.indexOf('<Message '));
      return text.replace('</ds:Object>', () => `${whole}</ds:Object>`).replace(HEADER, forged(text));
    },
    'signature-profile',
  ),
  'signature-in-header': broken(
    'not at its place',
    (text) => text.replace(SIGNATURE, '').replace('</Header>', () => `${signatureOf(text)}</Header>`),
    'signature-missing',
  ),
  'signature-before-header': broken(
    'not at its place',
    (text) => text.replace(SIGNATURE, '').replace(HEADER, (header) => signatureOf(text) + header),
    'signature-profile',
  ),
  'signature-after-parts': broken(
    'not at its place',
    (text) => text.replace(SIGNATURE, '').replace('</Message>', () => `${signatureOf(text)}</Message>`),
    'signature-profile',
  ),
  'duplicate-id-other-spelling': broken(
    'ID="header" elsewhere',
    swap('<Part ref="core"', '<Part ID="header" ref="core"'),
    'signature-profile',
  ),
  'duplicate-id-lower-case': broken(
    'id="header" elsewhere',
    swap('<Part ref="core"', '<Part id="header" ref="core"'),
    'signature-profile',
  ),
  'duplicate-xml-id': broken(
    'xml:id="header" elsewhere',
    swap('<Part ref="core"', '<Part xml:id="header" ref="core"'),
    'signature-profile',
  ),
  'duplicate-wsu-id': broken(
    'wsu:Id="props" elsewhere',
    swap('<Part ref="core"', '<Part xmlns:wsu="urn:example:wsu" wsu:Id="props" ref="core"'),
    'signature-profile',
  ),
  'id-with-quotes': profile('an id that breaks out of a query', (text) =>
    text.replaceAll('"#props"', `"#x' or '1"`).replaceAll('Id="props"', `Id="x' or '1"`),
  ),
  'header-without-id': profile('nothing answers to #header', swap('<Header Id="header">', '<Header>')),
};

const changed: Readonly<Record<string, RefusedVariant>> = {
  'header-changed': broken('another author', swap('gew:990101000000', 'gew:990202000000')),
  'header-white-space': broken('white space counts', swap('  <MessageType', ' <MessageType')),
  'part-digest-changed': broken('another digest of a part', (text) =>
    text.replace(/ digest="./, ' digest="A').replace(/ digest="AA/, ' digest="BA'),
  ),
  'signing-time-changed': broken(
    'signed properties changed',
    swap('2026-11-30T10:00:00Z</xades', '2026-11-29T10:00:00Z</xades'),
  ),
  'value-changed': broken('one character of the value', (text) =>
    text.replace(/(<ds:SignatureValue>)(.)/, (_, start: string, first: string) => start + (first === 'A' ? 'B' : 'A')),
  ),
  'digest-changed': broken('one character of a digest', (text) =>
    text.replace(/(<ds:DigestValue>)(.)/, (_, start: string, first: string) => start + (first === 'A' ? 'B' : 'A')),
  ),
  'value-of-zeros': broken('r = s = 0', (text) =>
    text.replace(/<ds:SignatureValue>[^<]*/, `<ds:SignatureValue>${Buffer.alloc(64).toString('base64')}`),
  ),
  'digest-of-nothing': {
    code: 'signature-invalid',
    why: 'the digest of the empty string',
    edit: swap('@HEADER@', '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='),
  },
};

const certificates: Readonly<Record<string, RefusedVariant>> = {
  'certificate-unknown': { code: 'certificate-unknown', signer: 'stranger', why: 'trusted, but registered for nobody' },
  'certificate-of-attacker': {
    code: 'certificate-unknown',
    signer: 'attacker',
    why: 'self-signed, brought along in KeyInfo',
  },
  'certificate-registered-later': {
    code: 'certificate-unknown',
    signer: 'later',
    why: 'its registration has not begun',
  },
  'certificate-expired': { code: 'certificate-expired', signer: 'expired', why: 'no longer valid' },
  'certificate-not-yet-valid': { code: 'certificate-expired', signer: 'early', why: 'not valid yet' },
  'certificate-younger-than-signature': {
    code: 'certificate-expired',
    signer: 'young',
    why: 'valid now, but not at signing time',
  },
  'certificate-revoked': { code: 'certificate-revoked', signer: 'revoked', why: 'revoked before it was used' },
  'certificate-wrong-purpose': { code: 'certificate-untrusted', signer: 'tls', why: 'a TLS certificate' },
  'certificate-of-a-node': { code: 'certificate-untrusted', signer: 'node', why: 'a receipt certificate' },
  'certificate-of-foreign-ca': {
    code: 'certificate-untrusted',
    signer: 'foreign',
    why: 'registered by mistake, issued by an unknown CA',
  },
};

/** Refused shapes by name. */
export const refused = (signers: Signers): Readonly<Record<string, RefusedVariant>> => ({
  ...algorithms,
  ...references,
  ...shapes(signers),
  ...wrappings,
  ...changed,
  ...certificates,
});
