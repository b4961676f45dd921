/** Header against message type and payload. Pure. */
import type { MessageHeader } from '../message.ts';
import { type Violation, violation } from '../problems/problem.ts';
import type { Language } from '../problems/texts.ts';
import type { HeaderField, MessageTypeManifest } from './manifest.ts';
import type { PayloadValue, PlacedValue } from './payload-values.ts';
import * as texts from './texts.ts';

/** What the header says; `undefined` where it leaves the field open, as with a reader found by responsibility. */
const saidByHeader = (header: MessageHeader, field: HeaderField): string | undefined => {
  switch (field) {
    case 'messageType.code':
      return header.messageType.code;
    case 'messageType.version':
      return header.messageType.version;
    case 'author':
      return header.author;
    case 'reader':
      return header.addressee.by === 'reader' ? header.addressee.reader : undefined;
  }
};

/** Whether a payload says something else than the header. */
export const contradicts = (header: MessageHeader, { equation, value }: PayloadValue): boolean => {
  const said = saidByHeader(header, equation.header);
  return said !== undefined && said !== value;
};

/** Every field of the header that a payload contradicts. */
export const contradictions = (
  header: MessageHeader,
  values: readonly PlacedValue[],
  language: Language,
): readonly Violation[] =>
  values.flatMap(({ equation, value, line, xpath }) => {
    const said = saidByHeader(header, equation.header);
    if (said === undefined || said === value) return [];
    return [
      violation('header-payload-mismatch', texts.contradiction(equation.header, said, value)[language], {
        language,
        part: equation.part,
        xpath,
        expected: said,
        ...(line === undefined ? {} : { line }),
      }),
    ];
  });

/** Parts the type requires and the header does not announce, and contents beyond the type's limits. */
export const partsAgainstType = (
  header: MessageHeader,
  manifest: MessageTypeManifest,
  language: Language,
): readonly Violation[] => {
  const announced = new Set(header.parts.map(({ id }) => id));
  const missing = manifest.parts.flatMap(({ id, required }) =>
    required && id !== undefined && !announced.has(id)
      ? [violation('part-missing', texts.partRequired(id)[language], { language, part: id })]
      : [],
  );
  const contentBytes = header.parts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const { limits } = manifest;
  return [
    ...missing,
    ...(header.parts.length > limits.parts
      ? [
          violation('limit-exceeded', texts.beyondLimit('Parts', header.parts.length, limits.parts)[language], {
            language,
          }),
        ]
      : []),
    ...(contentBytes > limits.contentBytes
      ? [
          violation('too-large', texts.beyondLimit('Octets', contentBytes, limits.contentBytes)[language], {
            language,
          }),
        ]
      : []),
  ];
};

/** Whether something named in a manifest's distribution is a family of parts, or one part of a family. */
export const isOfFamily = (parts: MessageTypeManifest['parts'], named: string): boolean =>
  parts.some(({ idPattern }) => idPattern !== undefined && (idPattern === named || isMatch(idPattern, named)));

const isMatch = (idPattern: string, id: string): boolean => {
  try {
    return new RegExp(`^(?:${idPattern})$`, 'u').test(id);
  } catch {
    // told as a mistake of its own when the manifest is read
    return false;
  }
};

/** Lines of the distribution that give a role more than the type lets it have. Named readers are the author's business. */
export const distributionAgainstType = (
  header: MessageHeader,
  manifest: MessageTypeManifest,
  language: Language,
): readonly Violation[] => {
  const { distribution: rules } = manifest;
  if (rules === undefined) return [];
  return header.distribution.flatMap((line) => {
    if (!('role' in line.to)) return [];
    const { role } = line.to;
    const allowed = rules.find((rule) => rule.role === role)?.parts;
    if (allowed === undefined) {
      const known = rules.map((rule) => rule.role).join(', ');
      return [violation('rule-violation', texts.roleUnknown(role, known)[language], { language, expected: known })];
    }
    const families = manifest.parts.flatMap(({ idPattern }) =>
      idPattern !== undefined && allowed.includes(idPattern) ? [idPattern] : [],
    );
    return line.parts
      .filter((part) => !allowed.includes(part) && !families.some((family) => isMatch(family, part)))
      .map((part) =>
        violation('rule-violation', texts.partNotForRole(role, part, allowed.join(', '))[language], {
          language,
          part,
          expected: allowed.join(', '),
        }),
      );
  });
};
