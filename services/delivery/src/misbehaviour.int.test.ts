/** Recipients that do what they must not. What counts as taken over is a complete 2xx status with its headers. */
import { until } from '@dienstweg/infra/testing/servers.ts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DeliveryService } from './service.ts';
import { type House, startHouse } from './testing/house.ts';
import type { Reply } from './testing/recipient.ts';

let house: House;
let delivery: DeliveryService;
beforeAll(async () => {
  house = await startHouse();
  delivery = await house.start({ limits: { ...house.config.limits, firstAttemptMs: 1_200, laterAttemptMs: 1_200 } });
}, 120_000);
afterAll(async () => {
  await delivery?.[Symbol.asyncDispose]();
  await house?.[Symbol.asyncDispose]();
});

const drip: Reply = {
  raw: (socket) => {
    const text = [...'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'];
    const every = setInterval(() => socket.write(text.shift() ?? ''), 200);
    socket.once('close', () => clearInterval(every));
  },
};
const FAILING: readonly (readonly [string, Reply, string])[] = [
  ['answers one octet at a time', drip, 'recipient-timeout'],
  ['answers with garbage', { raw: (socket) => socket.end('no HTTP at all\r\n\r\n') }, 'recipient-answer-invalid'],
  [
    'answers with headers of more than 16 kB',
    { raw: (socket) => socket.end(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`) },
    'recipient-answer-invalid',
  ],
  [
    'answers with another protocol, unasked',
    {
      raw: (socket) => socket.end('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n'),
    },
    'recipient-answer-invalid',
  ],
  [
    'answers with a status that there is not',
    { raw: (socket) => socket.end('HTTP/1.1 099 Soon\r\n\r\n') },
    'recipient-answer-invalid',
  ],
  [
    'states two lengths',
    { raw: (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\ncontent-length: 2\r\n\r\n') },
    'recipient-answer-invalid',
  ],
  [
    'answers with headers without end',
    { raw: (socket) => socket.end(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(200_000)}\r\n\r\n`) },
    'recipient-answer-invalid',
  ],
  ['closes in the middle of its status', { raw: (socket) => socket.end('HTTP/1.1 20') }, 'recipient-unreachable'],
  [
    'closes before the headers end',
    { raw: (socket) => socket.end('HTTP/1.1 200 OK\r\na: b\r\n') },
    'recipient-unreachable',
  ],
  ['goes on with 1xx only', { raw: (socket) => socket.write('HTTP/1.1 102 Processing\r\n\r\n') }, 'recipient-timeout'],
];

describe('a recipient that', () => {
  test.each(FAILING)('%s has taken nothing over, and gets it again', async (_what, reply, code) => {
    const recipient = await house.recipient();
    recipient.reply = ({ attempt }) => (attempt === 1 ? reply : { status: 204 });
    const message = await house.publish([recipient.authority]);
    await house.told(message, 'handed-over');
    expect(house.of(message)).toMatchObject([
      { type: 'attempt-failed', attempt: 1, code },
      { type: 'handed-over', attempt: 2 },
    ]);
  });

  test.each([
    ['at once', 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'],
    ['twice, with headers', `${'HTTP/1.1 100 Continue\r\ndate: now\r\n\r\n'.repeat(2)}HTTP/1.1 204 No Content\r\n\r\n`],
    ['in the form of 1.0', 'HTTP/1.0 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'],
  ])('says 100 Continue before its answer, %s or octet by octet, has taken it over', async (_how, answer) => {
    const recipient = await house.recipient();
    recipient.reply = () => ({ raw: (socket) => void socket.write(answer) });
    const [atOnce, again] = [await house.publish([recipient.authority]), await house.publish([recipient.authority])];
    for (const message of [atOnce, again]) await house.told(message, 'handed-over');
    recipient.reply = () => ({
      raw: (socket) => {
        const octets = [...answer];
        const go = (): void => {
          const next = octets.shift();
          if (next !== undefined && !socket.destroyed) socket.write(next, () => setImmediate(go));
        };
        go();
      },
    });
    const slowly = await house.publish([recipient.authority]);
    await house.told(slowly, 'handed-over');
    for (const message of [atOnce, again, slowly]) expect(house.typesOf(message)).toEqual(['handed-over']);
    expect(recipient.pushed).toHaveLength(3);
  });

  test('answers 2xx and closes before its body ends has taken it over: it is not pushed again', async () => {
    const recipient = await house.recipient();
    recipient.reply = () => ({ raw: (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nab') });
    const message = await house.publish([recipient.authority]);
    await house.told(message, 'handed-over');
    expect(house.typesOf(message)).toEqual(['handed-over']);
    expect(recipient.pushed).toHaveLength(1);
  });

  test('answers 200 with a body without end has taken it over, and is hung up on', async () => {
    const recipient = await house.recipient();
    let [written, closed] = [0, false];
    recipient.reply = () => ({
      raw: (socket) => {
        socket
          .on('error', () => undefined)
          .once('close', () => {
            closed = true;
          });
        socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
        const piece = `4000\r\n${'z'.repeat(0x4000)}\r\n`;
        const go = (): void => {
          if (closed) return;
          written += piece.length;
          if (socket.write(piece)) setImmediate(go);
          else socket.once('drain', go);
        };
        go();
      },
    });
    const message = await house.publish([recipient.authority]);
    await house.told(message, 'handed-over');
    await until('it is hung up on', () => closed);
    expect(written).toBeLessThan(16 * 1024 * 1024);
    expect(recipient.pushed).toHaveLength(1);
  });

  test('hands its deliveries on to nobody by a redirect to this machine', async () => {
    const [recipient, other] = [await house.recipient(), await house.recipient()];
    recipient.reply = () => ({ status: 308, headers: { location: other.url } });
    const message = await house.publish([recipient.authority]);
    await house.told(message, 'dead-lettered');
    expect([recipient.pushed.length, other.pushed.length]).toEqual([1, 0]);
  });
});
