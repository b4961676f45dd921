/** What a thread's clock counts, with threads that do nothing but say so. */
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import { startThread, type Task, type Thread } from './thread.ts';

const threads: Thread[] = [];
afterEach(async () => {
  await Promise.all(threads.splice(0).map((thread) => thread.end()));
});

/** A thread that answers each work by these lines. */
const threadThat = async (lines: string): Promise<Thread> => {
  const code = `
    import { parentPort as port } from 'node:worker_threads';
    const wait = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
    port.on('message', (asked) => { if (asked.kind === 'end') port.close(); else { ${lines} } });
    port.postMessage({ kind: 'ready' });`;
  const ready = Promise.withResolvers<void>();
  const thread = startThread(
    new URL(`data:text/javascript,${encodeURIComponent(code)}`),
    { trustFolder: '', messageTypeFolders: [], limits: {} },
    64,
    { onReady: ready.resolve, onFree: () => undefined, onEnd: () => undefined },
  );
  threads.push(thread);
  await ready.promise;
  return thread;
};

/** What became of one work under a limit that is looked at all the time. */
const outcomeOf = async (thread: Thread, limitMs: number): Promise<string> => {
  let outcome: string | undefined;
  const settle: Task['settle'] = (answer) => {
    outcome = answer.kind === 'not-done' ? answer.reason : answer.kind;
  };
  thread.give({
    work: { kind: 'cut', octets: new Uint8Array(), keep: [] },
    settle,
    giveBack: () => undefined,
    isSlow: false,
  });
  while (outcome === undefined) {
    thread.endIfOverdue(limitMs);
    await delay(5);
  }
  return outcome;
};

test('the time for compiling is not the time of the message that came first', async () => {
  const compiling = await threadThat(`
    port.postMessage({ kind: 'compiling' }); wait(600); port.postMessage({ kind: 'compiled', tookMs: 600 });
    wait(50); port.postMessage({ kind: 'cut', octets: new Uint8Array() });`);
  expect(await outcomeOf(compiling, 400)).toBe('cut');
  const slow = await threadThat(`
    port.postMessage({ kind: 'compiling' }); port.postMessage({ kind: 'compiled', tookMs: 0 });
    wait(60_000);`);
  expect(await outcomeOf(slow, 400)).toBe('time-limit');
}, 20_000);
