/** One page about a message type, in one language: HTML without scripts, styles within, readable by any reader. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { codeListFolder } from '../codelists/list-folder.ts';
import type { Change } from '../compare/finding.ts';
import type { MessageType } from '../message-types/message-type.ts';
import { typeModels } from '../message-types/type-model.ts';
import type { Language } from '../problems/texts.ts';
import { escapeAttribute, escapeText } from '../xml/escape.ts';
import { type StructureRow, structureRows } from './rows.ts';
import { WORDS } from './words.ts';

/** What the page is about. */
export interface PageSubject {
  readonly type: Pick<MessageType, 'manifest' | 'folder'>;
  readonly language: Language;
  /** The version before, and what has changed since. */
  readonly since?: { readonly version: string; readonly changes: readonly Change[] };
}

const STYLE = `body{font:1rem/1.5 system-ui,sans-serif;max-width:72rem;margin:0 auto;padding:1rem;color:#111;background:#fff}
table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}caption{text-align:left;font-weight:600;padding:.25rem 0}
th,td{border:1px solid #767676;padding:.25rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
thead th{background:#eee}code{font-family:ui-monospace,monospace}a{color:#004b9b}.scroll{overflow-x:auto}
@media(prefers-color-scheme:dark){body{background:#111;color:#eee}thead th{background:#333}a{color:#9cf}}`;

/** Shown of long lists of values. */
const MOST_VALUES = 60;

const code = (text: string): string => `<code>${escapeText(text)}</code>`;

const table = (caption: string, heads: readonly string[], rows: readonly (readonly string[])[]): string => {
  if (rows.length === 0) return '';
  const head = heads.map((text) => `<th scope="col">${escapeText(text)}</th>`).join('');
  const body = rows.map(
    ([first = '', ...cells]) =>
      `<tr><th scope="row">${first}</th>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`,
  );
  return `<div class="scroll" role="region" tabindex="0" aria-label="${escapeAttribute(caption)}"><table><caption>${escapeText(caption)}</caption><thead><tr>${head}</tr></thead><tbody>\n${body.join('\n')}\n</tbody></table></div>`;
};

const often = ({ min, max }: StructureRow): string =>
  min === max ? String(min) : `${min}–${Number.isFinite(max) ? max : '∞'}`;

