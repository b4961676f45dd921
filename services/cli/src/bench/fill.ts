/**
 * Filling the streams without the way through the gateway: copies of one accepted message, each with an id of its own,
 * stored as the gateway stores them. What is measured afterwards goes the whole way.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connectBus } from '@dienstweg/infra/bus/connect.ts';
import { publishDurably } from '@dienstweg/infra/bus/publish.ts';
import { readLast } from '@dienstweg/infra/bus/read.ts';
import { seedFileOf } from '@dienstweg/infra/home.ts';
import { createLog } from '@dienstweg/infra/log.ts';
import type { CommonSettings } from '@dienstweg/infra/settings.ts';
import type { AcceptedRecord } from '@dienstweg/schemas/accepted.ts';
import { HEADERS, keyOfMessage, STREAMS, subjectOfMessage } from '@dienstweg/schemas/bus/streams.ts';
import { deliveryIdOf } from '@dienstweg/schemas/delivery/delivery-id.ts';
import { type AuthorityId, parseMessageId } from '@dienstweg/schemas/identifiers.ts';

/** For how long the copies are kept from their readers: nobody gets them, or their reader's node fails. */
export type FillFor = 'nobody' | 'failing-reader';

const IN_FLIGHT = 256;

const copyOf = (record: AcceptedRecord, purpose: FillFor): AcceptedRecord => {
  const messageId = parseMessageId(randomUUID());
  if (messageId === undefined) throw new Error('randomUUID gave no UUID');
  const readers = record.route.readers.map((reader) => ({
    ...reader,
    deliveryId: deliveryIdOf(record.author, messageId, reader.authority),
  }));
  return {
    ...record,
    messageId,
    octetsDigest: messageId.replaceAll('-', '').repeat(2),
    route: { ...record.route, readers: purpose === 'nobody' ? [] : readers },
  };
};

/** Stores `count` copies of the last message of an author, with the rights of the gateway. */
export const fillMessages = async (
  { home, natsUrl }: Pick<CommonSettings, 'home' | 'natsUrl'>,
  author: AuthorityId,
  count: number,
  purpose: FillFor,
): Promise<void> => {
  await using bus = await connectBus({
    url: natsUrl,
    user: 'gateway',
    seed: readFileSync(seedFileOf(home, 'gateway'), 'utf8'),
    name: 'bench',
    log: createLog('bench', undefined, 'silent'),
  });
  const subject = subjectOfMessage(author);
  const pattern = await readLast(bus, STREAMS.messages, subject);
  if (pattern === undefined) throw new Error('there is no message to be copied');
  const record = JSON.parse(pattern.headers[HEADERS.accepted] ?? '') as AcceptedRecord;
  let left = count;
  const store = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const copy = copyOf(record, purpose);
      const published = await publishDurably(bus, {
        subject,
        data: pattern.data,
        headers: {
          [HEADERS.accepted]: JSON.stringify(copy),
          [HEADERS.receipt]: pattern.headers[HEADERS.receipt] ?? '',
        },
        // what is there for nobody stands for what was stored long ago: the server has forgotten those ids
        ...(purpose === 'nobody' ? {} : { messageId: keyOfMessage(author, copy.messageId) }),
        timeoutMs: 60_000,
      });
      if (!published.ok) throw new Error(`a copy could not be stored: ${published.reason}`, { cause: published.cause });
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, store));
};
