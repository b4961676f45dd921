/**
 * The gate, in a process of its own: a package from standard input, the verdict to standard output. It may write nothing
 * but the folder it is given, opens no connection, and may be ended at any moment.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { MessageTypeEntry } from '@dienstweg/schemas/directory/change/changes.ts';
import { gateMessageType } from '@dienstweg/schemas/message-types/gate.ts';
import { type LintFinding, MANIFEST_FILE } from '@dienstweg/schemas/message-types/lint.ts';
import type { MessageTypeManifest } from '@dienstweg/schemas/message-types/manifest.ts';
import { messageType } from '@dienstweg/schemas/message-types/message-type.ts';
import {
  digestOfContent,
  filesOfContent,
  PackageError,
  unpackContent,
} from '@dienstweg/schemas/message-types/package.ts';

/** What it is asked, as the last argument. */
export interface GateQuestion {
  readonly folder: string;
  readonly entry: MessageTypeEntry;
  readonly at: string;
  /** Time of the processor that compiling all of it may take: examining threads do so while messages wait. */
  readonly compileMs: number;
}

/** Findings told; what goes beyond says nothing new. */
const MOST_FINDINGS = 200;

const error = (text: string, file = MANIFEST_FILE): LintFinding => ({ severity: 'error', code: 'package', file, text });

/** The content is that of the version the registrar signed for. */
const againstEntry = (
  { code, version, state, name }: MessageTypeManifest,
  entry: MessageTypeEntry,
): readonly LintFinding[] => [
  ...(code === entry.messageTypeCode && version === entry.version
    ? []
    : [error(`the content is of ${code} ${version}, the change is about ${entry.messageTypeCode} ${entry.version}`)]),
  ...((state === 'draft') === (entry.draft === true)
    ? []
    : [error(`the manifest says ${state}, the change says ${entry.draft === true ? 'draft' : 'no draft'}`)]),
  ...(['de', 'en', 'nl'] as const)
    .filter((language) => name[language] !== entry.names[language])
    .map((language) => error(`name.${language} is another one in the change`)),
];

/** How long everything takes to compile, once more from the beginning. */
const compileMistakes = (
  manifest: MessageTypeManifest,
  { folder, compileMs }: GateQuestion,
): readonly LintFinding[] => {
  using type = messageType(manifest, folder);
  const before = process.cpuUsage();
  type.prepare();
  const { user, system } = process.cpuUsage(before);
  const took = Math.ceil((user + system) / 1_000);
  return took <= compileMs
    ? []
    : [error(`schemas, rules and lists take ${took} ms to compile; at most ${compileMs} are taken`)];
};

const judge = (question: GateQuestion, packed: Uint8Array): readonly LintFinding[] => {
  const { folder, entry, at } = question;
  const content = unpackContent(packed);
  if (digestOfContent(content) !== entry.digest)
    return [error('the package is not what was signed: its digest differs', '.')];
  for (const [path, octets] of filesOfContent(content)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, octets, { flag: 'wx' });
  }
  const { ok, manifest, findings } = gateMessageType(folder, new Date(at));
  if (manifest === undefined) return findings;
  return [...againstEntry(manifest, entry), ...findings, ...(ok ? compileMistakes(manifest, question) : [])];
};

const verdict = (question: GateQuestion): readonly LintFinding[] => {
  try {
    return judge(question, readFileSync(0));
  } catch (thrown) {
    if (thrown instanceof PackageError) return [error(thrown.message, thrown.file ?? '.')];
    throw thrown;
  }
};

const question = JSON.parse(process.argv.at(-1) ?? '') as GateQuestion;
const errors = verdict(question).filter(({ severity }) => severity === 'error');
writeFileSync(1, JSON.stringify(errors.slice(0, MOST_FINDINGS)));
