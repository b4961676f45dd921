/** Signing and sending a change, in as many parts as it needs. */
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import type { RecordedReply, RequestContract } from '@dienstweg/schemas/bus/requests.ts';
import type { RegistryChange } from '@dienstweg/schemas/directory/change/changes.ts';
import { type Problem, ProblemError, problem, type Violation } from '@dienstweg/schemas/problems/problem.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';
import type { Operator } from '../client/operator.ts';

/** The members of a change that all of its parts share. */
export type ChangeHead = Pick<RegistryChange, 'id' | 'by' | 'reason' | 'basedOn' | 'confirms'>;

const ANSWERED_WITHIN_MS = 60_000;
/** So long parts of a change are sent again while nobody answers; the registry is busy then, or starts anew. */
const PATIENCE_MS = 120_000;
const PAUSE_MS = 1_000;
/** Times a change is sent from its first part where it stays unknown whether it was recorded: by its id it is recorded once. */
const MOST_ATTEMPTS = 3;

/** What sending needs from outside. */
export interface SendNeeds {
  readonly operator: Pick<Operator, 'ask'>;
  readonly sign: (change: RegistryChange) => string;
  readonly language: Language;
  /** How many parts were received. */
  readonly onPart: (received: number, of: number) => void;
  /** All of them are here, and the registry is checking. */
  readonly onChecking?: () => void;
}

type Parts = readonly (() => Pick<RegistryChange, 'puts' | 'closes'>)[];

const codeOf = (error: unknown): string => (error instanceof ProblemError ? error.problem.code : '');

/** Sends what is signed, and again while the registry is checking it. */
export const sendSigned = async (
  operator: SendNeeds['operator'],
  request: RequestContract['registryChange']['request'],
  onChecking: () => void = () => {},
): Promise<RecordedReply> => {
  for (;;) {
    const reply = await operator.ask('registryChange', request, ANSWERED_WITHIN_MS);
    if (reply.checking !== true) return reply;
    onChecking();
  }
};

/** Sends a change whose parts are read when their turn comes; the reply is that of the whole. */
export const sendChange = async (needs: SendNeeds, head: ChangeHead, parts: Parts): Promise<RecordedReply> => {
  if (parts.length > 1) return await sendParts(needs, head, parts);
  const { operator, sign, language, onChecking } = needs;
  const change = sign({ ...head, ...(parts[0]?.() ?? { puts: [], closes: [] }) });
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await sendSigned(operator, { change, language }, onChecking);
    } catch (error) {
      if (codeOf(error) !== 'outcome-unknown' || attempt === MOST_ATTEMPTS) throw error;
    }
  }
};

/** Parts in their order. The registry says how many it has: one that was started anew in between has none. */
const sendParts = async (needs: SendNeeds, head: ChangeHead, parts: Parts): Promise<RecordedReply> => {
  const { sign, language, onPart } = needs;
  const of = parts.length;
  const signed = (n: number): string =>
    sign({ ...head, ...(parts[n - 1]?.() ?? { puts: [], closes: [] }), part: { n, of } });
  const later = async (n: number): Promise<string | undefined> => {
    await nextTurn();
    return n <= of ? signed(n) : undefined;
  };
  let change = signed(1);
  let attempts = 1;
  for (let n = 1; ; ) {
    // the next one is made ready while this one is looked at
    const [following, reply] = await Promise.all([
      later(n + 1),
      sendPatiently(needs, { change, language }, n > 1 || attempts > 1),
    ]);
    if (reply.received === undefined) return reply;
    if (reply.received < n) attempts += 1;
    if (attempts > MOST_ATTEMPTS || reply.received >= of)
      throw new ProblemError(problem('outcome-unknown', { language, detail: `change ${head.id}` }));
    change = following !== undefined && reply.received === n ? following : signed(reply.received + 1);
    n = reply.received + 1;
    onPart(reply.received, of);
  }
};

/** Sends again while nobody answers, once anything was answered. */
const sendPatiently = async (
  { operator, onChecking }: SendNeeds,
  request: RequestContract['registryChange']['request'],
  isBegun: boolean,
): Promise<RecordedReply> => {
  let lastHeardMs = performance.now();
  const heard = (): void => {
    lastHeardMs = performance.now();
    onChecking?.();
  };
  for (;;) {
    try {
      return await sendSigned(operator, request, heard);
    } catch (error) {
      const mayPass = ['broker-unavailable', 'outcome-unknown'].includes(codeOf(error));
      if (!isBegun || !mayPass || performance.now() - lastHeardMs > PATIENCE_MS) throw error;
      await delay(PAUSE_MS);
    }
  }
};

const PLACE = /^\/(puts|closes)\/(\d+)/;

/** Where a put entry came from. */
export interface Origin {
  readonly line: number;
  readonly id: string;
  readonly file?: string;
}

/** A refusal of the registry with its places (`/puts/17`) as lines of the file. */
export const withLines = (refused: Problem, originOf: (put: number) => Origin | undefined): Problem => {
  const violations = refused.violations.map((violation): Violation => {
    const [place = '', list, n] = PLACE.exec(violation.text) ?? [];
    const origin = list === 'puts' ? originOf(Number(n)) : undefined;
    if (origin === undefined) return violation;
    const name = origin.file === undefined ? origin.id : `${origin.file}, ${origin.id}`;
    return { ...violation, line: origin.line, text: `${name}${violation.text.slice(place.length)}` };
  });
  const first = refused.violations[0]?.text;
  const detail = refused.detail === first ? (violations[0]?.text ?? refused.detail) : refused.detail;
  return { ...refused, detail, violations };
};

/** Runs, and throws what is refused with the lines of the file. */
export const tellingLines = async <T>(
  originOf: (put: number) => Origin | undefined,
  work: () => Promise<T>,
): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    throw new ProblemError(withLines(error.problem, originOf), { cause: error });
  }
};
