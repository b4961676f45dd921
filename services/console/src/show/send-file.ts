/** Sends what is generated piece by piece as a file to be saved. */
import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { attachment } from '../receive/headers.ts';

/** Small pieces are gathered: one write a line would be slow. */
const PIECE_CHARACTERS = 32 * 1024;

async function* gathered(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let text = '';
  for await (const piece of pieces) {
    text += piece;
    if (text.length < PIECE_CHARACTERS) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}

/** The first piece is awaited, so that what goes wrong at once is still told as a problem. */
export const sendFile = async (
  reply: FastifyReply,
  file: { readonly name: string; readonly type: string },
  pieces: AsyncIterable<string>,
): Promise<FastifyReply> => {
  const iterator = gathered(pieces)[Symbol.asyncIterator]();
  const first = await iterator.next();
  const rest = async function* (): AsyncGenerator<string> {
    if (first.done === true) return;
    yield first.value;
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
  };
  return reply
    .header('content-disposition', attachment(file.name))
    .type(file.type)
    .send(Readable.from(rest(), { objectMode: false }));
};
