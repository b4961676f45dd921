/** What is wrong with code lists, character rules and JSON Schemas of a type, before a message is sent with it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { XmlXPath } from 'libxml2-wasm';
import { mistakesOfCodeRules, warningsOfLists } from '../codelists/code-checks.ts';
import { codeListFolder } from '../codelists/list-folder.ts';
import { compileJsonSchema } from '../json-view/json-rules.ts';
import { mayExplode } from './explosive.ts';
import type { MessageTypeManifest } from './manifest.ts';
import { typeModels } from './type-model.ts';

/** Sentences; `mistakes` keep a type from working, `warnings` do not. */
export interface ContentMistakes {
  readonly mistakes: readonly string[];
  readonly warnings: readonly string[];
}

const thrownBy = (act: () => void): readonly string[] => {
  try {
    act();
    return [];
  } catch (cause) {
    return [cause instanceof Error ? cause.message : String(cause)];
  }
};

/** Every regular expression of a JSON Schema, wherever it stands. */
const patternsIn = (schema: unknown): readonly string[] => {
  if (typeof schema !== 'object' || schema === null) return [];
  const own = 'pattern' in schema && typeof schema.pattern === 'string' ? [schema.pattern] : [];
  const names =
    'patternProperties' in schema && typeof schema.patternProperties === 'object' && schema.patternProperties !== null
      ? Object.keys(schema.patternProperties)
      : [];
  return [...own, ...names, ...Object.values(schema).flatMap(patternsIn)];
};

/** Reads all lists, and compiles everything there is. The schemas of the type compile. */
export const contentMistakes = (manifest: MessageTypeManifest, folder: string): ContentMistakes => {
  const { codeLists = [], schemaCodes = 'known', namespaces, din91379 = [], parts } = manifest;
  const lists = codeListFolder(folder);
  const unreadable = lists.heads.flatMap(({ file }) => {
    const list = lists.read(file);
    return 'mistake' in list ? [list.mistake] : [];
  });
  const bound = mistakesOfCodeRules(
    { codeLists, schemaCodes, namespaces, modelOf: typeModels(manifest, folder) },
    lists,
  );
  const paths = din91379.flatMap(({ xpath, part }) =>
    thrownBy(() => XmlXPath.compile(xpath, { ...namespaces }).dispose()).map(
      (why) => `din91379 ${part} ${xpath}: ${why}`,
    ),
  );
  const schemas = parts.flatMap(({ jsonSchema }) => {
    if (jsonSchema === undefined) return [];
    const broken = thrownBy(() => compileJsonSchema(folder, jsonSchema));
    if (broken.length > 0) return broken;
    const patterns = patternsIn(JSON.parse(readFileSync(join(folder, jsonSchema), 'utf8')));
    return patterns
      .filter(mayExplode)
      .map((pattern) => `${jsonSchema}: pattern ${pattern} repeats a group with a choice or a repetition in it`);
  });
  return { mistakes: [...unreadable, ...bound, ...paths, ...schemas], warnings: warningsOfLists(lists) };
};
