/** Questions that come over the bus: checked, then answered from the directory in memory. */
import type { RequestContract, RouteAnswer, RouteQuestion } from '@dienstweg/schemas/bus/requests.ts';
import { answerRoute } from '@dienstweg/schemas/directory/answer-route.ts';
import { isDay } from '@dienstweg/schemas/directory/change-formats.ts';
import type { RegistryEntry } from '@dienstweg/schemas/directory/changes.ts';
import { holdsOn } from '@dienstweg/schemas/directory/day.ts';
import type { Directory } from '@dienstweg/schemas/directory/directory.ts';
import { parseRegionId, parseServiceId } from '@dienstweg/schemas/identifiers.ts';
import { ProblemError, problem, type Violation, violation } from '@dienstweg/schemas/problems/problem.ts';

/** Answers who is responsible. Throws ProblemError `request-invalid` with every member that is wrong. */
export const answerQuestion = (directory: Directory, question: RouteQuestion, now: Date): RouteAnswer => {
  const wrong = (name: string, value: unknown, expected: string): Violation =>
    violation('request-invalid', `${name}: ${String(value)}`, {
      expected,
      ...(question.language === undefined ? {} : { language: question.language }),
    });
  const violations = [
    ...(parseServiceId(String(question.service)) === undefined
      ? [wrong('service', question.service, 'leika:… (14 digits)')]
      : []),
    ...(parseRegionId(String(question.region)) === undefined
      ? [wrong('region', question.region, 'ars:… (12 digits), nl-gemeente:… (4 digits)')]
      : []),
    ...checkDay(question.at, (value) => wrong('at', value, 'YYYY-MM-DD')),
    ...(question.asKnownAt === undefined || !Number.isNaN(Date.parse(question.asKnownAt))
      ? []
      : [wrong('asKnownAt', question.asKnownAt, 'RFC 3339')]),
  ];
  if (violations.length > 0) throw new ProblemError(problem('request-invalid', { violations }));
  return answerRoute(directory, question, now);
};

const checkDay = (value: unknown, wrong: (value: unknown) => Violation): readonly Violation[] =>
  value === undefined || (typeof value === 'string' && isDay(value)) ? [] : [wrong(value)];

/**
 * The directory as it is known now, by kind and id: the same entries in the same order give the same text. With a day
 * the entries in force on it; without one all of them, past and coming ones too, so that it can be imported elsewhere.
 */
export const exportDirectory = (
  directory: Directory,
  { at }: RequestContract['registryExport']['request'],
): { readonly edition: number; readonly entries: RegistryEntry[] } => {
  const [wrong] = checkDay(at, (value) =>
    violation('request-invalid', `at: ${String(value)}`, { expected: 'YYYY-MM-DD' }),
  );
  if (wrong !== undefined) throw new ProblemError(problem('request-invalid', { violations: [wrong] }));
  return {
    edition: directory.edition,
    entries: [...directory.entries()].filter((entry) => at === undefined || holdsOn(entry, at)).sort(byKindAndId),
  };
};

const ORDER: readonly RegistryEntry['kind'][] = [
  'region',
  'service',
  'authority',
  'certificate',
  'endpoint',
  'responsibility',
  'permission',
  'mandate',
];

const byKindAndId = (a: RegistryEntry, b: RegistryEntry): number =>
  ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || (a.id < b.id ? -1 : 1);
