/** Whether the content of every version a change puts is here, or is now brought: judged again, whoever judged it before. */
import type { Published } from '@dienstweg/infra/bus/publish.ts';
import type { MessageTypeEntry, RegistryChange } from '@dienstweg/schemas/directory/change/changes.ts';
import { PACKAGE_LIMITS } from '@dienstweg/schemas/message-types/package.ts';
import { ProblemError, problem, violation } from '@dienstweg/schemas/problems/problem.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';
import type { GateVerdict } from './run-gate.ts';
import { contentText } from './texts.ts';

/** What holding needs from outside. */
export interface ContentNeeds {
  /** Which version the stored content of a digest is of (`code/version`); `undefined` where none is stored. */
  readonly stored: (digest: string) => Promise<string | undefined>;
  readonly gate: (packed: Uint8Array, entry: MessageTypeEntry) => Promise<GateVerdict>;
  readonly store: (digest: string, version: string, packed: Uint8Array) => Promise<Published>;
  /** Digest of a version that comes with the product; `undefined` where none does. */
  readonly shipped: (code: string, version: string) => string | undefined;
}

const refuse = (
  entry: MessageTypeEntry,
  texts: readonly { text: string; line?: number }[],
  language: Language,
): never => {
  throw new ProblemError(
    problem('message-type-invalid', {
      language,
      violations: texts.map(({ text, line }) =>
        violation('message-type-invalid', `${entry.messageTypeCode} ${entry.version}: ${text}`, {
          language,
          ...(line === undefined ? {} : { line }),
        }),
      ),
    }),
  );
};

const unpacked = (text: string, entry: MessageTypeEntry, language: Language): Uint8Array => {
  const most = Math.ceil(PACKAGE_LIMITS.packedBytes / 3) * 4;
  if (text.length > most || !/^[A-Za-z0-9+/]*={0,2}$/.test(text))
    return refuse(entry, [{ text: contentText('packageUnreadable', language) }], language);
  return Buffer.from(text, 'base64');
};

const judge = async (
  { gate }: ContentNeeds,
  packed: Uint8Array,
  entry: MessageTypeEntry,
  language: Language,
): Promise<void> => {
  const verdict = await gate(packed, entry);
  if (!verdict.judged)
    return refuse(
      entry,
      [{ text: contentText(verdict.because === 'time' ? 'tookTooLong' : 'tookTooMuch', language) }],
      language,
    );
  if (verdict.errors.length === 0) return;
  const told = verdict.errors.map(({ file, line, text }) => ({
    text: text.startsWith(`${file}:`) ? text : `${file}: ${text}`,
    ...(line === undefined ? {} : { line }),
  }));
  refuse(entry, told, language);
};

const holdOne = async (
  needs: ContentNeeds,
  entry: MessageTypeEntry,
  attached: string | undefined,
  language: Language,
): Promise<void> => {
  const { messageTypeCode, version, digest } = entry;
  const shipped = needs.shipped(messageTypeCode, version);
  if (digest === undefined) {
    if (shipped === undefined) refuse(entry, [{ text: contentText('notShipped', language) }], language);
    return;
  }
  if (shipped !== undefined && shipped !== digest)
    refuse(entry, [{ text: contentText('shippedOtherwise', language) }], language);
  const key = `${messageTypeCode}/${version}`;
  const there = await needs.stored(digest);
  if (there === key) return;
  if (there !== undefined) refuse(entry, [{ text: contentText('ofAnother', language, there) }], language);
  if (attached === undefined) return refuse(entry, [{ text: contentText('notHere', language) }], language);
  const packed = unpacked(attached, entry, language);
  await judge(needs, packed, entry, language);
  const published = await needs.store(digest, key, packed);
  // stored by somebody else meanwhile, it is there as well
  if (published.ok || published.reason === 'wrong-sequence') return;
  const code = published.reason === 'outcome-unknown' ? 'outcome-unknown' : 'broker-unavailable';
  throw new ProblemError(problem(code, { language }), { cause: published.cause });
};

/**
 * Refuses a change whose contents are not stored, and cannot be. Throws ProblemError: `message-type-invalid` with every
 * place and reason, `outcome-unknown`, `broker-unavailable`. What it stores without the change being recorded does no harm.
 */
export const holdContent = async (
  needs: ContentNeeds,
  { puts }: Pick<RegistryChange, 'puts'>,
  attached: string | undefined,
  language: Language,
): Promise<void> => {
  for (const entry of puts) if (entry.kind === 'message-type') await holdOne(needs, entry, attached, language);
};
