/** Sample contents: read from the folders of the message types, and made out to another author where one answers. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AuthorityId } from '../identifiers.ts';
import { MESSAGE_TYPES_FOLDER } from '../message-types/catalog.ts';
import { escapeText } from '../xml/escape.ts';
import { findSandboxAuthority } from './authorities.ts';
import type { SamplePart } from './flow.ts';

/** What stands in the message head of a payload. */
export interface HeadOfSample {
  readonly author: AuthorityId;
  readonly reader: AuthorityId;
  readonly requester: string;
  readonly responder: string;
}

/** The octets of a part of a sample message. Throws where the file is not there: samples come with the product. */
export const readSample = (part: SamplePart): Uint8Array => readFileSync(join(MESSAGE_TYPES_FOLDER, part.file));

const authority = (text: string, element: 'autor' | 'leser', id: AuthorityId): string =>
  text.replace(
    new RegExp(`(<b:${element}>\\s*<b:kennung>)[^<]*(</b:kennung>\\s*<b:name>)[^<]*`),
    (_all, before: string, between: string) =>
      before + escapeText(id) + between + escapeText(findSandboxAuthority(id)?.names.de ?? id),
  );
const reference = (text: string, element: string, value: string): string =>
  text.replace(new RegExp(`(<t:${element}>)[^<]*`), (_all, before: string) => before + escapeText(value));

/** The same for an answer: author, reader and both references of a payload's head written in. Attachments stay as they are. */
export const fillSample = (part: SamplePart, head: HeadOfSample): Uint8Array => {
  const octets = readSample(part);
  if (part.role === 'attachment') return octets;
  let text = new TextDecoder().decode(octets);
  text = authority(text, 'autor', head.author);
  text = authority(text, 'leser', head.reader);
  text = reference(text, 'aktenzeichenAnfrage', head.requester);
  text = reference(text, 'aktenzeichen', head.responder);
  return new TextEncoder().encode(text);
};
