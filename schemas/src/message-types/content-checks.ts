/**
 * Checks of payloads beyond their schema: rules, and when all of them hold, code lists. They look at a document while
 * it is open for its schema, and are asked for what they found when header and payload are known to agree.
 */
import type { XmlDocument } from 'libxml2-wasm';
import type { CodeReader } from '../codelists/code-checks.ts';
import { type CodeSuspect, violationsOfCodes } from '../codelists/suspects.ts';
import { dayOf } from '../directory/day.ts';
import type { MessageHeader } from '../message.ts';
import type { Violation } from '../problems/problem.ts';
import type { Language } from '../problems/texts.ts';
import { PAYLOAD_LIMITS } from '../xml/limits.ts';
import { parseXml } from '../xml/parse.ts';

/**
 * Rules of one kind. `read` gets documents that satisfy their schema; what it gives may have a `severity` that does not
 * refuse.
 */
export interface DocumentRules extends Disposable {
  read(part: string, document: XmlDocument, language: Language, at?: Date): readonly Violation[];
  /** Whether `read` needs to know the time: then it is not asked before that is known. */
  readonly timed?: () => boolean;
  /** Compiles what `read` would at its first document. Throws as it would. */
  prepare(): void;
}

/** The checks of one type. */
export interface ContentChecks extends Disposable {
  /** Whether there is anything to check at all. */
  readonly isNeeded: boolean;
  /** Compiles everything now. Throws where something does not compile. */
  prepare(): void;
  /** Looks at an open document; what is found is kept as long as the octets are. */
  look(part: string, octets: Uint8Array, document: XmlDocument, language: Language): void;
  /** Every violation of the rules of all parts; where there is none, of their code lists. */
  violations(
    header: Pick<MessageHeader, 'createdAt'>,
    payloads: ReadonlyMap<string, Uint8Array>,
    how: { readonly at: Date; readonly language: Language },
  ): readonly Violation[];
}

interface Found {
  readonly violations: readonly Violation[];
  readonly suspects: readonly CodeSuspect[];
}

const refusing = ({ severity }: Violation): boolean => severity === undefined;

const NOTHING: Found = { violations: [], suspects: [] };

/** Checks by several kinds of rules, in their order, and by code lists where there are any. */
export const contentChecks = (rules: readonly DocumentRules[], codes: CodeReader | undefined): ContentChecks => {
  const foundIn = new WeakMap<Uint8Array, Found>();
  const isNeeded = rules.length > 0 || codes !== undefined;
  const read = (part: string, document: XmlDocument, language: Language, at?: Date): Found => {
    const violations = rules.flatMap((each) => each.read(part, document, language, at));
    return { violations, suspects: violations.some(refusing) ? [] : (codes?.read(part, document) ?? []) };
  };
  const readAgain = (part: string, octets: Uint8Array, language: Language, at: Date): Found => {
    const parsed = parseXml(octets, { limits: PAYLOAD_LIMITS, language, part });
    if (!parsed.ok) return NOTHING;
    try {
      return read(part, parsed.document, language, at);
    } finally {
      parsed.document.dispose();
    }
  };
  return {
    isNeeded,
    prepare: () => {
      for (const each of rules) each.prepare();
      codes?.prepare();
    },
    look: (part, octets, document, language) => {
      if (isNeeded && !rules.some(({ timed }) => timed?.() === true))
        foundIn.set(octets, read(part, document, language));
    },
    violations: (header, payloads, { at, language }) => {
      if (!isNeeded) return [];
      const found = [...payloads].map(([part, octets]) => ({
        part,
        ...(foundIn.get(octets) ?? readAgain(part, octets, language, at)),
      }));
      const broken = found.flatMap(({ violations }) => violations);
      if (broken.some(refusing)) return broken;
      const days = { today: dayOf(at), creation: header.createdAt.slice(0, 10) };
      return [
        ...broken,
        ...found.flatMap(({ part, suspects }) => violationsOfCodes(suspects, { part, language, ...days })),
      ];
    },
    [Symbol.dispose]: () => {
      for (const each of rules) each[Symbol.dispose]();
      codes?.[Symbol.dispose]();
    },
  };
};
