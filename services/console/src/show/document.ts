/** What the stored octets of a message say, masked; a part of it in plain, with a reason, recorded. */
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import { readMessage, type StoredMessage } from '@dienstweg/infra/bus/read.ts';
import type { AcceptedRecord } from '@dienstweg/schemas/accepted.ts';
import type { MessageTrace } from '@dienstweg/schemas/bus/requests.ts';
import { HEADERS, STREAMS } from '@dienstweg/schemas/bus/streams.ts';
import type { Directory } from '@dienstweg/schemas/directory/directory.ts';
import type { RegisteredSigner } from '@dienstweg/schemas/examine/needs.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { RecordAction } from '../act/record-action.ts';
import type { MessageDocument, PartShown } from '../api/shapes/messages.ts';
import type { Examiner } from '../examine/examiner.ts';
import type { AskedBy, Handler } from '../receive/server.ts';
import { permissionsOf } from '../sign-in/roles.ts';
import { messageAsked } from './messages.ts';
import type { ViewNeeds } from './needs.ts';
import { namesOf } from './words.ts';

/** What looking into messages needs. */
export interface DocumentNeeds extends ViewNeeds {
  readonly bus: Bus;
  readonly examiner: Examiner;
  readonly recordAction: RecordAction;
}

const gone = (): ProblemError => new ProblemError(problem('content-unavailable'));

/** The octets as accepted, and what was recorded with them. Throws ProblemError `content-unavailable`. */
const storedOf = async (
  { bus }: Pick<DocumentNeeds, 'bus'>,
  { sequence, author, messageId }: MessageTrace,
): Promise<{ readonly stored: StoredMessage; readonly accepted: AcceptedRecord }> => {
  if (sequence === undefined) throw gone();
  const stored = await readMessage(bus, STREAMS.messages, sequence).catch(() => {
    throw new ProblemError(problem('broker-unavailable', { detail: 'The bus cannot be reached.' }));
  });
  const record = stored?.headers[HEADERS.accepted];
  if (stored === undefined || record === undefined) throw gone();
  const accepted = JSON.parse(record) as AcceptedRecord;
  // after a restore sequences are given again: what stands there now may be another message
  if (accepted.author !== author || accepted.messageId !== messageId) throw gone();
  return { stored, accepted };
};

const signersFor = (directory: Directory, authorities: readonly AuthorityId[]): readonly RegisteredSigner[] =>
  [...new Set(authorities)]
    .flatMap((authority) => directory.certificatesOf.known(authority))
    .filter(({ purpose }) => purpose === 'signing')
    .map(({ authority, fingerprint, der, validFrom, validUntil }) => ({
      authority,
      fingerprint,
      der: Buffer.from(der, 'base64'),
      validFrom,
      ...(validUntil === undefined ? {} : { validUntil }),
    }));

/** `GET /api/messages/{messageId}/document` */
export const showDocument =
  (needs: DocumentNeeds): Handler =>
  async (asked): Promise<MessageDocument> => {
    const trace = await needs.ask('trackingMessage', messageAsked(asked));
    const { stored, accepted } = await storedOf(needs, trace);
    const { directory, now } = needs;
    const { author, sender } = accepted;
    const mandates = directory.mandates.known(author);
    const seen = await needs.examiner.ask('document', {
      octets: stored.data,
      atMs: Date.parse(accepted.acceptedAt),
      language: asked.language,
      signers: signersFor(directory, [author, sender, ...mandates.map(({ provider }) => provider)]),
      maySign: mandates.map(({ provider, signs }) => ({ provider, types: signs })),
      withTexts: permissionsOf(asked.who.roles).includes('content'),
    });
    const { header } = seen;
    const ids = [author, sender, header.replyTo, seen.signature.signer?.authority];
    return {
      ...seen,
      octetsDigest: accepted.octetsDigest,
      sizeBytes: accepted.sizeBytes,
      names: namesOf(directory, ids, asked.language, now()),
    };
  };

const shownAs = (octets: Uint8Array, mediaType: string): Pick<PartShown, 'text' | 'base64'> => {
  if (/xml|text|json/i.test(mediaType)) {
    try {
      return { text: new TextDecoder('utf-8', { fatal: true }).decode(octets) };
    } catch {
      // then as octets
    }
  }
  return { base64: Buffer.from(octets).toString('base64') };
};

/** `POST /api/messages/{messageId}/parts/{part}/show`: recorded first, then shown. */
export const showPart =
  (needs: DocumentNeeds): Handler =>
  async (asked: AskedBy): Promise<PartShown> => {
    const { who, params, body } = asked;
    const trace = await needs.ask('trackingMessage', messageAsked(asked));
    const { stored, accepted } = await storedOf(needs, trace);
    const part = accepted.parts.find(({ id }) => id === params.part);
    if (part === undefined) throw new ProblemError(problem('not-found', { detail: 'The message has no such part.' }));
    const { reason } = body as { readonly reason: string };
    const { author, messageId } = accepted;
    await needs.recordAction(who, { action: 'payload-shown', reason, author, messageId, about: part.id });
    const octets = await needs.examiner.ask('part', { octets: stored.data, part: part.id });
    if (octets === undefined) throw gone();
    return { id: part.id, mediaType: part.mediaType, ...shownAs(octets, part.mediaType) };
  };
