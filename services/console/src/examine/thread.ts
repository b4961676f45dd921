/** The examining thread. */
import { parentPort, workerData } from 'node:worker_threads';
import { loadTrust } from '@dienstweg/certs/trust/trust.ts';
import { whereItBroke } from '@dienstweg/infra/errors.ts';
import { readParts } from '@dienstweg/schemas/envelope/read-parts.ts';
import { loadMessageTypes } from '@dienstweg/schemas/message-types/catalog.ts';
import { lookAt } from './look.ts';
import type { FromThread, Kind, ListsTold, Questions, ThreadSetup, ToThread } from './protocol.ts';
import { signedRejection } from './reject.ts';
import { sampleOf, typesTold, validated } from './types.ts';

const { trustFolder, messageTypeFolders } = workerData as ThreadSetup;
const port = parentPort;
if (port === null) throw new Error('examine/thread.ts is the entry of a worker thread');

const messageTypes = loadMessageTypes([...messageTypeFolders]);

const listsTold = (): ListsTold => {
  const trust = loadTrust(trustFolder);
  return {
    lists: trust.lists().map(({ issuer, thisUpdate, nextUpdate, serials }) => ({
      issuer: /^CN=(.*)$/m.exec(issuer)?.[1] ?? issuer,
      thisUpdate: thisUpdate.toISOString(),
      ...(nextUpdate === undefined ? {} : { nextUpdate: nextUpdate.toISOString() }),
      serials,
    })),
    remarks: trust.remarks(),
  };
};

const ANSWERS: { readonly [K in Kind]: (ask: Questions[K]['ask']) => Questions[K]['answer'] } = {
  types: (ask) => typesTold(messageTypes, ask),
  publish: ({ types }) => void messageTypes.publish(types),
  sample: (ask) => sampleOf(messageTypes, ask),
  validate: (ask) => validated(messageTypes, ask),
  // trust is read anew each time: the thread may be older than a revocation
  document: (ask) => lookAt(ask, loadTrust(trustFolder), messageTypes),
  part: ({ octets, part }) => readParts(octets).find(({ id }) => id === part)?.octets,
  reject: signedRejection,
  lists: listsTold,
};

port.on('message', ({ id, kind, ask }: ToThread) => {
  let said: FromThread;
  try {
    said = { id, answer: (ANSWERS[kind] as (ask: unknown) => unknown)(ask) };
  } catch (error) {
    said = { id, failed: whereItBroke(error) };
  }
  port.postMessage(said);
});
