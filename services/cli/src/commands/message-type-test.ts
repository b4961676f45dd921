import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { MANIFEST_FILE } from '@dienstweg/schemas/message-types/lint.ts';
import { messageType } from '@dienstweg/schemas/message-types/message-type.ts';
import { manifestReader } from '@dienstweg/schemas/message-types/read-manifest.ts';
import { runSamples, type SampleResult } from '@dienstweg/schemas/message-types/samples.ts';
import { SchemaError } from '@dienstweg/schemas/xml/schema.ts';
import type { CommandSpec } from '../args/command.ts';
import { typeFoldersOf } from '../message-type/folders.ts';

/** What came of one type; `faults` keep its samples from being run at all. */
interface TypeResult {
  readonly folder: string;
  readonly code?: string;
  readonly version?: string;
  readonly ok: boolean;
  readonly faults: readonly string[];
  readonly samples: readonly SampleResult[];
}

const tested = (folder: string, at: Date): TypeResult => {
  const reading = manifestReader()(readFileSync(join(folder, MANIFEST_FILE), 'utf8'));
  if (!reading.ok)
    return {
      folder,
      ok: false,
      samples: [],
      faults: reading.mistakes.map((mistake) => `${MANIFEST_FILE}: ${mistake}`),
    };
  const { manifest } = reading;
  const about = { folder, code: manifest.code, version: manifest.version };
  try {
    using type = messageType(manifest, folder);
    const samples = runSamples(type, { at, language: 'en' });
    const faults = samples.length === 0 ? ['there are no samples'] : [];
    return { ...about, ok: faults.length === 0 && samples.every(({ ok }) => ok), faults, samples };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const where = error instanceof SchemaError ? 'schema/' : '';
    return { ...about, ok: false, samples: [], faults: error.message.split('\n').map((text) => where + text) };
  }
};

/** `message-type test DIR…`: valid samples must be taken, invalid ones refused for what is expected, where it is expected. */
export const messageTypeTest: CommandSpec = {
  arguments: [{ name: 'DIR', text: 'folder of a message type, or of several', repeated: true }],
  examples: ['dienstweg message-type test my-types', 'dienstweg message-type test my-types/notice/1.0 --json'],
  run: async (input) => {
    const at = new Date();
    const types = typeFoldersOf(input).map((folder) => tested(folder, at));
    const all = types.flatMap(({ samples }) => samples);
    const failed = all.filter(({ ok }) => !ok).length;
    const ok = types.every((type) => type.ok);
    const lines = types.flatMap(({ folder, ok: isOk, faults, samples }) => [
      `${isOk ? 'ok  ' : 'FAIL'} ${relative(process.cwd(), folder) || '.'}: ${samples.length} samples`,
      ...faults.map((fault) => `  ${fault}`),
      ...samples.flatMap(({ file, faults, warned }) => [
        ...faults.map((fault) => `  ${file}: ${fault}`),
        ...warned.map((text) => `  ${file}: taken, with a warning: ${text}`),
      ]),
    ]);
    return {
      value: { ok, samples: { passed: all.length - failed, failed }, types },
      text: [...lines, `${all.length - failed} passed, ${failed} failed`].join('\n'),
      ...(ok ? {} : { exitCode: 1 as const }),
    };
  },
};
