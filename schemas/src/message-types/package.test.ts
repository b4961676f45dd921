/** Packages: the same folder gives the same octets; what strangers send is taken in one form, or not at all. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from '@jest/globals';
import { contentOf, digestOfContent, filesOfContent, packType, readTypeFolder, unpackContent } from './package.ts';

const temporary = mkdtempSync(join(tmpdir(), 'message-type-package-'));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

const folderOf = (files: Readonly<Record<string, string>>): string => {
  const folder = mkdtempSync(join(temporary, 'type-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
};

describe('a package', () => {
  test('is the same for the same files, in whatever order they were written, and gives them back', () => {
    const one = readTypeFolder(folderOf({ 'a.md': 'ä', 'schema/Änderung [1].xsd': '<x/>', 'schema/b.xsd': '' }));
    const other = readTypeFolder(
      folderOf({ 'schema/b.xsd': '', 'schema/Änderung [1].xsd': '<x/>', 'a.md': 'ä', '.git/x': '1' }),
    );
    const { digest, packed } = packType(one);
    expect(packType(other).digest).toBe(digest);
    const content = unpackContent(packed);
    expect(digestOfContent(content)).toBe(digest);
    const files = [...filesOfContent(content)].map(([path, octets]) => [path, Buffer.from(octets).toString()]);
    expect(files).toEqual([
      ['a.md', 'ä'],
      ['schema/b.xsd', ''],
      ['schema/Änderung [1].xsd', '<x/>'],
    ]);
    expect(packType(readTypeFolder(folderOf({ 'a.md': 'ö' }))).digest).not.toBe(digest);
  });

  test('has no links in it', () => {
    const folder = folderOf({ 'a.md': 'x' });
    symlinkSync('/etc/hostname', join(folder, 'b.xsd'));
    expect(() => readTypeFolder(folder)).toThrow('b.xsd: it is a link or a device');
  });
});

describe('what a stranger sends', () => {
  const listing = (list: unknown, octets = ''): Uint8Array =>
    Buffer.from(`dienstweg-message-type 1 ${JSON.stringify(list)}\n${octets}`);

  test.each<[string, Uint8Array, RegExp]>([
    ['leads out of its folder', listing([['../evil.sh', 1]], 'x'), /leads elsewhere/],
    ['leads out of its folder further below', listing([['schema/../../evil.sh', 1]], 'x'), /leads elsewhere/],
    ['names an absolute path', listing([['/etc/evil', 1]], 'x'), /leads elsewhere/],
    ['names a path of another system', listing([['schema\\..\\evil', 1]], 'x'), /not every system/],
    ['ends a name too early', listing([['a\u0000.xsd', 1]], 'x'), /not every system/],
    ['hides a file', listing([['.npmrc', 1]], 'x'), /hidden files/],
    [
      'has a file twice',
      listing(
        [
          ['A.md', 1],
          ['a.md', 1],
        ],
        'xy',
      ),
      /twice/,
    ],
    [
      'has a file in a file',
      listing(
        [
          ['a', 1],
          ['a/b', 1],
        ],
        'xy',
      ),
      /at once/,
    ],
    ['lists what is not there', listing([['a', 5]], 'xy'), /not what it lists/],
    ['has more behind', listing([['a', 1]], 'xy'), /not what it lists/],
    [
      'is in another order',
      listing(
        [
          ['b', 1],
          ['a', 1],
        ],
        'xy',
      ),
      /not what it lists/,
    ],
    ['counts backwards', listing([['a', -1]], ''), /does not list/],
    ['has too large a file', listing([['a', 20 * 1024 * 1024]]), /20 MB/],
    ['has too much', listing(Array.from({ length: 5 }, (_, n) => [`a${n}`, 15 * 1024 * 1024])), /64 MB together/],
    ['has too many files', listing(Array.from({ length: 5_001 }, (_, n) => [`a${n}`, 0])), /5001 files/],
    ['is something else', Buffer.from('PK\u0003\u0004'), /no package/],
    ['lists nothing readable', listing('a'), /does not list/],
  ])('and %s is refused', (_what, content, expected) => {
    expect(() => filesOfContent(content)).toThrow(expected);
  });

  test('unpacks to no more than is taken', () => {
    const bomb = gzipSync(Buffer.alloc(80 * 1024 * 1024));
    expect(() => unpackContent(bomb)).toThrow('unpacks to more');
    expect(() => unpackContent(Buffer.from('x'))).toThrow('not compressed rightly');
    expect(contentOf(new Map())).toHaveLength(28);
  });
});
