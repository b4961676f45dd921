/**
 * Room on the disk of the message store. A nats-server whose disk is full stops storing altogether, deliveries and
 * events included, until it is started again: so nothing is accepted from a reserve on that is left for those.
 */
import { statfs } from 'node:fs/promises';
import type { Log } from '@dienstweg/infra/log.ts';
import type { Finding } from '@dienstweg/infra/ops-server.ts';

/** The disk being watched. */
export interface WatchedRoom extends AsyncDisposable {
  readonly isShort: () => boolean;
  readonly findings: () => readonly Finding[];
}

const LOOK_EVERY_MS = 1_000;
/** So many times the reserve is worth a warning. */
const WARN_AT = 10;

/** What the free octets mean. Pure. */
export const judgeRoom = (freeBytes: number, reserveBytes: number): readonly Finding[] => {
  if (freeBytes >= reserveBytes * WARN_AT) return [];
  const short = freeBytes < reserveBytes;
  return [
    {
      code: 'disk-low',
      severity: short ? 'error' : 'warning',
      text: `${Math.round(freeBytes / 1e6)} MB are free on the disk of the message store${short ? ': messages are answered with 503' : ''}.`,
      remedy: short
        ? 'Make room: messages are accepted again by themselves. What was accepted goes on being delivered.'
        : `Make room. Below ${Math.round(reserveBytes / 1e6)} MB nothing more is accepted.`,
    },
  ];
};

/** Looks every second. Without a folder, because the store is on another machine, there is nothing to see. */
export const watchRoom = async (folder: string | undefined, reserveBytes: number, log: Log): Promise<WatchedRoom> => {
  let free = Number.POSITIVE_INFINITY;
  const look = async (): Promise<void> => {
    if (folder === undefined) return;
    try {
      const { bavail, bsize } = await statfs(folder);
      free = bavail * bsize;
    } catch (error) {
      log.debug({ err: error }, 'the disk of the message store cannot be seen');
    }
  };
  await look();
  let looking = Promise.resolve();
  const timer = setInterval(() => {
    looking = looking.then(look);
  }, LOOK_EVERY_MS);
  return {
    isShort: () => free < reserveBytes,
    findings: () => judgeRoom(free, reserveBytes),
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer);
      await looking;
    },
  };
};
