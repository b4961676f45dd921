/** The message types of the faults, as a folder of their own: the test bench's, and the same with order. */
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MESSAGE_TYPES_FOLDER } from '@dienstweg/schemas/message-types/catalog.ts';
import { MESSAGE_TYPE, ORDERED_TYPE } from './directory.ts';

/** Writes them below a folder. Fewer types than the product's also start sooner. */
export const writeMessageTypes = async (folder: string): Promise<void> => {
  const { code, version } = MESSAGE_TYPE;
  const bench = join(MESSAGE_TYPES_FOLDER, code, version);
  await cp(bench, join(folder, code, version), { recursive: true });
  const ordered = join(folder, ORDERED_TYPE.code, ORDERED_TYPE.version);
  await cp(bench, ordered, { recursive: true });
  const manifest = join(ordered, 'message-type.yaml');
  const text = await readFile(manifest, 'utf8');
  await writeFile(
    manifest,
    text.replace(`code: ${code}`, `code: ${ORDERED_TYPE.code}`).replace('order: none', 'order: conversation'),
  );
};
