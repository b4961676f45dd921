import { dayOf } from '../directory/day.ts';
import type { HeaderLines } from '../envelope/read-header.ts';
import type { MessageHeader, PartContent, VerifiedMessage } from '../message.ts';
import type { ProblemCode } from '../problems/codes.ts';
import { type Violation, violation } from '../problems/problem.ts';
import type { Said } from '../problems/say.ts';
import type { ExamineHow, MessageTypeChecks, MessageTypes } from './needs.ts';
import { placeIn } from './place.ts';
import * as texts from './texts.ts';

type TypeFinding =
  | { readonly ok: true; readonly type: MessageTypeChecks; readonly warnings: readonly Violation[] }
  | { readonly ok: false; readonly code: ProblemCode; readonly violations: readonly Violation[] };

/** The message type of the header, if it is known and in force on the legal day of `at`; a draft for test messages only. */
export const checkMessageType = (
  { messageType, testMessage }: Pick<MessageHeader, 'messageType' | 'testMessage'>,
  lines: HeaderLines,
  messageTypes: MessageTypes,
  { at, language }: ExamineHow,
): TypeFinding => {
  const found = messageTypes.find(messageType, dayOf(at));
  const told = (
    code: ProblemCode,
    said: Said,
    more: Partial<Pick<Violation, 'expected' | 'severity' | 'remedy'>> = {},
  ) => violation(code, said[language], { language, ...placeIn(lines, '/Message/Header/MessageType'), ...more });
  const refused = (
    code: ProblemCode,
    said: Said,
    more: Partial<Pick<Violation, 'expected' | 'remedy'>> = {},
  ): TypeFinding => ({ ok: false, code, violations: [told(code, said, more)] });
  switch (found.state) {
    case 'unknown':
      return refused('message-type-unknown', texts.typeUnknown(messageType));
    case 'not-in-force': {
      const { validFrom, validUntil } = found;
      const said = texts.typeNotInForce(messageType, validFrom, validUntil);
      const expected = [validFrom ?? '', validUntil ?? ''].join('/');
      return refused('message-type-not-in-force', said, { expected });
    }
    case 'in-force': {
      const { type, isDraft, deprecated } = found;
      if (isDraft === true && !testMessage)
        return refused('message-type-not-in-force', texts.typeIsDraft(messageType), {
          expected: 'TestMessage true',
          remedy: texts.remedyOfDraft[language],
        });
      const warnings =
        deprecated === undefined
          ? []
          : [
              told('message-type-deprecated', texts.typeDeprecated(messageType, deprecated.from, deprecated.until), {
                severity: 'warning',
              }),
            ];
      return { ok: true, type, warnings };
    }
    default:
      return found satisfies never;
  }
};

/** What payloads said that the route must heed. */
export interface PayloadsFinding {
  readonly violations: readonly Violation[];
  /** Findings that do not refuse. */
  readonly warnings: readonly Violation[];
  readonly neverTo: readonly string[];
  readonly businessKeys: NonNullable<VerifiedMessage['businessKeys']>;
}

/** Every part's schema; only if all hold, the header against the payloads; only then rules and code lists. */
export const checkPayloads = (
  type: MessageTypeChecks,
  header: MessageHeader,
  contents: readonly PartContent[],
  how: Pick<ExamineHow, 'at' | 'language'>,
): PayloadsFinding => {
  const { language } = how;
  const infos = new Map(header.parts.map((part) => [part.id, part]));
  const payloads = new Map<string, Uint8Array>();
  const violations: Violation[] = [];
  for (const { id, octets } of contents) {
    const info = infos.get(id);
    if (info === undefined) continue;
    violations.push(...type.checkPart(info, octets, language));
    if (info.role === 'payload') payloads.set(id, octets);
  }
  const steps = [
    () => violations,
    () => type.checkHeader(header, payloads, language),
    () => type.checkContents?.(header, payloads, how) ?? [],
  ];
  let found: readonly Violation[] = [];
  let warnings: readonly Violation[] = [];
  for (const step of steps)
    if (found.length === 0) {
      const all = step();
      found = all.filter(({ severity }) => severity === undefined);
      warnings = all.filter(({ severity }) => severity !== undefined);
    }
  return {
    violations: found,
    warnings,
    neverTo: found.length > 0 ? [] : (type.neverTo?.(payloads) ?? []),
    businessKeys: found.length > 0 ? [] : (type.businessKeys?.(payloads) ?? []),
  };
};
