/** What the workshop tells of versions, on the real command line. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MESSAGE_TYPES_FOLDER } from '@dienstweg/schemas/message-types/catalog.ts';
import { afterAll, expect, test } from '@jest/globals';
import { openWorkshop } from './testing/workshop.ts';

const workshop = openWorkshop();
const { folder, call } = workshop;
afterAll(() => workshop[Symbol.dispose]());
const [OLD, NEW] = ['0.9', '1.0'].map((version) => join(MESSAGE_TYPES_FOLDER, 'gewerbeanzeige', version));

test('diff answers by exit code whether anybody is broken, and refuses a folder that is no type', async () => {
  const broken = await call('message-type', 'diff', OLD ?? '', NEW ?? '');
  expect(broken).toMatchObject({ code: 1, value: { compatible: false, old: { version: '0.9' } } });
  expect(await call('message-type', 'diff', NEW ?? '', NEW ?? '')).toMatchObject({
    code: 0,
    value: { compatible: true, changes: [] },
  });
  expect(await call('message-type', 'diff', folder, NEW ?? '')).toMatchObject({
    code: 2,
    value: { code: 'usage-error' },
  });
});

test('code and version in place of a folder are told where the folder is', async () => {
  const { code, value } = await call('message-type', 'types', 'gewerbeanzeige/1.0');
  expect([code, value.code]).toEqual([2, 'usage-error']);
  const [, told = ''] = /own type is (.*)\.$/.exec(value.detail) ?? [];
  expect(await call('message-type', 'types', told)).toMatchObject({ code: 0, value: { code: 'gewerbeanzeige' } });
});

test('types and docs write files and name them', async () => {
  const out = join(folder, 'notice.ts');
  const types = await call('message-type', 'types', NEW ?? '', '--out', out);
  expect(types).toMatchObject({ code: 0, value: { codecs: expect.arrayContaining(['codecOfKern', 'codecOfSteuer']) } });
  expect(readFileSync(out, 'utf8')).toContain('export const codecOfKern: Codec<Kern>');
  const docs = await call('message-type', 'docs', NEW ?? '', '--since', OLD ?? '', '--out', join(folder, 'pages'));
  expect(docs).toMatchObject({
    code: 0,
    value: { pages: [{ language: 'de' }, { language: 'en' }, { language: 'nl' }] },
  });
  expect(readFileSync(join(folder, 'pages', 'gewerbeanzeige-1.0.en.html'), 'utf8')).toContain('Changes since 0.9');
});
