/** Generated TypeScript of a message type: types, and a reader and writer for each root. Pure. */
import type { Collected } from './collect.ts';
import { memberText, namesInUse } from './names.ts';
import type { ElementTable, ParticleTable, TypeTable } from './tables.ts';

/** How the file is to be. */
export interface GenerateHow {
  /** What it is generated from, for its first line. */
  readonly title: string;
  /** Prefixes the writer uses; others are made up. */
  readonly prefixes: Readonly<Record<string, string>>;
  /** Where the file imports its runtime from. */
  readonly runtime?: string;
}

const comment = (text: string | undefined, indent: string): string => {
  const lines = (text ?? '')
    .replaceAll('*/', '*\\/')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (lines.length === 0) return '';
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`;
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}\n`).join('')}${indent} */\n`;
};

const printer = ({ docs, textOf }: Collected) => {
  const valueText = (table: object): string => textOf.get(table)?.() ?? 'string';
  const kindsText = (of: readonly ElementTable[]): string =>
    of
      .map(
        (each) =>
          `{ readonly kind: ${JSON.stringify(each.member)}; readonly ${memberText(each.member)}: ${valueText(each)} }`,
      )
      .join(' | ') || 'never';
  const member = (
    id: string,
    name: string,
    part: { readonly min: number; readonly max: number },
    text: string,
    indent: string,
  ): string => {
    const isList = part.max !== 1;
    const type = isList ? `readonly (${text})[]` : text;
    // an optional list may be left out, and is absent when nothing was read
    return `${comment(docs.get(`${id}.${name}`), indent)}${indent}readonly ${memberText(name)}${part.min === 0 && !isList ? '?' : ''}: ${type};\n`;
  };
  const partText = (id: string, part: ParticleTable, indent: string): string => {
    const deeper = `${indent}  `;
    switch (part.is) {
      case 'element':
        return member(id, part.member, part, valueText(part), indent);
      case 'substitutes':
        return member(id, part.member, part, kindsText(part.of), indent);
      case 'any':
        return member(id, part.member, part, 'RawXml', indent);
      case 'choice': {
        const branches = part.of.map(
          ({ kind, part: inner }) =>
            `\n${indent}  | {\n${deeper}    readonly kind: ${JSON.stringify(kind)};\n${partText(id, inner, `${deeper}    `)}${deeper}  }`,
        );
        return member(id, part.member, part, branches.join(''), indent);
      }
      case 'all':
      case 'sequence': {
        const { member: name } = part;
        if (name === undefined) return part.parts.map((each) => partText(id, each, indent)).join('');
        const body = part.parts.map((each) => partText(id, each, deeper)).join('');
        return member(id, name, part, `{\n${body}${indent}}`, indent);
      }
    }
  };
  return (id: string, table: TypeTable): string => {
    const attributes = table.attributes.map(
      (each) =>
        `${comment(docs.get(`${id}.${each.member}`), '  ')}  readonly ${memberText(each.member)}${each.required ? '' : '?'}: ${valueText(each)};\n`,
    );
    const { content } = table;
    let body = '';
    if (content.is === 'text')
      body = `${comment(docs.get(`${id}.value`), '  ')}  readonly value: ${valueText(content)};\n`;
    else if (content.is === 'elements') body = partText(id, content.part, '  ');
    else if (content.is === 'mixed')
      body = `  readonly content: readonly (string | ${kindsText(content.of)} | { readonly kind: 'any'; readonly any: RawXml })[];\n`;
    return `${comment(docs.get(id), '')}export interface ${id} {\n${attributes.join('')}${body}}\n`;
  };
};

const prefixesFor = (
  namespaces: ReadonlySet<string>,
  wanted: Readonly<Record<string, string>>,
): Record<string, string> => {
  const free = namesInUse(['xsi', 'xml', ...Object.keys(wanted)]);
  const known = new Map(Object.entries(wanted).map(([prefix, namespace]) => [namespace, prefix]));
  return Object.fromEntries([...namespaces].sort().map((namespace) => [known.get(namespace) ?? free('n'), namespace]));
};

/** The text of the file. */
export const generate = (
  collected: Collected,
  { title, prefixes, runtime = '@dienstweg/schemas/types-of/runtime.ts' }: GenerateHow,
): string => {
  const print = printer(collected);
  const types = [...collected.types].map(([id, table]) => print(id, table));
  const texts = [...collected.texts].map(
    ([name, text]) => `${comment(collected.docs.get(name), '')}export type ${name} = ${text};\n`,
  );
  const tables = { types: Object.fromEntries(collected.types), prefixes: prefixesFor(collected.namespaces, prefixes) };
  const roots = collected.roots.map(
    ({ name, table }) =>
      `/** Reads and writes documents with the root \`${table.local}\`. */\nexport const codecOf${name}: Codec<${collected.textOf.get(table)?.() ?? 'string'}> = codec(TABLES, ${JSON.stringify(table)});\n`,
  );
  return [
    `// Generated from ${title}. Changes are lost when it is generated again.`,
    `import { type Codec, codec, type Tables } from '${runtime}';\n`,
    '/** An element as it stands, canonical, with its namespaces. */\nexport type RawXml = string;\n',
    ...texts,
    ...types,
    `const TABLES: Tables = JSON.parse(\n  ${JSON.stringify(JSON.stringify(tables))},\n);\n`,
    ...roots,
  ].join('\n');
};
