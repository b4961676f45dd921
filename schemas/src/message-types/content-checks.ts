/**
 * Checks of payloads beyond their schema: rules, and when all of them hold, code lists. They look at a document while
 * it is open for its schema, and are asked for what they found when header and payload are known to agree.
 */
import type { XmlDocument } from 'libxml2-wasm';
import { type CodeReader, type CodeSuspect, violationsOfCodes } from '../codelists/code-checks.ts';
import type { MessageHeader } from '../message.ts';
import type { Violation } from '../problems/problem.ts';
import type { Language } from '../problems/texts.ts';
import { PAYLOAD_LIMITS } from '../xml/limits.ts';
import { parseXml } from '../xml/parse.ts';

/** Rules of one kind. `read` gets documents that satisfy their schema. */
export interface DocumentRules extends Disposable {
  read(part: string, document: XmlDocument, language: Language): readonly Violation[];
}

/** The checks of one type. */
export interface ContentChecks extends Disposable {
  /** Whether there is anything to check at all. */
  readonly isNeeded: boolean;
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

const NOTHING: Found = { violations: [], suspects: [] };

/** Checks by several kinds of rules, in their order, and by code lists where there are any. */
export const contentChecks = (rules: readonly DocumentRules[], codes: CodeReader | undefined): ContentChecks => {
  const foundIn = new WeakMap<Uint8Array, Found>();
  const isNeeded = rules.length > 0 || codes !== undefined;
  const read = (part: string, document: XmlDocument, language: Language): Found => {
    const violations = rules.flatMap((each) => each.read(part, document, language));
    return { violations, suspects: violations.length > 0 ? [] : (codes?.read(part, document) ?? []) };
  };
  const readAgain = (part: string, octets: Uint8Array, language: Language): Found => {
    const parsed = parseXml(octets, { limits: PAYLOAD_LIMITS, language, part });
    if (!parsed.ok) return NOTHING;
    try {
      return read(part, parsed.document, language);
    } finally {
      parsed.document.dispose();
    }
  };
  return {
    isNeeded,
    look: (part, octets, document, language) => {
      if (isNeeded) foundIn.set(octets, read(part, document, language));
    },
    violations: (header, payloads, { at, language }) => {
      if (!isNeeded) return [];
      const found = [...payloads].map(([part, octets]) => ({
        part,
        ...(foundIn.get(octets) ?? readAgain(part, octets, language)),
      }));
      const broken = found.flatMap(({ violations }) => violations);
      if (broken.length > 0) return broken;
      const days = { today: at.toISOString().slice(0, 10), creation: header.createdAt.slice(0, 10) };
      return found.flatMap(({ part, suspects }) => violationsOfCodes(suspects, { part, language, ...days }));
    },
    [Symbol.dispose]: () => {
      for (const each of rules) each[Symbol.dispose]();
      codes?.[Symbol.dispose]();
    },
  };
};
