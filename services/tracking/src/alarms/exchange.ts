/** One HTTP request to a place an operator named: no redirects, bounded in time and size. */
import { request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';

/** What is asked. */
export interface Asked {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** PEM of the authorities that may certify the server, where the machine's own do not. */
  readonly ca?: string;
  readonly timeoutMs: number;
}

const ANSWER_LIMIT_BYTES = 1_000_000;

/** Status and body. @throws where it cannot be reached, is not trusted, or takes too long. */
export const exchange = ({ url, method, headers = {}, body, ca, timeoutMs }: Asked) =>
  new Promise<{ readonly status: number; readonly text: string }>((resolve, reject) => {
    const ask = url.startsWith('https:') ? overHttps : overHttp;
    const request = ask(
      url,
      {
        method,
        headers: { ...headers, ...(body === undefined ? {} : { 'content-length': body.length }) },
        agent: false,
        signal: AbortSignal.timeout(timeoutMs),
        ...(ca === undefined ? {} : { ca }),
      },
      (response) => {
        const pieces: Buffer[] = [];
        let length = 0;
        response.on('data', (piece: Buffer) => {
          length += piece.length;
          if (length > ANSWER_LIMIT_BYTES) request.destroy(new Error('the answer is too long'));
          else pieces.push(piece);
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(pieces).toString('utf8') }),
        );
        response.on('error', reject);
      },
    );
    request.on('error', reject);
    request.end(body);
  });
