/** The generated TypeScript of a message type's folder. */
import type { MessageType } from '../message-types/message-type.ts';
import { typeModels } from '../message-types/type-model.ts';
import { collector } from './collect.ts';
import { generate } from './generate.ts';

/** Types, readers and writers of every root of every part that has a schema. `runtime`: where the file imports from. */
export const typesOfMessage = (
  { manifest, folder }: Pick<MessageType, 'manifest' | 'folder'>,
  runtime?: string,
): string => {
  const modelOf = typeModels(manifest, folder);
  const { add, collected } = collector();
  for (const { id, root, collection } of manifest.parts) {
    const model = id === undefined ? undefined : modelOf(id);
    if (model === undefined) continue;
    for (const { namespace, local } of collection ?? (root === undefined ? [] : [root])) {
      const element = model.element(namespace, local);
      if (element !== undefined) add(model, element);
    }
  }
  return generate(collected(), {
    title: `${manifest.code} ${manifest.version}`,
    prefixes: manifest.namespaces,
    ...(runtime === undefined ? {} : { runtime }),
  });
};
