/** One folder on its way into the registry: judged here, packed, signed, sent; the registry judges it again. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { MessageTypeEntry } from '@dienstweg/schemas/directory/change/changes.ts';
import { MESSAGE_TYPES_FOLDER } from '@dienstweg/schemas/message-types/catalog.ts';
import { gateMessageType } from '@dienstweg/schemas/message-types/gate.ts';
import { PackageError, packType, readTypeFolder } from '@dienstweg/schemas/message-types/package.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';
import { changeOf, type ProposeNeeds } from '../registry/propose.ts';
import { sendSigned } from '../registry/send-change.ts';
import { refusal, tellingPlainly } from './refusal.ts';
import { entryOfManifest, registeredEntry } from './registered.ts';

/** A type that passed the gate here. */
export interface ReadyType {
  readonly entry: MessageTypeEntry;
  readonly packed: Uint8Array;
  /** What is odd about it, but does not keep it out. */
  readonly warnings: readonly string[];
}

/** What became of it. `unchanged`: it stood there with this content already. */
export interface PublishedVersion {
  readonly code: string;
  readonly version: string;
  readonly outcome: 'published' | 'unchanged' | 'pending' | 'product';
  readonly digest: string;
  readonly draft: boolean;
  readonly validFrom: string;
  readonly packageBytes: number;
  readonly warnings: readonly string[];
  readonly edition?: number;
  readonly change?: string;
}

const withFile = ({ file, line, text }: { file: string; line?: number; text: string }): string =>
  `${line === undefined ? file : `${file}:${line}`}: ${text}`;

/** Judges and packs a folder. Throws `message-type-invalid` with every place and reason. */
export const makeReady = (folder: string, at: Date, language: Language): ReadyType => {
  const { ok, manifest, findings } = gateMessageType(folder, at);
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (!ok || manifest === undefined) throw refusal(errors, language);
  try {
    const { digest, packed } = packType(readTypeFolder(folder));
    return {
      entry: entryOfManifest(manifest, digest),
      packed,
      warnings: findings.filter(({ severity }) => severity === 'warning').map(withFile),
    };
  } catch (error) {
    if (!(error instanceof PackageError)) throw error;
    throw refusal([{ file: error.file ?? folder, text: error.message }], language);
  }
};

/** Whether a version comes with the product with this very content. */
const isOfProduct = ({ messageTypeCode, version, digest }: MessageTypeEntry): boolean => {
  const folder = join(MESSAGE_TYPES_FOLDER, messageTypeCode, version);
  return existsSync(folder) && packType(readTypeFolder(folder)).digest === digest;
};

/**
 * Records a version. What stands there with the same content is left as it is, whatever became of it since. Throws what
 * the registry refuses.
 */
export const publishType = async (
  needs: ProposeNeeds,
  { entry, packed, warnings }: ReadyType,
  { reason, dryRun }: { readonly reason: string | undefined; readonly dryRun: boolean },
): Promise<PublishedVersion> => {
  const { cli, operator, fold, signing } = needs;
  const { messageTypeCode: code, version, digest = '', draft = false, validFrom } = entry;
  const about = { code, version, digest, draft, validFrom, packageBytes: packed.length, warnings };
  const there = registeredEntry(fold.directory, code, version);
  if (there?.digest === digest) {
    const edition = fold.directory.editionOfEntry(there.id);
    return { ...about, outcome: 'unchanged', ...(edition === undefined ? {} : { edition }) };
  }
  if (isOfProduct(entry)) return { ...about, outcome: 'product' };
  const change = changeOf(needs, {
    puts: [entry],
    closes: [],
    reason: reason ?? `${there === undefined ? 'published' : 'published anew'} ${code} ${version}`,
    confirms: [],
  });
  if (dryRun) return { ...about, outcome: 'published', change: change.id };
  const signed = { change: signing.sign(change), language: cli.language };
  const reply = await tellingPlainly(() =>
    sendSigned(operator, { ...signed, package: Buffer.from(packed).toString('base64') }, () =>
      cli.tell(`${code} ${version}: the registry is judging it`),
    ),
  );
  return {
    ...about,
    outcome: reply.pending === true ? 'pending' : 'published',
    edition: reply.edition,
    change: change.id,
  };
};
