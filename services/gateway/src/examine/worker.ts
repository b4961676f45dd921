/** The examining thread: parses, verifies and validates octets nobody believes. May be ended at any moment. */
import { parentPort, workerData } from 'node:worker_threads';
import { signatureVerifier } from '@dienstweg/certs/signature/verify.ts';
import { loadTrust } from '@dienstweg/certs/trust/trust.ts';
import { whereItBroke } from '@dienstweg/infra/errors.ts';
import { giveBackMemoryWhenIdle } from '@dienstweg/infra/idle-memory.ts';
import { Directory } from '@dienstweg/schemas/directory/directory.ts';
import { maySign, signerOf } from '@dienstweg/schemas/directory/parties.ts';
import { cutForReader } from '@dienstweg/schemas/envelope/cut.ts';
import { examine } from '@dienstweg/schemas/examine/examine.ts';
import { MESSAGE_NAMESPACE } from '@dienstweg/schemas/message.ts';
import { loadMessageTypes } from '@dienstweg/schemas/message-types/catalog.ts';
import type { Compiling } from '@dienstweg/schemas/message-types/keep-compiled.ts';
import { tryPayload } from '@dienstweg/schemas/message-types/try-payload.ts';
import { nameOfRoot } from '@dienstweg/schemas/xml/root-name.ts';
import { trustReloader } from '../know/trust-reload.ts';
import { aheadOfUse } from './compile-ahead.ts';
import type { FromWorker, ToWorker, Work, WorkerStart } from './protocol.ts';
import { stepClock } from './step-clock.ts';

const {
  trustFolder,
  messageTypeFolders,
  published = [],
  compileFirst = [],
  turn = 0,
  limits,
  spent,
} = workerData as WorkerStart;
const port = parentPort;
if (port === null) throw new Error('examine/worker.ts is the entry of a worker thread');

const directory = new Directory();
const say = (message: FromWorker): void => port.postMessage(message);
/** The main thread hears of it while this one is busy, and stops the clock of the message under way. */
const compiling: Compiling = (compile) => {
  const began = performance.now();
  say({ kind: 'compiling' });
  try {
    return compile();
  } finally {
    say({ kind: 'compiled', tookMs: performance.now() - began });
  }
};
const messageTypes = loadMessageTypes([...messageTypeFolders], { compiling });
messageTypes.publish(published);
const compileAhead = aheadOfUse(messageTypes, compileFirst, turn);
const trust = loadTrust(trustFolder);
const reloadTrust = trustReloader(trust);
const clock = stepClock(spent);
const verifySignature = signatureVerifier({ trust, signerOf: (fingerprint) => signerOf(directory, fingerprint) });

/** Root of a whole message, as `nameOfRoot` tells it. */
const MESSAGE_ROOT = `{${MESSAGE_NAMESPACE}}Message`;

const examineNow = ({ octets, atMs, language }: Extract<Work, { kind: 'examine' }>): FromWorker => {
  const at = new Date(atMs);
  clock.begin();
  const examination = examine(
    octets,
    {
      verifySignature,
      maySign: (provider, author, code) => maySign(directory, provider, author, code, at),
      messageTypes,
      limits,
      passed: clock.passed,
    },
    { at, language, partsRequired: true },
  );
  if (examination.ok || examination.cause === undefined) return { kind: 'examined', examination };
  // An error need not survive the way to another thread.
  const { cause, ...plain } = examination;
  return { kind: 'examined', examination: plain, cause: whereItBroke(cause) };
};

/** A whole message is examined as one that is handed in; anything else is a payload, or nothing. */
const validateNow = (asked: Extract<Work, { kind: 'validate' }>): FromWorker => {
  const { octets, messageType, part, atMs, language } = asked;
  if (part === undefined && nameOfRoot(octets) === MESSAGE_ROOT) {
    const examined = examineNow({ kind: 'examine', octets, atMs, language });
    if (examined.kind !== 'examined') return examined;
    const { examination, cause } = examined;
    return {
      kind: 'validated',
      validation: { content: 'message', examination },
      ...(cause === undefined ? {} : { cause }),
    };
  }
  const payload = { octets, ...(part === undefined ? {} : { part }) };
  const tried = tryPayload(messageType, messageTypes, payload, { at: new Date(atMs), language });
  return { kind: 'validated', validation: { content: 'payload', ...tried } };
};

const work = (asked: Work): FromWorker => {
  try {
    switch (asked.kind) {
      case 'examine':
        return examineNow(asked);
      case 'cut':
        return { kind: 'cut', octets: cutForReader(asked.octets, asked.keep) };
      case 'validate':
        return validateNow(asked);
      default:
        return asked satisfies never;
    }
  } catch (error) {
    return { kind: 'failed', text: whereItBroke(error) };
  }
};

port.on('message', (message: ToWorker) => {
  switch (message.kind) {
    case 'learn':
      for (const { change, edition, recordedAtMs } of message.changes)
        directory.apply(change, edition, new Date(recordedAtMs));
      return;
    case 'reload-trust':
      reloadTrust();
      return;
    case 'end':
      compileAhead.end();
      port.close();
      return;
    case 'publish':
      messageTypes.publish(message.types);
      compileAhead();
      return;
    default:
      say(work(message));
  }
});
say({ kind: 'ready' });
giveBackMemoryWhenIdle();
compileAhead();
