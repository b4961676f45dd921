import { type ErrorDetail, ParseOption, XmlDocument, XmlParseError } from 'libxml2-wasm';
import type { ProblemCode } from '../problems/codes.ts';
import { type Violation, violation } from '../problems/problem.ts';
import type { Language } from '../problems/texts.ts';
import { encodingFault } from './encoding.ts';
import type { XmlLimits } from './limits.ts';
import * as texts from './parse-texts.ts';
import { placeOf } from './place.ts';
import { type Scan, scan } from './scan.ts';

/**
 * No external entities, no network, no catalog, and never HUGE: libxml2's own limits stay on. Pedantic: it then warns
 * of relative namespaces, on which canonicalisation fails.
 */
const OPTIONS =
  ParseOption.XML_PARSE_NO_XXE |
  ParseOption.XML_PARSE_NONET |
  ParseOption.XML_PARSE_NO_SYS_CATALOG |
  ParseOption.XML_PARSE_PEDANTIC |
  ParseOption.XML_PARSE_BIG_LINES;

/** A refusal: code of the step, and all its violations. */
export interface Refusal {
  readonly ok: false;
  readonly code: ProblemCode;
  readonly violations: readonly Violation[];
}

/** A well-formed document without DOCTYPE, within the limits. Whoever gets it disposes of it, in `finally`. */
export interface WellFormed {
  readonly ok: true;
  readonly document: XmlDocument;
  readonly scan: Scan;
}

/** How to parse; `part` is the id of the part the octets are, for the places in violations. */
export interface ParseHow {
  readonly limits: XmlLimits;
  readonly language: Language;
  readonly part?: string;
}

const refusal = (code: ProblemCode, violations: readonly Violation[]): Refusal => ({ ok: false, code, violations });

/** libxml2's own limits, which end in the same code as ours. */
const isLimit = ({ message }: ErrorDetail): boolean =>
  /^(Excessive depth|Resource limit exceeded|Name too long|xmlSAX2.*too long|Maximum entity)/.test(message);

const wellFormednessErrors = (error: XmlParseError, how: ParseHow): Refusal => {
  const errors = error.details.filter((detail) => detail.level >= 2);
  const code = error.details.some(isLimit) ? 'limit-exceeded' : 'not-xml';
  return refusal(
    code,
    (errors.length > 0 ? errors : error.details).map((detail) =>
      violation(code, texts.notWellFormed(detail.message.trim(), how.language), {
        language: how.language,
        line: detail.line,
        ...(detail.col > 0 ? { column: detail.col } : {}),
        ...(how.part === undefined ? {} : { part: how.part }),
      }),
    ),
  );
};

/**
 * Octets → document, or every reason why not, in this order: size, encoding, DOCTYPE, limits, well-formedness.
 * Throws only when the parser itself fails (out of memory), which is nobody's message's fault.
 */
export const parseXml = (octets: Uint8Array, how: ParseHow): WellFormed | Refusal => {
  const { limits, language } = how;
  const at = (offset: number, rest: { expected?: string } = {}) => ({
    ...placeOf(octets, offset),
    ...(how.part === undefined ? {} : { part: how.part }),
    language,
    ...rest,
  });
  if (octets.length > limits.octets)
    return refusal('too-large', [
      violation('too-large', texts.tooLarge(octets.length, limits.octets, language), {
        language,
        expected: `≤ ${limits.octets}`,
        ...(how.part === undefined ? {} : { part: how.part }),
      }),
    ]);

  const fault = encodingFault(octets);
  if (fault !== undefined)
    return refusal('encoding-not-utf8', [
      violation('encoding-not-utf8', texts.notUtf8(fault, language), at(fault.offset, { expected: 'UTF-8' })),
    ]);

  const scanned = scan(octets, limits);
  if (scanned.doctypeAt !== undefined)
    return refusal('doctype-forbidden', [
      violation('doctype-forbidden', texts.doctype(language), at(scanned.doctypeAt)),
    ]);
  if (scanned.excesses.length > 0)
    return refusal(
      'limit-exceeded',
      scanned.excesses.map((excess) =>
        violation(
          'limit-exceeded',
          texts.exceeded(excess, language),
          at(excess.offset, { expected: `≤ ${excess.allowed}` }),
        ),
      ),
    );

  let document: XmlDocument;
  try {
    document = XmlDocument.fromBuffer(octets, {
      option: OPTIONS,
      encoding: 'UTF-8',
    });
  } catch (error) {
    if (error instanceof XmlParseError && error.details.length > 0) return wellFormednessErrors(error, how);
    throw error;
  }
  const refused = refusalOfDocument(document, language);
  if (refused === undefined) return { ok: true, document, scan: scanned };
  document.dispose();
  return refused;
};

/** What only the parser knows: the version, a DOCTYPE after all. Line 1 is where both would stand. */
const refusalOfDocument = (document: XmlDocument, language: Language): Refusal | undefined => {
  if (document.dtd !== null)
    return refusal('doctype-forbidden', [
      violation('doctype-forbidden', texts.doctype(language), {
        language,
        line: 1,
      }),
    ]);
  if (document.version !== '1.0')
    return refusal('not-xml', [
      violation('not-xml', texts.version(document.version, language), {
        language,
        line: 1,
        expected: 'version="1.0"',
      }),
    ]);
  return undefined;
};
