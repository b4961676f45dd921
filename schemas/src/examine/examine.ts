import { hash } from 'node:crypto';
import { violationsOfEnvelope, violationsOfShape } from '../envelope/check.ts';
import { type HeaderLines, readHeader } from '../envelope/read-header.ts';
import { type EnvelopeShape, shapeOf } from '../envelope/shape.ts';
import type { MessageHeader } from '../message.ts';
import type { ProblemCode } from '../problems/codes.ts';
import { type Violation, violation } from '../problems/problem.ts';
import type { Language } from '../problems/texts.ts';
import { ENVELOPE_LIMITS } from '../xml/limits.ts';
import { parseXml, type WellFormed } from '../xml/parse.ts';
import { type TreeElement, treeOf } from '../xml/tree.ts';
import { violationsOfAuthorship } from './authorship.ts';
import { type Claimed, readClaimed } from './claimed.ts';
import { checkMessageType, checkPayloads } from './content.ts';
import type { Examination, ExamineHow, ExamineNeeds, SignatureVerdict } from './needs.ts';
import { checkParts } from './parts.ts';
import * as texts from './texts.ts';
import { violationsOfTimes } from './times.ts';

/** A step that failed. */
interface Refused {
  readonly code: ProblemCode;
  readonly violations: readonly Violation[];
}

const refusedBy = (violations: readonly Violation[]): Refused | undefined => {
  const [first] = violations;
  return first === undefined ? undefined : { code: first.code, violations };
};

/** A document that is an envelope, and its header: nothing is verified yet. */
interface Opened {
  readonly tree: TreeElement;
  readonly shape: EnvelopeShape;
  readonly header: MessageHeader;
  readonly lines: HeaderLines;
}

const open = (
  octets: Uint8Array,
  { document, scan }: WellFormed,
  tree: TreeElement,
  language: Language,
): Opened | Refused => {
  const refused = refusedBy(violationsOfEnvelope(octets, document, scan, language));
  if (refused !== undefined) return refused;
  const shape = shapeOf(tree);
  if (shape === undefined) throw new Error('a document that satisfies the envelope schema is no Message');
  const reading = readHeader(shape.header, language);
  if (!reading.ok) return { code: 'envelope-invalid', violations: reading.violations };
  const announced = new Set(reading.header.parts.map((part) => part.id));
  return refusedBy(violationsOfShape(shape, announced, language)) ?? { tree, shape, ...reading };
};

const verify = (opened: Opened, parsed: WellFormed, needs: ExamineNeeds, how: ExamineHow): SignatureVerdict => {
  const { header, signature } = opened.shape;
  if (signature === undefined)
    return {
      ok: false,
      code: 'signature-missing',
      violations: [
        violation('signature-missing', texts.signatureMissing[how.language], {
          language: how.language,
          line: header.line,
          xpath: '/Message',
          expected: 'ds:Signature',
        }),
      ],
    };
  return needs.verifySignature(
    { document: parsed.document, header: header.node, signature: signature.node, tree: opened.tree },
    how,
  );
};

/** The steps that need the document, in the order of the protocol: each looks only at what the ones before let pass. */
const judge = (
  octets: Uint8Array,
  octetsDigest: string,
  parsed: WellFormed,
  needs: ExamineNeeds,
  how: ExamineHow,
): Examination => {
  // envelope and header, before the signature: it is found and its scope is known only in a valid envelope
  const tree = treeOf(parsed.document.root);
  const opened = open(octets, parsed, tree, how.language);
  if ('code' in opened) return { ok: false, ...opened, claimed: readClaimed(tree), octetsDigest };
  needs.passed?.('envelope');
  const { header, shape, lines } = opened;
  const { author, messageId, messageType, testMessage } = header;
  const claimed: Claimed = { author, messageId, messageType, testMessage };
  const refuse = (refused: Refused): Examination => ({ ok: false, ...refused, claimed, octetsDigest });

  // signature, certificate: from here on the header is the signer's
  const verdict = verify(opened, parsed, needs, how);
  if (!verdict.ok) return refuse(verdict);
  needs.passed?.('signature');
  // authorship: the signer is the author, or may sign for it
  const foreign = refusedBy(
    violationsOfAuthorship(header, lines, verdict.signer.authority, needs.maySign, how.language),
  );
  if (foreign !== undefined) return refuse(foreign);
  // still current
  const outdated = refusedBy(violationsOfTimes(header, lines, how));
  if (outdated !== undefined) return refuse(outdated);
  // message type known and in force
  const found = checkMessageType(header, lines, needs.messageTypes, how);
  if (!found.ok) return refuse({ code: found.code, violations: found.violations });
  // every part's digest: from here on the parts are the signer's
  const parts = checkParts(header, lines, shape.parts, how);
  if (!parts.ok) return refuse({ code: parts.code, violations: parts.violations });
  // payload schema, then header against payload, then rules and code lists
  const payloads = checkPayloads(found.type, header, parts.contents, how);
  const contradicted = refusedBy(payloads.violations);
  if (contradicted !== undefined) return refuse(contradicted);
  needs.passed?.('content');
  const warnings = [...found.warnings, ...payloads.warnings];

  return {
    ok: true,
    ...(warnings.length === 0 ? {} : { warnings }),
    message: {
      header,
      headerDigest: verdict.headerDigest,
      octetsDigest,
      sizeBytes: octets.length,
      signer: verdict.signer,
      partsPresent: parts.contents.map((part) => part.id),
      ...(payloads.neverTo.length === 0 ? {} : { neverTo: payloads.neverTo }),
      ...(payloads.businessKeys.length === 0 ? {} : { businessKeys: payloads.businessKeys }),
    },
  };
};

/**
 * Octets nobody believes → a verified message, or the first step that failed with all its violations. The order is that
 * of `message.md`: size, encoding, DOCTYPE, limits, well-formedness, envelope, signature, certificate and authorship,
 * times, message type, parts, payload schema, header against payload, rules, code lists. Never throws: what goes wrong inside is
 * `examination-failed` with its `cause`; whoever runs it then replaces the process or worker, since the parser may be
 * damaged.
 */
export const examine = (octets: Uint8Array, needs: ExamineNeeds, how: ExamineHow): Examination => {
  const octetsDigest = hash('sha256', octets, 'hex');
  let parsed: WellFormed | undefined;
  try {
    const limits = { ...ENVELOPE_LIMITS, ...needs.limits };
    const reading = parseXml(octets, { limits, language: how.language });
    if (!reading.ok) return { ...reading, claimed: {}, octetsDigest };
    parsed = reading;
    needs.passed?.('parse');
    return judge(octets, octetsDigest, parsed, needs, how);
  } catch (cause) {
    return {
      ok: false,
      code: 'examination-failed',
      violations: [violation('examination-failed', texts.examinationFailed[how.language], { language: how.language })],
      claimed: {},
      octetsDigest,
      cause,
    };
  } finally {
    parsed?.document.dispose();
  }
};
