/** What a nats-server says to everybody who connects, before anybody signs in (NATS client protocol, `INFO`). */
import { connect } from 'node:net';

/** The part that is read here. */
export interface NatsGreeting {
  readonly version: string;
  readonly jetstream: boolean;
}

const WITHIN_MS = 3_000;
/** A greeting has some 500 octets. */
const LONGEST = 64 * 1024;

const greetingIn = (line: string): NatsGreeting | undefined => {
  const [, json = ''] = /^INFO (\{.*\})\s*$/.exec(line) ?? [];
  try {
    const { version, jetstream } = JSON.parse(json) as { readonly version?: unknown; readonly jetstream?: unknown };
    return typeof version === 'string' ? { version, jetstream: jetstream === true } : undefined;
  } catch {
    return undefined;
  }
};

/** The greeting of whoever listens on a port of this machine; `undefined` where that is no nats-server, or nobody. */
export const natsGreeting = (port: number): Promise<NatsGreeting | undefined> => {
  const { promise, resolve } = Promise.withResolvers<NatsGreeting | undefined>();
  const socket = connect({ port, host: '127.0.0.1' });
  let text = '';
  socket.setTimeout(WITHIN_MS, () => socket.destroy());
  socket.on('data', (octets) => {
    text += octets.toString('latin1');
    const end = text.indexOf('\n');
    if (end !== -1) resolve(greetingIn(text.slice(0, end)));
    if (end !== -1 || text.length > LONGEST) socket.destroy();
  });
  socket.on('error', () => undefined);
  socket.on('close', () => resolve(undefined));
  return promise;
};
