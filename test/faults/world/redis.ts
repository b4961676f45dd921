/** Orders to redis-server in its inline form: enough to wipe it and to set it wrongly. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

const ANSWER_WITHIN_MS = 2_000;

/** Sends commands after each other; resolves with what came back. @throws where it cannot be reached */
export const askRedis = async (
  server: { readonly port: number; readonly password: string },
  commands: readonly string[],
): Promise<string> => {
  const socket = connect({ port: server.port, host: '127.0.0.1' });
  let answer = '';
  socket.setEncoding('utf8').on('data', (text: string) => {
    answer += text;
  });
  try {
    await once(socket, 'connect');
    socket.end(`${[`AUTH ${server.password}`, ...commands, 'QUIT'].join('\r\n')}\r\n`);
    await Promise.race([once(socket, 'close'), delay(ANSWER_WITHIN_MS, undefined, { ref: false })]);
    return answer;
  } finally {
    socket.destroy();
  }
};
