/** The message types a node knows, read from folders `<code>/<version>/`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MessageTypeFinding, MessageTypes } from '../examine/needs.ts';
import type { MessageTypeRef } from '../message.ts';
import { type MessageType, messageType } from './message-type.ts';
import { manifestReader } from './read-manifest.ts';
import { schemaCache } from './type-schemas.ts';

/** The types that come with the product. */
export const MESSAGE_TYPES_FOLDER = fileURLToPath(new URL('../../message-types', import.meta.url));

/** A folder that is no message type. Its message names every mistake. */
export class MessageTypeError extends Error {}

/** The message types, by code and version. Dispose of it to free compiled schemas. */
export interface MessageTypeCatalog extends MessageTypes, Disposable {
  /** `in-force`: active or deprecated, and `atDay` (`YYYY-MM-DD`) within its days. */
  find(
    ref: MessageTypeRef,
    atDay: string,
  ): Exclude<MessageTypeFinding, { state: 'in-force' }> | { readonly state: 'in-force'; readonly type: MessageType };
  /** Every type, in any state, sorted by code, then version. */
  list(): readonly MessageType[];
}

const keyOf = ({ code, version }: MessageTypeRef): string => `${code}/${version}`;

/** Folders `<root>/<code>/<version>` that hold a manifest. */
const typeFolders = (root: string): readonly { readonly folder: string; readonly key: string }[] =>
  readdirSync(root, { withFileTypes: true })
    .filter((code) => code.isDirectory())
    .flatMap((code) =>
      readdirSync(join(root, code.name), { withFileTypes: true })
        .filter((version) => version.isDirectory())
        .map((version) => ({ folder: join(root, code.name, version.name), key: `${code.name}/${version.name}` })),
    );

/**
 * Reads every type below the given folders; a later folder replaces types of an earlier one. Manifests are read and
 * checked now, schemas compiled at first use. Throws MessageTypeError naming all mistakes of all folders.
 */
export const loadMessageTypes = (folders: readonly string[]): MessageTypeCatalog => {
  const read = manifestReader();
  const schemas = schemaCache();
  const types = new Map<string, MessageType>();
  const mistakes: string[] = [];
  for (const { folder, key } of folders.flatMap(typeFolders)) {
    let text: string;
    try {
      text = readFileSync(join(folder, 'message-type.yaml'), 'utf8');
    } catch {
      mistakes.push(`${key}: there is no message-type.yaml`);
      continue;
    }
    const reading = read(text);
    if (!reading.ok) mistakes.push(...reading.mistakes.map((mistake) => `${key}: ${mistake}`));
    else if (keyOf(reading.manifest) !== key)
      mistakes.push(`${key}: the manifest says ${keyOf(reading.manifest)}; folder and manifest must agree`);
    else types.set(key, messageType(reading.manifest, folder, schemas));
  }
  if (mistakes.length > 0) throw new MessageTypeError(mistakes.join('\n'));

  const sorted = [...types.values()].sort((a, b) => (keyOf(a.manifest) < keyOf(b.manifest) ? -1 : 1));
  return {
    find: (ref, atDay) => {
      const type = types.get(keyOf(ref));
      if (type === undefined) return { state: 'unknown' };
      const { state, validFrom, validUntil } = type.manifest;
      const counts = state === 'active' || state === 'deprecated';
      if (counts && atDay >= validFrom && (validUntil === undefined || atDay < validUntil))
        return { state: 'in-force', type };
      return { state: 'not-in-force', validFrom, ...(validUntil === undefined ? {} : { validUntil }) };
    },
    list: () => sorted,
    [Symbol.dispose]: () => {
      for (const type of sorted) type[Symbol.dispose]();
      schemas[Symbol.dispose]();
    },
  };
};
