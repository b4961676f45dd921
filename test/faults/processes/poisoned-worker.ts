/** The gateway's examining thread, which dies of one kind of message. */
import { parentPort } from 'node:worker_threads';
import { POISON } from './poison.ts';

let isLoaded = false;
const early: unknown[] = [];
parentPort?.on('message', (message: { readonly octets?: Uint8Array }) => {
  if (!isLoaded) early.push(message);
  else if (message.octets !== undefined && Buffer.from(message.octets.buffer).includes(POISON)) process.exit(3);
});
// Nothing is awaited at the top level: where a thread dies while its module waits, V8 takes the whole process with it.
void import('@dienstweg/gateway/examine/worker').then(() => {
  isLoaded = true;
  for (const message of early) parentPort?.emit('message', message);
});
