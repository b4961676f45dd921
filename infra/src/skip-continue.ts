/**
 * `100 Continue` that nobody asked for. Some servers send it before every answer, and a client has to pass over it
 * (RFC 9110, section 15.2); undici closes the connection instead. So it is taken out of what the client reads.
 */
import type { Socket } from 'node:net';

/** Octets of an interim answer that are waited for; what is longer is left to the client. */
const LONGEST = 8 * 1024;
const STATUS_LINE = /^HTTP\/1\.[01] 100[ \r]/;
const BEGINNING = 'HTTP/1.1 100';

/** How many octets of interim answers stand at the beginning; `undefined` while the last of them is not whole. */
const interimLength = (data: Buffer): number | undefined => {
  for (let at = 0; ; ) {
    const rest = data.subarray(at);
    const line = rest.toString('latin1', 0, BEGINNING.length + 1);
    if (line.length <= BEGINNING.length && (line === '' || BEGINNING.startsWith(line.replace('/1.0', '/1.1'))))
      return line === '' ? at : undefined;
    if (!STATUS_LINE.test(line)) return at;
    const end = rest.indexOf('\r\n\r\n');
    if (end === -1) return rest.length > LONGEST ? at : undefined;
    at += end + 4;
  }
};

/** Takes interim answers out of what is read of a connection on which one request is made at a time. */
export const skipContinue = (socket: Socket): void => {
  const [read, write] = [socket.read.bind(socket), socket.write.bind(socket)];
  let isBeginning = true;
  let held: Buffer = Buffer.alloc(0);
  socket.write = ((...args: Parameters<Socket['write']>) => {
    isBeginning = true;
    return write(...args);
  }) as Socket['write'];
  socket.read = (size?: number): unknown => {
    const chunk: Buffer | null = read(size);
    if (!isBeginning || chunk === null) return chunk;
    const data = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    const skipped = interimLength(data);
    held = skipped === undefined ? data : Buffer.alloc(0);
    if (skipped === undefined || skipped === data.length) return null;
    isBeginning = false;
    return data.subarray(skipped);
  };
};
