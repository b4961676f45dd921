import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { examine } from '../examine/examine.ts';
import { AUTHOR, HEADER, HOW, NEEDS, PARTS, sampleXml } from '../examine/testing.ts';
import { ProblemError } from '../problems/problem.ts';
import { buildMessage, type HeaderDraft } from './build.ts';
import { cutForReader } from './cut.ts';
import { readHeaderOf } from './read-header.ts';
import { readParts } from './read-parts.ts';

const XML = sampleXml();
const MESSAGE = Buffer.from(XML);
const idsIn = (octets: Uint8Array) => readParts(octets).map(({ id }) => id);

describe('building a message', () => {
  test('every member of the header comes back as it was given', () => {
    const whole: HeaderDraft = {
      ...HEADER,
      sender: AUTHOR,
      replyTo: AUTHOR,
      addressee: { by: 'reader', reader: AUTHOR },
      inReplyTo: HEADER.messageId,
      conversationId: 'K-1 "x" \'y\' <z>',
      processReference: { requester: 'Ä-1', responder: 'ß/2' },
      notBefore: '2026-12-01T00:00:00Z',
      deadline: { start: '2026-11-20', amount: 3, unit: 'werktag', onWhom: 'reader', basis: '§ 14' },
      applicantAssurance: 'substantial',
      testMessage: false,
    };
    const { parts, ...read } = readHeaderOf(Buffer.from(buildMessage(whole, PARTS)));
    expect(read).toEqual(whole);
    expect(parts.map(({ id, role, mediaType, fileName }) => ({ id, role, mediaType, fileName }))).toEqual(
      PARTS.map(({ id, role, mediaType, fileName }) => ({ id, role, mediaType, fileName })),
    );
  });

  test('any octets and any text survive, and the result is accepted', () => {
    const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }).map((t) =>
      t
        .replace(/[^\P{C}\u00AD]/gu, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), text, (octets, responder) => {
        fc.pre(responder.length > 0 && !/[\uFFFE\uFFFF]/.test(responder));
        const header = { processReference: { responder } };
        const built = Buffer.from(
          sampleXml(header, [
            { ...PARTS[0], id: 'core', role: 'attachment', mediaType: 'a/b', octets },
            ...PARTS.slice(1),
          ]),
        );
        const examination = examine(built, NEEDS, HOW);
        expect(examination.ok && examination.message.header.processReference).toEqual(header.processReference);
        expect(Buffer.from(readParts(built)[0]?.octets ?? []).equals(octets)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  test('nonces differ from message to message', () => {
    expect(buildMessage(HEADER, PARTS)).not.toBe(buildMessage(HEADER, PARTS));
  });

  test('refuses what the examination would refuse', () => {
    const part = PARTS.slice(0, 1);
    expect(() => buildMessage(HEADER, part)).toThrow(ProblemError); // the distribution names a part that is not there
    expect(() => buildMessage({ ...HEADER, createdAt: 'yesterday' }, PARTS)).toThrow(/envelope-invalid/);
    expect(() => buildMessage({ ...HEADER, conversationId: 'a\u0000b' }, PARTS)).toThrow(RangeError);
    expect(() => buildMessage(HEADER, [...PARTS, ...PARTS])).toThrow(/envelope-invalid/);
  });
});

describe('cutting a message for a reader', () => {
  test('leaves out what is withheld and not one octet else', () => {
    const cut = Buffer.from(cutForReader(MESSAGE, ['plan']));
    expect(cut.toString()).toBe(XML.replace(/\s*<Part ref="core".*<\/Part>/, ''));
    expect(idsIn(cut)).toEqual(['plan']);
  });

  test('gives the very same octets where nothing is withheld', () => {
    expect(cutForReader(MESSAGE, ['plan', 'core'])).toBe(MESSAGE);
  });

  test('throws where the entitlement names a part that is not there', () => {
    expect(() => cutForReader(MESSAGE, ['core', 'other'])).toThrow(/entitlement/);
  });

  const disguises: readonly (readonly [string, string])[] = [
    ['single quotes', XML.replace('ref="core"', "ref = 'core'")],
    ['character references', XML.replace('ref="core"', 'ref="c&#111;re"')],
    ['white space around the id', XML.replace('ref="core"', '\n ref=" core "')],
    [
      'other attributes that look like it',
      XML.replace('ref="core"', 'nonce2="1" ref="core"').replace('nonce2="1" ', ''),
    ],
    ['a prefix', XML.replaceAll(/<(\/?)(?=[A-Z])/g, '<$1m:').replace('xmlns=', 'xmlns:m=')],
    ['a > in an attribute', XML.replace('purpose="', 'purpose="> <Part ref=&quot;core&quot;/>'.replace('<', '&lt;'))],
    ['no end tag', XML.replace(/(<Part ref="core"[^>]*)>.*<\/Part>/, '$1/>')],
  ];
  test.each(disguises)('is not misled by %s', (_name, xml) => {
    expect(idsIn(cutForReader(Buffer.from(xml), ['core']))).toEqual(['core']);
    expect(idsIn(cutForReader(Buffer.from(xml), ['plan']))).toEqual(['plan']);
    expect(idsIn(cutForReader(Buffer.from(xml), []))).toEqual([]);
  });

  test('refuses octets that are no verified message', () => {
    expect(() =>
      cutForReader(Buffer.from(XML.replace('<Part ref="core"', '<!-- <Part ref="core"/> --><Part ref="core"')), [
        'core',
      ]),
    ).toThrow(/verified/);
    expect(() => cutForReader(Buffer.from('<a/>'), [])).toThrow(/no message/);
  });
});
