import { describe, expect, test } from '@jest/globals';
import type { ProblemCode } from '../problems/codes.ts';
import { violation } from '../problems/problem.ts';
import { LANGUAGES } from '../problems/texts.ts';
import { examine } from './examine.ts';
import type { ExamineNeeds } from './needs.ts';
import { AUTHOR, HEADER, HOW, NEEDS, PARTS, sampleXml } from './testing.ts';

const XML = sampleXml();
const refusalOf = (octets: Uint8Array, needs: Partial<ExamineNeeds> = {}, how = HOW) => {
  const examination = examine(octets, { ...NEEDS, ...needs }, how);
  if (examination.ok) throw new Error('it was accepted');
  return examination;
};
const refusalOfXml = (xml: string, needs: Partial<ExamineNeeds> = {}) => refusalOf(Buffer.from(xml), needs);
const lineOf = (xml: string, text: string): number => xml.slice(0, xml.indexOf(text)).split('\n').length;

describe('what is accepted', () => {
  test('gives the header typed, the parts that are present and the digest of the octets', () => {
    const examination = examine(Buffer.from(XML), NEEDS, HOW);
    if (!examination.ok) throw new Error(JSON.stringify(examination));
    const { message } = examination;
    const { parts, ...header } = message.header;
    expect(header).toEqual(HEADER);
    expect(parts.map(({ id, sizeBytes }) => [id, sizeBytes])).toEqual(
      PARTS.map(({ id, octets }) => [id, octets.length]),
    );
    expect(message.partsPresent).toEqual(['core', 'plan']);
    expect(message.octetsDigest).toMatch(/^[0-9a-f]{64}$/);
    expect(message.sizeBytes).toBe(Buffer.byteLength(XML));
  });

  test('takes a byte order mark', () => {
    expect(examine(Buffer.from(`\uFEFF${XML}`), NEEDS, HOW).ok).toBe(true);
  });

  test('a reader may lack withheld parts and may look at it when it is obsolete', () => {
    const cut = XML.replace(/\s*<Part ref="plan".*<\/Part>/, '');
    const how = { ...HOW, partsRequired: false, at: new Date('2030-01-01T00:00:00Z') };
    const examination = examine(Buffer.from(cut), NEEDS, how);
    expect(examination.ok && examination.message.partsPresent).toEqual(['core']);
  });
});

describe('reading the octets', () => {
  const cases: readonly (readonly [string, Uint8Array, ProblemCode, number | undefined])[] = [
    ['nothing', Buffer.alloc(0), 'not-xml', 1],
    ['JSON', Buffer.from('{"a":1}'), 'not-xml', 1],
    ['an unclosed element', Buffer.from(XML.replace('</Addressee>', '')), 'not-xml', lineOf(XML, '</Header>')],
    ['XML 1.1', Buffer.from(XML.replace('version="1.0"', 'version="1.1"')), 'not-xml', 1],
    ['an undefined entity', Buffer.from(XML.replace('32-17', '&nbsp;')), 'not-xml', lineOf(XML, '32-17')],
    ['a DOCTYPE', Buffer.from(XML.replace('\n<Message', '\n<!DOCTYPE Message>\n<Message')), 'doctype-forbidden', 2],
    [
      'a lower-case doctype',
      Buffer.from(XML.replace('\n<Message', '\n<!doctype Message>\n<Message')),
      'doctype-forbidden',
      2,
    ],
    ['UTF-16', Buffer.from(`\uFEFF${XML}`, 'utf16le'), 'encoding-not-utf8', 1],
    ['UTF-16 without a mark', Buffer.from(XML, 'utf16le'), 'encoding-not-utf8', 1],
    ['Latin-1', Buffer.from(XML.replace('UTF-8', 'ISO-8859-1'), 'latin1'), 'encoding-not-utf8', lineOf(XML, 'töj')],
    ['another declared encoding', Buffer.from(XML.replace('UTF-8', 'windows-1252')), 'encoding-not-utf8', 1],
    [
      'too deep',
      Buffer.from(XML.replace('</Header>', `</Header>${'<a>'.repeat(40)}${'</a>'.repeat(40)}`)),
      'limit-exceeded',
      lineOf(XML, '</Header>'),
    ],
    [
      'too many attributes',
      Buffer.from(XML.replace('<Header', `<Header ${Array.from({ length: 30 }, (_, i) => `a${i}=""`).join(' ')}`)),
      'limit-exceeded',
      3,
    ],
    [
      'too many elements',
      Buffer.from(XML.replace('</Message>', `${'<Part/>'.repeat(2_001)}</Message>`)),
      'limit-exceeded',
      undefined,
    ],
    ['too long a name', Buffer.from(XML.replace('<Header', `<Header ${'a'.repeat(101)}=""`)), 'limit-exceeded', 3],
  ];
  test.each(cases)('refuses %s', (_name, octets, code, line) => {
    const refused = refusalOf(octets);
    expect(refused.code).toBe(code);
    expect(refused.violations[0]?.line).toEqual(line ?? expect.any(Number));
    expect(refused.claimed).toEqual({});
  });

  test('refuses more octets than allowed before it looks at them', () => {
    expect(refusalOf(Buffer.from(XML), { limits: { octets: 100 } }).code).toBe('too-large');
  });

  test('a DOCTYPE inside a comment is none', () => {
    expect(refusalOfXml(XML.replace('<Header', '<!-- <!DOCTYPE a> --><Header')).code).toBe('envelope-invalid');
  });
});

