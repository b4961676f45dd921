/** Signing and sending a change, in as many parts as it needs. */
import type { RecordedReply } from '@dienstweg/schemas/bus/requests.ts';
import type { RegistryChange } from '@dienstweg/schemas/directory/changes.ts';
import { type Problem, ProblemError, type Violation } from '@dienstweg/schemas/problems/problem.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';
import type { Operator } from '../client/operator.ts';

/** The members of a change that all of its parts share. */
export type ChangeHead = Pick<RegistryChange, 'id' | 'by' | 'reason' | 'basedOn' | 'confirms'>;

const PART_WITHIN_MS = 60_000;
/** The last part is answered when the whole change was checked, recorded and taken in. */
const WHOLE_WITHIN_MS = 600_000;

/** What sending needs from outside. */
export interface SendNeeds {
  readonly operator: Operator;
  readonly sign: (change: RegistryChange) => string;
  readonly language: Language;
  /** How many parts were received. */
  readonly onPart: (received: number, of: number) => void;
}

type Parts = readonly (() => Pick<RegistryChange, 'puts' | 'closes'>)[];

/** Times a change is sent where it stays unknown whether it was recorded: by its id it is recorded once. */
const MOST_ATTEMPTS = 3;

/** Sends a change whose parts are read when their turn comes; the reply is that of the whole. */
export const sendChange = async (needs: SendNeeds, head: ChangeHead, parts: Parts): Promise<RecordedReply> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await sendOnce(needs, head, parts);
    } catch (error) {
      const isUnknown = error instanceof ProblemError && error.problem.code === 'outcome-unknown';
      if (!isUnknown || attempt === MOST_ATTEMPTS) throw error;
    }
  }
};

const sendOnce = async (
  { operator, sign, language, onPart }: SendNeeds,
  head: ChangeHead,
  parts: Parts,
): Promise<RecordedReply> => {
  const of = parts.length;
  const signed = (n: number): string => {
    const part = parts[n - 1]?.() ?? { puts: [], closes: [] };
    return sign({ ...head, ...part, ...(of === 1 ? {} : { part: { n, of } }) });
  };
  let next = signed(1);
  for (let n = 1; ; n += 1) {
    const asked = operator.ask('registryChange', { change: next, language }, n < of ? PART_WITHIN_MS : WHOLE_WITHIN_MS);
    if (n === of) return await asked;
    // the next one is made ready while this one is looked at
    [next] = await Promise.all([Promise.resolve().then(() => signed(n + 1)), asked]);
    onPart(n, of);
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
