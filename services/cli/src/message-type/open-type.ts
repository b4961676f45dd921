/** The message type in one folder given to a command. */
import { existsSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { MESSAGE_TYPES_FOLDER } from '@dienstweg/schemas/message-types/catalog.ts';
import { MANIFEST_FILE } from '@dienstweg/schemas/message-types/lint.ts';
import type { MessageTypeManifest } from '@dienstweg/schemas/message-types/manifest.ts';
import { manifestReader } from '@dienstweg/schemas/message-types/read-manifest.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';
import { usageError } from '../args/parse.ts';
import { refusal } from './refusal.ts';

/** Folder and manifest. */
export interface OpenedType {
  readonly folder: string;
  readonly manifest: MessageTypeManifest;
}

/** Where code and version of a type of the product were given in place of its folder. */
const meantText = (given: string): string => {
  const folder = join(MESSAGE_TYPES_FOLDER, given);
  return /^[^/.][^/]*\/[^/.][^/]*$/.test(given) && existsSync(join(folder, MANIFEST_FILE))
    ? ` A folder is meant; that of the product's own type is ${relative('', folder)}.`
    : '';
};

/** Reads the manifest of a folder. Throws `usage-error` where there is none, `message-type-invalid` with every mistake in it. */
export const openType = (given: string, language: Language): OpenedType => {
  const folder = resolve(given);
  const file = join(folder, MANIFEST_FILE);
  if (!existsSync(file)) throw usageError(`There is no ${MANIFEST_FILE} in ${given}.${meantText(given)}`);
  const reading = manifestReader()(readFileSync(file, 'utf8'));
  if (reading.ok) return { folder, manifest: reading.manifest };
  throw refusal(
    reading.mistakes.map((text) => ({ text, file: MANIFEST_FILE })),
    language,
  );
};
