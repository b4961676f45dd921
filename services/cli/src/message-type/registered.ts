/** Versions of message types as the registry has them, and as this release brings them. */
import type { MessageTypeEntry } from '@dienstweg/schemas/directory/change/changes.ts';
import { messageTypeEntryId } from '@dienstweg/schemas/directory/check/check-message-types.ts';
import type { Directory } from '@dienstweg/schemas/directory/directory.ts';
import { loadMessageTypes, MESSAGE_TYPES_FOLDER } from '@dienstweg/schemas/message-types/catalog.ts';
import type { MessageTypeManifest } from '@dienstweg/schemas/message-types/manifest.ts';
import { standingOfManifest } from '@dienstweg/schemas/message-types/standing.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';

/** The entry of a version; `undefined` where the registry says nothing of it. */
export const registeredEntry = (directory: Directory, code: string, version: string): MessageTypeEntry | undefined => {
  const entry = directory.entry(messageTypeEntryId(code, version));
  return entry?.kind === 'message-type' ? entry : undefined;
};

/** The entry a manifest asks for. `digest`: of its content; absent for one that comes with the product. */
export const entryOfManifest = (manifest: MessageTypeManifest, digest?: string): MessageTypeEntry => {
  const { code, version, name: names } = manifest;
  const { draft, validFrom, validUntil, deprecatedFrom } = standingOfManifest(manifest);
  return {
    kind: 'message-type',
    id: messageTypeEntryId(code, version),
    messageTypeCode: code,
    version,
    names,
    validFrom,
    ...(validUntil === undefined ? {} : { validUntil }),
    ...(digest === undefined ? {} : { digest }),
    ...(draft ? { draft: true } : {}),
    ...(deprecatedFrom === undefined ? {} : { deprecatedFrom }),
  };
};

/** Manifests of the types of this release. */
export const shippedManifests = (): readonly MessageTypeManifest[] => {
  using catalog = loadMessageTypes([MESSAGE_TYPES_FOLDER]);
  return catalog.list().map(({ manifest }) => manifest);
};

/** The entry of a version that is there, registered or of this release. Throws `message-type-unknown`. */
export const entryToChange = (
  directory: Directory,
  code: string,
  version: string,
  language: Language,
): MessageTypeEntry => {
  const registered = registeredEntry(directory, code, version);
  if (registered !== undefined) return registered;
  const shipped = shippedManifests().find((each) => each.code === code && each.version === version);
  if (shipped !== undefined) return entryOfManifest(shipped);
  const detail = `There is no ${code} ${version}, neither published nor in this release: dienstweg message-type list`;
  throw new ProblemError(problem('message-type-unknown', { language, detail }));
};
