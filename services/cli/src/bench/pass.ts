/** One pass of a load through the system: handed in, handed over, and waited for until nothing is missing. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import { type Acceptance, type LoadMessage, type LoadResult, runLoad, runOpenLoad } from './load.ts';
import { fetchDelivery } from './mailbox.ts';
import type { BenchRecipient } from './recipient.ts';

/** Closed: so many clients; open: so many messages a second. */
export type Pace = { readonly concurrency: number } | { readonly perSecond: number };

/** What a pass needs. */
export interface PassNeeds {
  readonly gateway: Dispatcher;
  readonly recipient: BenchRecipient;
  readonly next: (index: number) => LoadMessage;
  /** False: what is handed over is not waited for. Default true. */
  readonly waits?: boolean;
}

/** What a pass came to. */
export interface Pass {
  readonly load: LoadResult;
  /** Since each was handed in; those to the node that failed are told apart: since that was back. */
  readonly handOverMs: readonly number[];
  readonly lateMs: readonly number[];
  readonly lost: readonly string[];
  /** First submission to last hand-over, those to the node that failed left out. */
  readonly tookMs: number;
}

/** How long a submission is repeated until its outcome is known. */
const PATIENCE_MS = 90_000;
/** When nothing has arrived for so long, what is missing counts as lost. */
const DRAIN_SILENCE_MS = 60_000;
const LOOK_EVERY_MS = 20;

/** Waits until every accepted delivery has arrived, or nothing has come for a long time. */
const drain = async (recipient: BenchRecipient, { accepted }: LoadResult): Promise<readonly string[]> => {
  let missing = accepted.flatMap(({ deliveryIds }) => deliveryIds);
  let lastArrivalAt = performance.now();
  for (;;) {
    const { firstAt } = recipient.taken();
    const still = missing.filter((id) => !firstAt.has(id));
    if (still.length < missing.length) lastArrivalAt = performance.now();
    missing = still;
    if (missing.length === 0 || performance.now() - lastArrivalAt > DRAIN_SILENCE_MS) return missing;
    await delay(LOOK_EVERY_MS);
  }
};

/** Runs one pass. The node of the failing reader fails while messages are handed in, and takes what waits afterwards. */
export const runPass = async (
  { gateway, recipient, next, waits = true }: PassNeeds,
  count: number,
  pace: Pace,
): Promise<Pass> => {
  const fetches: Promise<void>[] = [];
  const fetchAll = async ({ deliveryIds }: Acceptance): Promise<void> => {
    for (const id of deliveryIds) {
      const octets = await fetchDelivery(gateway, id);
      if (octets !== undefined) recipient.fetched(id, octets);
    }
  };
  const handing = {
    count,
    next,
    patienceMs: PATIENCE_MS,
    onAccepted: (acceptance: Acceptance) => {
      if (acceptance.kind === 'mailbox') fetches.push(fetchAll(acceptance));
    },
  };
  const beganAt = performance.now();
  const fails = recipient.fails();
  recipient.fail(true);
  const load = await ('perSecond' in pace
    ? runOpenLoad(gateway, { ...handing, ...pace })
    : runLoad(gateway, { ...handing, ...pace }));
  // a node that had failed before goes on
  recipient.fail(fails);
  const backAt = performance.now();
  await Promise.all(fetches);
  const lost = waits ? await drain(recipient, load) : [];
  const { firstAt } = recipient.taken();
  const handOverMs: number[] = [];
  const lateMs: number[] = [];
  let endedAt = beganAt + 1;
  for (const { kind, deliveryIds, sentAtMs } of load.accepted)
    for (const id of deliveryIds) {
      const at = firstAt.get(id);
      if (at === undefined) continue;
      if (kind === 'failing') lateMs.push(Math.max(0, at - backAt));
      else {
        handOverMs.push(at - sentAtMs);
        endedAt = Math.max(endedAt, at);
      }
    }
  return { load, handOverMs, lateMs, lost, tookMs: endedAt - beganAt };
};
