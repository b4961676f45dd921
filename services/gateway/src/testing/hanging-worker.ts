/** The examining thread, made to hang or to die on two documents that say so. */
import { parentPort } from 'node:worker_threads';

let isLoaded = false;
const early: unknown[] = [];
parentPort?.on('message', (message: { readonly octets?: Uint8Array }) => {
  if (!isLoaded) early.push(message);
  const text = message.octets === undefined ? '' : new TextDecoder().decode(message.octets);
  if (text.includes('<die/>')) process.exit(3);
  while (text.includes('<hang/>')) Math.sqrt(2);
});
// without waiting at the top: a thread that dies while its module waits can take the process with it
void import('../examine/worker.ts').then(() => {
  isLoaded = true;
  for (const message of early) parentPort?.emit('message', message);
});
