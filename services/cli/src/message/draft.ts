/** From command-line options to the header and parts of a message. */
import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import type { HeaderDraft, PartDraft } from '@dienstweg/schemas/envelope/build.ts';
import { parseAuthorityId } from '@dienstweg/schemas/identifiers.ts';
import type { Addressee, DistributionLine } from '@dienstweg/schemas/message.ts';
import type { Input } from '../args/command.ts';
import { usageError } from '../args/parse.ts';
import { messageIdFrom, regionFrom, serviceFrom } from '../client/identifiers.ts';
import { authorityNamed } from '../client/keys.ts';
import { DOCUMENT_LIMIT_BYTES, readInput } from '../client/read-input.ts';

/** Everything a message is made of, before it is signed. */
export interface Draft {
  readonly header: HeaderDraft;
  readonly parts: readonly PartDraft[];
}

const MEDIA_TYPE_OF_ENDING: Readonly<Record<string, string>> = {
  xml: 'application/xml',
  pdf: 'application/pdf',
  txt: 'text/plain',
  json: 'application/json',
  png: 'image/png',
  jpg: 'image/jpeg',
  zip: 'application/zip',
};

const splitAt = (text: string, separator: string, form: string): readonly [string, string] => {
  const place = text.indexOf(separator);
  if (place < 1 || place === text.length - 1) throw usageError(`"${text}" is not of the form ${form}.`);
  return [text.slice(0, place), text.slice(place + 1)];
};

const partFrom = (text: string): PartDraft => {
  const [id, rest] = splitAt(text, '=', 'ID=FILE[;media-type]');
  const [path = '', given] = rest.split(';');
  const ending = /\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase() ?? '';
  const mediaType = given ?? MEDIA_TYPE_OF_ENDING[ending] ?? 'application/octet-stream';
  const isPayload = mediaType === 'application/xml' || mediaType === 'text/xml';
  return {
    id,
    role: isPayload ? 'payload' : 'attachment',
    mediaType,
    octets: readInput(path, DOCUMENT_LIMIT_BYTES),
    ...(isPayload ? {} : { fileName: basename(path) }),
  };
};

const lineFrom = (text: string): DistributionLine => {
  const [to, parts] = splitAt(text, '=', 'ROLE=PART,PART');
  const reader = parseAuthorityId(to);
  return { to: reader === undefined ? { role: to } : { reader }, parts: parts.split(',') };
};

const addresseeFrom = (input: Input): Addressee => {
  const [service, region, reader, level] = ['service', 'region', 'reader', 'level'].map((name) => input.text(name));
  if (reader !== undefined && region !== undefined) throw usageError('Give either --region or --reader, not both.');
  if (reader !== undefined)
    return {
      by: 'reader',
      reader: authorityNamed(reader),
      ...(service === undefined ? {} : { service: serviceFrom(service) }),
    };
  if (service === undefined || region === undefined)
    throw usageError('Say for whom: --service SERVICE --region REGION, or --reader AUTHORITY.');
  return {
    by: 'responsibility',
    service: serviceFrom(service),
    region: regionFrom(region),
    ...(level === undefined ? {} : { level }),
  };
};

const needed = (input: Input, name: string): string => {
  const value = input.text(name);
  if (value === undefined) throw usageError(`--${name} is missing.`);
  return value;
};

/** Reads the draft. Throws `usage-error`; a missing file throws as the file system says. */
export const draftFrom = (input: Input, now: Date): Draft => {
  const parts = input.all('part').map(partFrom);
  if (parts.length === 0)
    throw usageError(
      'Say which message: --sample NAME, or one of your own by --type, --version, --as, --service and --region (or --reader), --part ID=FILE; send also takes a FILE.',
    );
  const [requester, responder, conversationId, inReplyTo, notBefore, obsoleteAfter] = [
    'process-reference',
    'responder',
    'conversation',
    'in-reply-to',
    'not-before',
    'obsolete-after',
  ].map((name) => input.text(name));
  return {
    header: {
      messageId: messageIdFrom(input.text('id') ?? randomUUID()),
      messageType: { code: needed(input, 'type'), version: needed(input, 'version') },
      author: authorityNamed(needed(input, 'as')),
      addressee: addresseeFrom(input),
      distribution: input.all('to').map(lineFrom),
      processReference: {
        ...(requester === undefined ? {} : { requester }),
        ...(responder === undefined ? {} : { responder }),
      },
      createdAt: now.toISOString(),
      ...(conversationId === undefined ? {} : { conversationId }),
      ...(inReplyTo === undefined ? {} : { inReplyTo: messageIdFrom(inReplyTo) }),
      ...(notBefore === undefined ? {} : { notBefore }),
      ...(obsoleteAfter === undefined ? {} : { obsoleteAfter }),
      testMessage: !input.flag('production'),
    },
    parts,
  };
};
