/** Rejections to authors, signed and handed in by the body that runs the exchange: only where its keys are given to us. */
import { randomUUID, X509Certificate } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { request as httpsRequest } from 'node:https';
import { join } from 'node:path';
import type { Home } from '@dienstweg/infra/home.ts';
import type { Directory } from '@dienstweg/schemas/directory/directory.ts';
import { nameIn } from '@dienstweg/schemas/directory/parties.ts';
import { MEDIA_TYPES, PATHS } from '@dienstweg/schemas/http/paths.ts';
import { type AuthorityId, type MessageId, parseMessageId, toToken } from '@dienstweg/schemas/identifiers.ts';
import { factsOfProblem, type ProblemCode } from '@dienstweg/schemas/problems/codes.ts';
import { type Problem, ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { Examiner } from '../examine/examiner.ts';

/** What is sent back, and why. */
export interface Rejection {
  /** Of the message that is returned, verified when it was accepted. */
  readonly octets: Uint8Array;
  readonly headerDigest: string;
  readonly reason: string;
  /** Reason code of the XÖV list; default that of the cause, else that for anything else. */
  readonly code?: string;
  readonly cause?: ProblemCode;
}

/** Sends rejections. */
export interface Rejecting {
  /** In whose name. */
  readonly authority: AuthorityId;
  reject(rejection: Rejection): Promise<{ readonly author: AuthorityId; readonly messageId: MessageId }>;
}

/** In whose name, with which keys, to which gateway. */
export interface RejectNeeds {
  readonly authority: AuthorityId;
  readonly home: Home;
  readonly gateway: string;
  readonly directory: Directory;
  readonly examiner: Pick<Examiner, 'ask'>;
  readonly now: () => Date;
}

/** What an author is told where the cause has no reason code of its own. */
const OTHER_REASON = 'S999';
const ANSWER_MS = 30_000;

const newMessageId = (): MessageId => {
  const id = parseMessageId(randomUUID());
  if (id === undefined) throw new Error('randomUUID gave no UUID');
  return id;
};

interface Keys {
  readonly signing: { readonly key: string; readonly der: Uint8Array };
  readonly tls: { readonly key: string; readonly chain: string };
  readonly anchors: readonly string[];
}

const keysIn = (home: Home, authority: AuthorityId): Keys => {
  const folder = join(home.authorities, toToken(authority));
  const text = (name: string): string => {
    const file = join(folder, name);
    if (!existsSync(file))
      throw new ProblemError(problem('key-elsewhere', { detail: `This home has no ${name} of ${authority}.` }));
    return readFileSync(file, 'utf8');
  };
  return {
    signing: { key: text('signing.key'), der: new X509Certificate(text('signing.pem')).raw },
    tls: { key: text('tls.key'), chain: text('tls.pem') },
    anchors: readdirSync(home.trust.anchors)
      .filter((name) => name.endsWith('.pem'))
      .map((name) => readFileSync(join(home.trust.anchors, name), 'utf8')),
  };
};

const isProblem = (value: unknown): value is Problem =>
  typeof value === 'object' && value !== null && 'code' in value && 'title' in value;

const handIn = (gateway: string, { tls, anchors }: Keys, octets: Uint8Array): Promise<void> =>
  new Promise((done, fail) => {
    const unavailable = (detail: string): ProblemError => new ProblemError(problem('outcome-unknown', { detail }));
    const sent = httpsRequest(
      `${gateway}${PATHS.messages}`,
      {
        method: 'POST',
        key: tls.key,
        cert: tls.chain,
        ca: [...anchors],
        minVersion: 'TLSv1.2',
        headers: { 'content-type': MEDIA_TYPES.xml, 'content-length': octets.length },
        timeout: ANSWER_MS,
      },
      (response) => {
        const pieces: Buffer[] = [];
        response.on('data', (piece: Buffer) => pieces.push(piece));
        response.on('error', (error) => fail(unavailable(error.message)));
        response.on('end', () => {
          if ((response.statusCode ?? 500) < 300) return done();
          let stated: unknown;
          try {
            stated = JSON.parse(Buffer.concat(pieces).toString('utf8'));
          } catch {
            stated = undefined;
          }
          fail(
            isProblem(stated) ? new ProblemError(stated) : unavailable(`The gateway answered ${response.statusCode}.`),
          );
        });
      },
    );
    sent.on('timeout', () => sent.destroy(new Error('the gateway did not answer in time')));
    sent.on('error', (error) => fail(unavailable(error.message)));
    sent.end(octets);
  });

/** Rejections in the name of an authority whose keys stand in the home. They are read each time: they may be renewed. */
export const rejectAs = ({ authority, home, gateway, directory, examiner, now }: RejectNeeds): Rejecting => ({
  authority,
  reject: async ({ octets, headerDigest, reason, code, cause }) => {
    const keys = keysIn(home, authority);
    const entry = directory.authorities.known(authority).at(-1);
    const messageId = newMessageId();
    const signed = await examiner.ask('reject', {
      octets,
      headerDigest,
      reasonCode: code ?? (cause === undefined ? undefined : factsOfProblem(cause).xoev) ?? OTHER_REASON,
      text: reason,
      author: { id: authority, name: entry === undefined ? authority : nameIn(entry.names, 'de') },
      messageId,
      atMs: now().getTime(),
      privateKeyPem: keys.signing.key,
      certificateDer: keys.signing.der,
    });
    await handIn(gateway, keys, signed);
    return { author: authority, messageId };
  },
});
