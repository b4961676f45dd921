import type { HeaderLines } from '../envelope/read-header.ts';
import type { MessageHeader, PartContent } from '../message.ts';
import type { ProblemCode } from '../problems/codes.ts';
import { type Violation, violation } from '../problems/problem.ts';
import type { ExamineHow, MessageTypeChecks, MessageTypes } from './needs.ts';
import { placeIn } from './place.ts';
import * as texts from './texts.ts';

type TypeFinding =
  | { readonly ok: true; readonly type: MessageTypeChecks }
  | { readonly ok: false; readonly code: ProblemCode; readonly violations: readonly Violation[] };

/** The message type of the header, if it is known and in force on the day of `at` (UTC). */
export const checkMessageType = (
  { messageType }: MessageHeader,
  lines: HeaderLines,
  messageTypes: MessageTypes,
  { at, language }: ExamineHow,
): TypeFinding => {
  const found = messageTypes.find(messageType, at.toISOString().slice(0, 10));
  if (found.state === 'in-force') return { ok: true, type: found.type };
  const code = found.state === 'unknown' ? 'message-type-unknown' : 'message-type-not-in-force';
  const said =
    found.state === 'unknown'
      ? texts.typeUnknown(messageType)
      : texts.typeNotInForce(messageType, found.validFrom, found.validUntil);
  const expected = found.state === 'unknown' ? undefined : [found.validFrom ?? '', found.validUntil ?? ''].join('/');
  return {
    ok: false,
    code,
    violations: [
      violation(code, said[language], {
        language,
        ...placeIn(lines, '/Message/Header/MessageType'),
        ...(expected === undefined ? {} : { expected }),
      }),
    ],
  };
};

/** What payloads said that the route must heed. */
export interface PayloadsFinding {
  readonly violations: readonly Violation[];
  /** Findings that do not refuse. */
  readonly warnings: readonly Violation[];
  readonly neverTo: readonly string[];
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
  return { violations: found, warnings, neverTo: found.length > 0 ? [] : (type.neverTo?.(payloads) ?? []) };
};