describe('the envelope', () => {
  const cases: readonly (readonly [string, (xml: string) => string, string | undefined])[] = [
    ['another namespace', (xml) => xml.replace('urn:dienstweg:message:1', 'urn:example'), '/Message'],
    ['a comment', (xml) => xml.replace('<Parts>', '<!-- x --><Parts>'), undefined],
    ['a processing instruction', (xml) => xml.replace('<Parts>', '<?x y?><Parts>'), undefined],
    ['a CDATA section', (xml) => xml.replace('>true<', '><![CDATA[true]]><'), undefined],
    ['XInclude', (xml) => xml.replace('<Header', '<Header xmlns:xi="http://www.w3.org/2001/XInclude"'), undefined],
    [
      'xsi:type',
      (xml) => xml.replace('<Author', '<Author xmlns:x="http://www.w3.org/2001/XMLSchema-instance" x:type="Region"'),
      undefined,
    ],
    ['a relative namespace', (xml) => xml.replace('<Header', '<Header xmlns:x="foo"'), undefined],
    ['an element too many', (xml) => xml.replace('<CreatedAt>', '<Foo/><CreatedAt>'), '/Message/Header/Foo'],
    ['a missing attribute', (xml) => xml.replace(/ size="3"/, ''), '/Message/Header/Parts/PartInfo[2]'],
    ['a wrong value', (xml) => xml.replace('size="3"', 'size="-3"'), '/Message/Header/Parts/PartInfo[2]/@size'],
    [
      'a value of no scheme',
      (xml) => xml.replace('value="99050012104000"', 'value="1"'),
      '/Message/Header/Addressee/Service/@value',
    ],
    [
      'role and reader in one line',
      (xml) => xml.replace('role="tax-office"', 'role="a" scheme="oin" value="00000099000000000001"'),
      '/Message/Header/Distribution/To[1]',
    ],
    ['neither role nor reader', (xml) => xml.replace('role="tax-office" ', ''), '/Message/Header/Distribution/To[1]'],
    [
      'a part not announced',
      (xml) => xml.replace('parts="core plan"', 'parts="core plans"'),
      '/Message/Header/Distribution/To[1]/@parts',
    ],
    ['a time that does not exist', (xml) => xml.replace('2026-11-20T09', '2026-02-30T09'), '/Message/Header/CreatedAt'],
    ['a time without zone', (xml) => xml.replace('+01:00', ''), '/Message/Header/CreatedAt'],
    ['a Part without PartInfo', (xml) => xml.replace('<Part ref="plan"', '<Part ref="other"'), '/Message/Part[2]/@ref'],
    ['a Part twice', (xml) => xml.replace('<Part ref="plan"', '<Part ref="core"'), '/Message/Part[2]'],
    ['a nonce too short', (xml) => xml.replace(/nonce="[^"]*"/, 'nonce="AAAA"'), '/Message/Part[1]/@nonce'],
    ['no base64', (xml) => xml.replace('AP8N</Part>', 'AP8_</Part>'), '/Message/Part[2]'],
    ['base64 with stray bits', (xml) => xml.replace('AP8N</Part>', 'AP9=</Part>'), '/Message/Part[2]'],
    [
      'something else in the place of the signature',
      (xml) => xml.replace('ds:Signature', 'ds:Object'),
      '/Message/Object',
    ],
    [
      'a second signature',
      (xml) => xml.replace('</Message>', '<s:Signature xmlns:s="http://www.w3.org/2000/09/xmldsig#"/></Message>'),
      '/Message/Signature[2]',
    ],
  ];
  test.each(cases)('refuses %s and says where', (_name, spoil, xpath) => {
    const refused = refusalOfXml(spoil(XML));
    expect(refused.code).toBe('envelope-invalid');
    const [first] = refused.violations;
    expect(first?.line).toBeGreaterThan(0);
    expect(first?.xpath).toBe(xpath);
    expect(first?.remedy).not.toBe('');
  });

  test('reports every violation of the step, with exact lines', () => {
    const spoiled = XML.replace('>true<', '>yes<').replace('size="3"', 'size="x"');
    const refused = refusalOfXml(spoiled);
    expect(refused.violations.map(({ line }) => line)).toEqual([lineOf(spoiled, '>yes<'), lineOf(spoiled, 'size="x"')]);
  });

  test('tells what is expected, in the language asked for', () => {
    const spoiled = Buffer.from(XML.replace('role="attachment"', 'role="other"'));
    const told = LANGUAGES.map((language) => refusalOf(spoiled, {}, { ...HOW, language }).violations[0]);
    expect(new Set(told.map((one) => one?.text)).size).toBe(3);
    for (const one of told) expect(one?.expected).toBe("'payload', 'attachment'");
  });

  test('tells the claims of a refused message as far as they have the right form', () => {
    const { claimed } = refusalOfXml(XML.replace('value="töj:990101000000"', 'value="a b"').replace('>true<', '>yes<'));
    expect(claimed).toEqual({ messageId: HEADER.messageId, messageType: HEADER.messageType });
  });
});

const withDeadline =
  (attributes: string) =>
  (xml: string): string =>
    xml.replace('<TestMessage>', `<Deadline ${attributes} onWhom="reader"/><TestMessage>`);

describe('the steps after the envelope', () => {
  const type = { checkPart: () => [], checkHeader: () => [] };
  const cases: readonly (readonly [ProblemCode, (xml: string) => string, Partial<ExamineNeeds>])[] = [
    ['signature-missing', (xml) => xml.replace(/<ds:Signature[^>]*>/, ''), {}],
    [
      'signature-invalid',
      (xml) => xml,
      {
        verifySignature: () => ({
          ok: false,
          code: 'signature-invalid',
          violations: [violation('signature-invalid', 'x')],
        }),
      },
    ],
    ['author-mismatch', (xml) => xml.replace('töj:990101000000', 'töj:990202000000'), {}],
    ['message-obsolete', (xml) => xml.replace('2027-01-01', '2026-11-22').replace('T00:00:00Z', 'T11:59:59Z'), {}],
    ['envelope-invalid', (xml) => xml.replace('2026-11-20T09', '2026-11-30T09'), {}],
    [
      'limit-exceeded',
      (xml) =>
        xml
          .replace('<ObsoleteAfter>', '<NotBefore>2027-05-01T00:00:00Z</NotBefore><ObsoleteAfter>')
          .replace('2027-01-01', '2028-01-01'),
      {},
    ],
    ['limit-exceeded', withDeadline('start="2037-05-01" amount="3" unit="day"'), {}],
    ['limit-exceeded', withDeadline('start="-0001-05-01" amount="3" unit="day"'), {}],
    ['limit-exceeded', withDeadline('start="99999-11-22" amount="3650" unit="month"'), {}],
    ['limit-exceeded', withDeadline('start="2026-11-20" amount="3650" unit="working-day"'), {}],
    ['message-type-unknown', (xml) => xml, { messageTypes: { find: () => ({ state: 'unknown' }) } }],
    [
      'message-type-not-in-force',
      (xml) => xml,
      { messageTypes: { find: () => ({ state: 'not-in-force', validFrom: '2027-05-01' }) } },
    ],
    ['part-missing', (xml) => xml.replace(/<Part ref="plan".*<\/Part>/, ''), {}],
    ['part-by-reference-unsupported', (xml) => xml.replace(' fileName="Plan.pdf"', ' location="reference"'), {}],
    ['digest-mismatch', (xml) => xml.replace('AP8N</Part>', 'AP8O</Part>'), {}],
    ['digest-mismatch', (xml) => xml.replace('AP8N</Part>', 'AP8NAAAA</Part>'), {}],
    ['digest-mismatch', (xml) => xml.replace(/(ref="plan" nonce=")[^"]*/, '$1AAAAAAAAAAAAAAAAAAAAAA=='), {}],
    [
      'schema-violation',
      (xml) => xml,
      {
        messageTypes: {
          find: () => ({ state: 'in-force', type: { ...type, checkPart: () => [violation('schema-violation', 'x')] } }),
        },
      },
    ],
    [
      'header-payload-mismatch',
      (xml) => xml,
      {
        messageTypes: {
          find: () => ({
            state: 'in-force',
            type: { ...type, checkHeader: () => [violation('header-payload-mismatch', 'x')] },
          }),
        },
      },
    ],
    [
      'examination-failed',
      (xml) => xml,
      {
        verifySignature: () => {
          throw new Error('a defect');
        },
      },
    ],
  ];
  test.each(cases)('%s', (code, spoil, needs) => {
    const refused = refusalOfXml(spoil(XML), needs);
    expect(refused.code).toBe(code);
    expect(refused.violations[0]?.code).toBe(code);
  });

  const places: readonly (readonly [string, string, string, Partial<ExamineNeeds>])[] = [
    ['töj:990101000000', 'töj:990202000000', '/Message/Header/Author', {}],
    ['2027-01-01', '2025-01-01', '/Message/Header/ObsoleteAfter', {}],
    [
      '<MessageType',
      '<MessageType',
      '/Message/Header/MessageType',
      { messageTypes: { find: () => ({ state: 'unknown' }) } },
    ],
    [' fileName="Plan.pdf"', ' location="reference"', '/Message/Header/Parts/PartInfo[2]', {}],
    ['AP8N</Part>', 'AP8O</Part>', '/Message/Part[2]', {}],
  ];
  test.each(places)('%s → %s is found at its line and path', (right, wrong, xpath, needs) => {
    const [first] = refusalOfXml(XML.replace(right, wrong), needs).violations;
    expect([first?.line, first?.xpath]).toEqual([lineOf(XML, right), xpath]);
  });

  test('a provider may sign where the registry says so', () => {
    const xml = XML.replace('töj:990101000000', 'töj:990202000000');
    const asked: string[][] = [];
    const maySign: ExamineNeeds['maySign'] = (...question) => asked.push(question) > 0;
    expect(examine(Buffer.from(xml), { ...NEEDS, maySign }, HOW).ok).toBe(true);
    expect(asked).toEqual([[AUTHOR, 'dvdv:töj:990202000000', 'sample']]);
  });

  test('looks at no part before the signature holds', () => {
    const xml = XML.replace('AP8N</Part>', 'AP8O</Part>').replace(/<ds:Signature[^>]*>/, '');
    expect(refusalOfXml(xml).code).toBe('signature-missing');
  });
});
