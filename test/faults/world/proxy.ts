/** A TCP proxy between two processes that can take the line apart in every way a network does. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/**
 * `refuse`: no connection, those there are are cut; `reset`: each connection is reset after a moment; `black-hole`:
 * nothing arrives and nothing is said; `no-answer`: only what comes back is lost; `delay`: everything comes late;
 * `throttle`: some kilobytes a second.
 */
export const LINE_FAULTS = ['refuse', 'reset', 'black-hole', 'no-answer', 'delay', 'throttle'] as const;
export type LineFault = (typeof LINE_FAULTS)[number];

/** A line that passes everything on until it is broken. */
export interface Line extends AsyncDisposable {
  readonly name: string;
  readonly port: number;
  /** Breaks it; connections that are there are broken as well. */
  breakBy(fault: LineFault): void;
  /** Whole again; what hung in a black hole is cut, so that both ends learn of it. */
  heal(): void;
}

const DELAY_MS = 300;
const THROTTLED_BYTES = 2_048;
const THROTTLED_EVERY_MS = 200;
const RESET_AFTER_MS = 150;

/** Opens a line to a port on loopback. */
export const openLine = async (name: string, target: number): Promise<Line> => {
  let fault: LineFault | undefined;
  const sockets = new Set<Socket>();

  /** Moves octets one way, as slowly and as faithlessly as the line does at this moment. */
  const carry = (from: Socket, to: Socket, isAnswer: boolean): void => {
    from.on('data', (octets: Buffer) => {
      if (fault === undefined) {
        if (!to.write(octets)) {
          from.pause();
          to.once('drain', () => from.resume());
        }
        return;
      }
      if (fault === 'black-hole' || (fault === 'no-answer' && isAnswer)) return;
      if (fault === 'throttle') {
        from.pause();
        const dribble = (rest: Buffer): void => {
          if (to.destroyed) return;
          to.write(rest.subarray(0, THROTTLED_BYTES));
          const left = rest.subarray(THROTTLED_BYTES);
          if (left.length === 0) from.resume();
          else setTimeout(() => dribble(left), fault === 'throttle' ? THROTTLED_EVERY_MS : 0);
        };
        setTimeout(() => dribble(octets), THROTTLED_EVERY_MS);
        return;
      }
      // Paused, so that what comes later cannot overtake it.
      from.pause();
      setTimeout(
        () => {
          to.write(octets);
          from.resume();
        },
        fault === 'delay' ? DELAY_MS : 0,
      );
    });
    from.on('end', () => to.end());
    from.on('error', () => to.destroy());
    from.on('close', () => {
      sockets.delete(from);
      to.destroy();
    });
  };

  const server = createServer({ noDelay: true }, (near) => {
    near.on('error', () => undefined);
    if (fault === 'refuse') {
      near.resetAndDestroy();
      return;
    }
    const far = connect({ port: target, host: '127.0.0.1', noDelay: true });
    sockets.add(near).add(far);
    carry(near, far, false);
    carry(far, near, true);
    if (fault === 'reset') setTimeout(() => near.resetAndDestroy(), RESET_AFTER_MS);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const cut = (): void => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    name,
    port: (server.address() as AddressInfo).port,
    breakBy: (next) => {
      fault = next;
      if (next === 'refuse' || next === 'reset') cut();
    },
    heal: () => {
      const lost = fault === 'black-hole' || fault === 'no-answer';
      fault = undefined;
      // Octets are missing in the middle of its connections: nothing sensible can follow.
      if (lost) cut();
    },
    [Symbol.asyncDispose]: async () => {
      server.close();
      cut();
      await once(server, 'close');
    },
  };
};
