/** What is wrong with code lists, character rules and JSON Schemas of a type, before a message is sent with it. */
import { XmlXPath } from 'libxml2-wasm';
import { mistakesOfCodeRules, warningsOfLists } from '../codelists/code-checks.ts';
import { codeListFolder } from '../codelists/list-folder.ts';
import { compileJsonSchema } from '../json-view/json-rules.ts';
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
  const schemas = parts.flatMap(({ jsonSchema }) =>
    jsonSchema === undefined ? [] : thrownBy(() => compileJsonSchema(folder, jsonSchema)),
  );
  return { mistakes: [...unreadable, ...bound, ...paths, ...schemas], warnings: warningsOfLists(lists) };
};
