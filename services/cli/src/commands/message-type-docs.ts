import { writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { makeFolderNow } from '@dienstweg/infra/folders.ts';
import { compareMessageTypes } from '@dienstweg/schemas/compare/message-types.ts';
import { LANGUAGES } from '@dienstweg/schemas/problems/texts.ts';
import { messageTypePage } from '@dienstweg/schemas/type-pages/page.ts';
import type { CommandSpec } from '../args/command.ts';
import { typeFoldersOf } from '../message-type/folders.ts';
import { openType } from '../message-type/open-type.ts';

/** `message-type docs DIR…`: a page for each type in each language. */
export const messageTypeDocs: CommandSpec = {
  arguments: [{ name: 'DIR', text: 'folder of a message type, or of several', repeated: true }],
  options: {
    out: { value: 'DIR', text: 'where pages go (default docs in the folder of each type)' },
    since: { value: 'DIR', text: 'the version before: the page says what has changed' },
  },
  examples: ['dienstweg message-type docs notice/1.0 --since notice/0.9 --out pages'],
  run: async (input, { language }) => {
    const out = input.text('out');
    const since = input.text('since');
    const old = since === undefined ? undefined : openType(since, language);
    const pages = typeFoldersOf(input).flatMap((folder) => {
      const type = openType(folder, language);
      const { code, version } = type.manifest;
      const changes =
        old === undefined ? undefined : { version: old.manifest.version, changes: compareMessageTypes(old, type) };
      const target = resolve(out ?? join(folder, 'docs'));
      makeFolderNow(target);
      return LANGUAGES.map((each) => {
        const file = join(target, `${code}-${version}.${each}.html`);
        writeFileSync(
          file,
          messageTypePage({ type, language: each, ...(changes === undefined ? {} : { since: changes }) }),
        );
        return { code, version, language: each, file: relative(process.cwd(), file) };
      });
    });
    return { value: { pages }, text: pages.map(({ file }) => file).join('\n') };
  },
};
