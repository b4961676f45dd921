/** Works off what recipients owe, until nothing is owed. Survives restarts: what is owed stands on disk. */
import type { Log } from '@dienstweg/infra/log.ts';
import type { Memory, OwedDuty } from './memory.ts';
import { documentFor, handIn, type PerformNeeds } from './perform.ts';

/** What working off needs. */
export interface WorkOffNeeds extends PerformNeeds {
  readonly memory: Memory;
  readonly log: Log;
}

const AT_ONCE = 8;
const LOOK_EVERY_MS = 1_000;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 30_000;

/** The pause before the next try. */
export const pauseAfter = (attempts: number): number => Math.min(FIRST_PAUSE_MS * 2 ** attempts, LONGEST_PAUSE_MS);

/** Works until put down; `look` says that something new is owed. */
export const startWorkingOff = (needs: WorkOffNeeds): AsyncDisposable & { look(): void } => {
  const { memory, log, now } = needs;
  let running: Promise<void> | undefined;
  let again = false;
  let closed = false;
  let nextLook: NodeJS.Timeout | undefined;

  const perform = async (owed: OwedDuty): Promise<void> => {
    const { delivery, duty } = owed;
    const document = owed.document ?? documentFor(needs, owed);
    if (document === undefined) return memory.done(owed);
    if (owed.document === undefined) memory.keepDocument(owed, document);
    const result = await handIn(needs, owed, document);
    if (result.handedIn === 'later') {
      log.debug({ deliveryId: delivery, duty, code: result.code }, 'put off');
      return memory.putOff(owed, new Date(now().getTime() + pauseAfter(owed.attempts)));
    }
    if (result.handedIn === 'refused')
      log.error({ deliveryId: delivery, duty, code: result.code }, 'refused by the gateway');
    else log.info({ deliveryId: delivery, messageId: owed.header.messageId, duty }, 'done');
    memory.done(owed);
  };
  const performSafely = (owed: OwedDuty): Promise<void> =>
    perform(owed).catch((error: unknown) => {
      log.error({ err: error, deliveryId: owed.delivery, duty: owed.duty }, 'could not be done');
      memory.putOff(owed, new Date(now().getTime() + LONGEST_PAUSE_MS));
    });

  const work = async (): Promise<void> => {
    do {
      again = false;
      for (;;) {
        const due = closed ? [] : memory.due(now(), AT_ONCE);
        if (due.length === 0) break;
        await Promise.all(due.map(performSafely));
      }
    } while (again && !closed);
    running = undefined;
    if (!closed)
      nextLook = setTimeout(
        look,
        memory.due(new Date(now().getTime() + LOOK_EVERY_MS), 1).length > 0 ? FIRST_PAUSE_MS : LOOK_EVERY_MS,
      );
  };
  const look = (): void => {
    clearTimeout(nextLook);
    if (closed) return;
    if (running === undefined) running = Promise.resolve().then(work);
    else again = true;
  };
  look();
  return {
    look,
    [Symbol.asyncDispose]: async () => {
      closed = true;
      clearTimeout(nextLook);
      await running;
    },
  };
};
