/** The message types a node knows: folders `<code>/<version>/`, and those it is told of while it runs. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MessageTypeFinding, MessageTypes } from '../examine/needs.ts';
import type { MessageTypeRef } from '../message.ts';
import { type CompiledTypes, type KeepLimits, keepCompiled } from './keep-compiled.ts';
import { type MessageType, messageType } from './message-type.ts';
import { manifestReader } from './read-manifest.ts';
import { countsOn, standingOfManifest, stateOn, type TypeStanding } from './standing.ts';

export { MESSAGE_TYPES_FOLDER } from './own-folder.ts';

/** A folder that is no message type. Its message names every mistake. */
export class MessageTypeError extends Error {}

/** A version as the registry has it. */
export interface PublishedType {
  readonly code: string;
  readonly version: string;
  /** Where its package was unpacked; absent: the registry says something of a type that a folder given at the start holds. */
  readonly folder?: string;
  readonly standing: TypeStanding;
}

/** A type with what counts for it. */
export interface StandingType {
  readonly type: MessageType;
  readonly standing: TypeStanding;
  /** The registry says so; else its manifest alone. */
  readonly isRegistered: boolean;
  /** Its content was published, and does not come from a folder given at the start. */
  readonly isPublished: boolean;
}

/** The message types, by code and version. Dispose of it to free compiled schemas. */
export interface MessageTypeCatalog extends MessageTypes, Disposable {
  /** `in-force`: `atDay` (`YYYY-MM-DD`) lies within its days; also a draft, which is for test messages. */
  find(
    ref: MessageTypeRef,
    atDay: string,
  ):
    | Exclude<MessageTypeFinding, { state: 'in-force' }>
    | (Extract<MessageTypeFinding, { state: 'in-force' }> & { readonly type: MessageType });
  /** One version in whatever state; `undefined` where there is none. */
  standingOf(ref: MessageTypeRef): StandingType | undefined;
  /** Every type, in any state, sorted by code, then version. */
  list(): readonly MessageType[];
  /** The same with what counts for each. */
  standings(): readonly StandingType[];
  /**
   * All that the registry says now, in place of what it said before. What is unchanged stays compiled. Answers what
   * cannot be used, and why; of such a type what was known before goes on to count.
   */
  publish(types: readonly PublishedType[]): readonly { readonly ref: MessageTypeRef; readonly why: string }[];
  /** Whether what is compiled next may cost something else its place. */
  isFull(): boolean;
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

type ReadManifest = ReturnType<typeof manifestReader>;

/** The type of a folder that is to hold it, or every mistake. */
const typeIn = (
  folder: string,
  key: string,
  read: ReadManifest,
  kept: CompiledTypes,
): { readonly type: MessageType } | { readonly mistakes: readonly string[] } => {
  let text: string;
  try {
    text = readFileSync(join(folder, 'message-type.yaml'), 'utf8');
  } catch {
    return { mistakes: ['there is no message-type.yaml'] };
  }
  const reading = read(text);
  if (!reading.ok) return { mistakes: reading.mistakes };
  const said = keyOf(reading.manifest);
  return said === key
    ? { type: messageType(reading.manifest, folder, kept) }
    : { mistakes: [`the manifest says ${said}; folder and manifest must agree`] };
};

/**
 * Reads every type below the given folders; a later folder replaces types of an earlier one. Manifests are read and
 * checked now, schemas compiled at first use. Throws MessageTypeError naming all mistakes of all folders.
 */
export const loadMessageTypes = (folders: readonly string[], limits: KeepLimits = {}): MessageTypeCatalog => {
  const read = manifestReader();
  const kept = keepCompiled(limits);
  const given = new Map<string, StandingType>();
  const mistakes: string[] = [];
  for (const { folder, key } of folders.flatMap(typeFolders)) {
    const found = typeIn(folder, key, read, kept);
    if ('mistakes' in found) mistakes.push(...found.mistakes.map((mistake) => `${key}: ${mistake}`));
    else {
      const { type } = found;
      given.set(key, { type, standing: standingOfManifest(type.manifest), isRegistered: false, isPublished: false });
    }
  }
  if (mistakes.length > 0) throw new MessageTypeError(mistakes.join('\n'));

  let types: ReadonlyMap<string, StandingType> = given;
  const sorted = (): readonly StandingType[] =>
    [...types].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, standing]) => standing);

  const publish: MessageTypeCatalog['publish'] = (published) => {
    const next = new Map(given);
    const refused: { ref: MessageTypeRef; why: string }[] = [];
    for (const { code, version, folder, standing } of published) {
      const ref = { code, version };
      const key = keyOf(ref);
      const before = types.get(key);
      const there = folder === undefined ? given.get(key) : before;
      if (folder === undefined || there?.type.folder === folder) {
        if (there === undefined)
          refused.push({ ref, why: 'the registry knows it without content, and it is not here' });
        else next.set(key, { ...there, standing, isRegistered: true });
        continue;
      }
      const found = typeIn(folder, key, read, kept);
      if ('type' in found) next.set(key, { type: found.type, standing, isRegistered: true, isPublished: true });
      else {
        refused.push({ ref, why: found.mistakes.join('; ') });
        if (before !== undefined) next.set(key, before);
      }
    }
    const left = new Set([...next.values(), ...given.values()].map(({ type }) => type));
    for (const { type } of types.values()) if (!left.has(type)) type[Symbol.dispose]();
    types = next;
    return refused;
  };

  return {
    find: (ref, atDay) => {
      const found = types.get(keyOf(ref));
      if (found === undefined) return { state: 'unknown' };
      const { type, standing } = found;
      const { validFrom, validUntil, deprecatedFrom } = standing;
      if (!countsOn(standing, atDay))
        return { state: 'not-in-force', validFrom, ...(validUntil === undefined ? {} : { validUntil }) };
      const is = stateOn(standing, atDay);
      return {
        state: 'in-force',
        type,
        ...(is === 'draft' ? { isDraft: true } : {}),
        ...(is === 'deprecated'
          ? {
              deprecated: {
                from: deprecatedFrom ?? validFrom,
                ...(validUntil === undefined ? {} : { until: validUntil }),
              },
            }
          : {}),
      };
    },
    standingOf: (ref) => types.get(keyOf(ref)),
    list: () => sorted().map(({ type }) => type),
    standings: sorted,
    publish,
    isFull: kept.isFull,
    [Symbol.dispose]: () => {
      for (const { type } of [...given.values(), ...types.values()]) type[Symbol.dispose]();
      kept[Symbol.dispose]();
    },
  };
};
