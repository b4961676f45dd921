/** Words in which sample flows are written: authorities by short name, parts by file. */
import type { AuthorityId } from '../identifiers.ts';
import type { MessageTypeRef } from '../message.ts';
import { sandboxAuthority } from './authorities.ts';
import type { SamplePart } from './flow.ts';

/** Identifier of a sandbox authority. */
export const idOf = (name: string): AuthorityId => sandboxAuthority(name).id;
/** A message type by code. */
export const type = (code: string, version = '1.0'): MessageTypeRef => ({ code, version });
/** XML below the folder of message types. */
export const payload = (id: string, file: string): SamplePart => ({
  id,
  role: 'payload',
  mediaType: 'application/xml',
  file,
});
/** A PDF below the folder of message types, under its own name. */
export const pdf = (id: string, file: string): SamplePart => ({
  id,
  role: 'attachment',
  mediaType: 'application/pdf',
  file,
  fileName: file.slice(file.lastIndexOf('/') + 1),
});
