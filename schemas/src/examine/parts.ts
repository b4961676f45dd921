import { type HeaderLines, pathOfPartInfo } from '../envelope/read-header.ts';
import { digestOfPart, readPart } from '../envelope/read-parts.ts';
import { attributesOf } from '../envelope/read-values.ts';
import type { MessageHeader, PartContent, PartInfo } from '../message.ts';
import type { ProblemCode } from '../problems/codes.ts';
import { type Violation, violation } from '../problems/problem.ts';
import type { Said } from '../problems/say.ts';
import type { Language } from '../problems/texts.ts';
import { readablePath } from '../xml/node-path.ts';
import type { TreeElement } from '../xml/tree.ts';
import type { ExamineHow } from './needs.ts';
import { placeIn } from './place.ts';
import * as texts from './texts.ts';

/** The parts that are present, in the order of the header, each as the signed header announces it; or every violation. */
export type PartsFinding =
  | { readonly ok: true; readonly contents: readonly PartContent[] }
  | { readonly ok: false; readonly code: ProblemCode; readonly violations: readonly Violation[] };

const violationOfContent = (
  info: PartInfo,
  content: PartContent,
  element: TreeElement,
  language: Language,
): Violation | undefined => {
  const mismatch = (said: Said, expected: string): Violation =>
    violation('digest-mismatch', said[language], {
      language,
      line: element.line,
      xpath: readablePath(element.node),
      part: info.id,
      expected,
    });
  if (content.nonce.length !== 16) return mismatch(texts.nonceLength(info.id), '16');
  if (content.octets.length !== info.sizeBytes)
    return mismatch(texts.sizeMismatch(info.id, content.octets.length, info.sizeBytes), String(info.sizeBytes));
  if (digestOfPart(content.nonce, content.octets) !== info.digest)
    return mismatch(texts.digestMismatch(info.id), info.digest);
  return undefined;
};

/** Compares what is in the document with what the signed header announces: presence, size, digest. */
export const checkParts = (
  { parts }: MessageHeader,
  lines: HeaderLines,
  elements: readonly TreeElement[],
  { language, partsRequired }: ExamineHow,
): PartsFinding => {
  const elementOf = new Map(elements.map((element) => [attributesOf(element).ref ?? '', element]));
  const contents: PartContent[] = [];
  const violations: Violation[] = [];
  parts.forEach((info, i) => {
    const announced = { language, part: info.id, ...placeIn(lines, pathOfPartInfo(i, parts.length)) };
    const element = elementOf.get(info.id);
    if (info.location === 'reference')
      violations.push(
        violation('part-by-reference-unsupported', texts.byReference(info.id)[language], {
          ...announced,
          expected: 'location="inline"',
        }),
      );
    else if (element !== undefined) {
      const content = readPart(element);
      const found = violationOfContent(info, content, element, language);
      if (found === undefined) contents.push(content);
      else violations.push(found);
    } else if (partsRequired)
      violations.push(
        violation('part-missing', texts.partMissing(info.id)[language], {
          ...announced,
          expected: `<Part ref="${info.id}" …>`,
        }),
      );
  });
  const [first] = violations;
  return first === undefined ? { ok: true, contents } : { ok: false, code: first.code, violations };
};
