/** What a draft does not share with the types known here: of this release, and published to the broker of this home. Only notes: another broker may know more. */
import type { MessageTypeManifest, PartRule } from '@dienstweg/schemas/message-types/manifest.ts';
import { nearest } from '@dienstweg/schemas/problems/nearest.ts';
import type { Draft } from './draft.ts';

const fits = ({ id, idPattern }: PartRule, part: string): boolean =>
  id === part || (idPattern !== undefined && new RegExp(`^(?:${idPattern})$`, 'u').test(part));

const named = ({ id, idPattern }: PartRule): string => id ?? `/${idPattern}/`;

const ofType = (code: string, version: string, manifests: readonly MessageTypeManifest[]): string => {
  const versions = manifests.filter((manifest) => manifest.code === code).map((manifest) => manifest.version);
  if (versions.length > 0) return `Known here is ${code} in version ${versions.join(', ')}, not in ${version}.`;
  const meant = nearest(code, [...new Set(manifests.map((manifest) => manifest.code))]);
  return `${code} is no message type known here.${meant === undefined ? '' : ` Did you mean ${meant}?`}`;
};

/** Sentences for whoever writes the message; none where everything is as the type has it. */
export const notesOn = ({ header, parts }: Draft, manifests: readonly MessageTypeManifest[]): readonly string[] => {
  const { code, version } = header.messageType;
  const manifest = manifests.find((each) => each.code === code && each.version === version);
  if (manifest === undefined)
    return [`${ofType(code, version, manifests)} Only a broker where it was published takes the message.`];
  const known = manifest.parts.map(named).join(', ');
  const unknown = parts.filter(({ id }) => !manifest.parts.some((rule) => fits(rule, id)));
  const missing = manifest.parts.filter(
    ({ id, required }) => required && id !== undefined && !parts.some((part) => part.id === id),
  );
  return [
    ...unknown.map(({ id }) => `${code} ${version} has no part "${id}": a broker refuses it. Its parts: ${known}.`),
    ...missing.map(({ id }) => `${code} ${version} needs the part "${id}": a broker refuses a message without it.`),
  ];
};