/** The page. Reads schemas and lists of the folder. */
export const messageTypePage = ({ type: { manifest, folder }, language, since }: PageSubject): string => {
  const word = (name: keyof typeof WORDS): string => WORDS[name][language];
  const modelOf = typeModels(manifest, folder);
  const sections: { readonly id: string; readonly title: string; readonly html: string }[] = [];
  const section = (id: string, title: string, ...html: readonly string[]): void => {
    const text = html.filter((each) => each !== '').join('\n');
    if (text !== '') sections.push({ id, title, html: text });
  };
  const title = `${manifest.name[language] ?? manifest.name.de ?? manifest.code}, ${manifest.version}`;

  section(
    'overview',
    word('overview'),
    `<p>${escapeText(manifest.description[language] ?? manifest.description.de ?? '')}</p>`,
    table(
      word('overview'),
      ['', ''],
      [
        ['code', code(`${manifest.code} ${manifest.version}`)],
        [word('publisher'), escapeText(manifest.publisher.name)],
        [word('state'), code(manifest.state)],
        [word('validFrom'), escapeText(manifest.validFrom)],
        ...(manifest.validUntil === undefined ? [] : [[word('validUntil'), escapeText(manifest.validUntil)]]),
        [
          word('limits'),
          `${manifest.limits.contentBytes} ${word('octets')}, ${manifest.limits.parts} ${word('parts')}`,
        ],
      ],
    ),
  );
  section(
    'parts',
    word('parts'),
    table(
      word('parts'),
      [word('part'), word('role'), word('mediaType'), '', word('limits')],
      manifest.parts.map((part) => [
        code(part.id ?? `/${part.idPattern}/`),
        code(part.role),
        code(part.mediaType),
        word(part.required ? 'required' : 'optional'),
        part.limitBytes === undefined ? '' : `${part.limitBytes} ${word('octets')}`,
      ]),
    ),
    table(
      word('distribution'),
      [word('role'), word('parts')],
      (manifest.distribution ?? []).map(({ role, parts }) => [code(role), parts.map(code).join(', ')]),
    ),
  );
  const row = (each: StructureRow): readonly string[] => [
    // depth is told in words for those who do not see the indent
    `<span style="padding-inline-start:${each.depth}rem" aria-label="${escapeAttribute(`${each.depth}: ${each.name}`)}">${code(each.name === '*' ? word('anyElement') : each.name)}</span>`,
    `${often(each)}${each.isChoice ? `, ${word('oneOf')}` : ''}`,
    `${escapeText(each.type)}${each.isRepeated ? ` (${word('seeAbove')})` : ''}${
      each.values.length === 0
        ? ''
        : `<br/>${each.values.slice(0, MOST_VALUES).map(code).join(', ')}${each.values.length > MOST_VALUES ? ` … (${each.values.length})` : ''}`
    }`,
    escapeText(each.meaning),
  ];
  const heads = [word('element'), word('occurs'), word('type'), word('meaning')];
  for (const { id, root, collection } of manifest.parts) {
    const model = id === undefined ? undefined : modelOf(id);
    if (model === undefined || id === undefined) continue;
    const roots = (collection ?? (root === undefined ? [] : [root])).flatMap(
      ({ namespace, local }) => model.element(namespace, local) ?? [],
    );
    section(
      `structure-${id}`,
      `${word('structure')}: ${id}`,
      ...roots.map((element) =>
        table(
          `{${element.name.namespace}}${element.name.local}`,
          heads,
          structureRows(model, element, language).map(row),
        ),
      ),
    );
  }
  const rules = [
    ...(manifest.assertions ?? []).map((each) => [
      code(each.id),
      escapeText(each.text?.[language] ?? each.text?.de ?? each.test),
      code(`${each.part}: ${each.context ?? '/'}`),
    ]),
    ...(manifest.rules ?? []).map((each) => [code('Schematron'), code(each.schematron), code(each.part)]),
    ...manifest.equations.map((each) => [
      code(each.header),
      `${word('equalToHeader')} ${code(each.header)}`,
      code(`${each.part}: ${each.xpath}`),
    ]),
    ...(manifest.din91379 ?? []).map((each) => [
      code('din91379'),
      `${word('characters')} ${each.type}`,
      code(`${each.part}: ${each.xpath}`),
    ]),
  ];
  section('rules', word('rules'), table(word('rules'), [word('rule'), word('text'), word('place')], rules));

  const lists = codeListFolder(folder);
  section(
    'code-lists',
    word('codeLists'),
    table(
      word('codeLists'),
      [word('list'), word('version'), word('codes'), word('place')],
      lists.heads.map(({ file, uri, version }) => {
        const bound = (manifest.codeLists ?? []).filter(({ list }) => list === uri || list === file);
        return [
          code(uri || file),
          escapeText(version),
          String(lists.index(file)?.size ?? 0),
          bound.map(({ part, xpath, type }) => code(`${part}: ${xpath ?? type}`)).join('<br/>'),
        ];
      }),
    ),
  );
  const samplesIn = (kind: 'valid' | 'invalid'): readonly (readonly string[])[] => {
    const of = join(folder, 'samples', kind);
    return existsSync(of)
      ? readdirSync(of)
          .filter((name) => name.endsWith('.xml'))
          .sort()
          .map((name) => [code(`samples/${kind}/${name}`), word(kind)])
      : [];
  };
  section(
    'samples',
    word('samples'),
    table(word('samples'), [word('samples'), ''], [...samplesIn('valid'), ...samplesIn('invalid')]),
  );
  if (since !== undefined)
    section(
      'changes',
      `${word('changesSince')} ${since.version}`,
      since.changes.length === 0
        ? `<p>${word('noChanges')}</p>`
        : table(
            `${word('changesSince')} ${since.version}`,
            [word('place'), '', ''],
            since.changes.map(({ path, text, direction }) => [
              code(path),
              `<span lang="en">${escapeText(text)}</span>`,
              code(direction),
            ]),
          ),
    );

  const contents = sections
    .map(({ id, title: called }) => `<li><a href="#${escapeAttribute(id)}">${escapeText(called)}</a></li>`)
    .join('');
  return `<!DOCTYPE html>
<html lang="${language}">
<head><meta charset="utf-8"/><meta name="viewport" content="width=device-width, initial-scale=1"/><title>${escapeText(title)}</title><style>${STYLE}</style></head>
<body>
<header><h1>${escapeText(title)}</h1></header>
<nav aria-label="${escapeAttribute(word('contents'))}"><ul>${contents}</ul></nav>
<main>
${sections.map(({ id, title: called, html }) => `<section id="${escapeAttribute(id)}"><h2>${escapeText(called)}</h2>\n${html}\n</section>`).join('\n')}
</main>
</body>
</html>
`;
};
