/** Problems as people read them: what is wrong, where, what was expected, what to do, whose fault it is. */
import type { Fault } from '@dienstweg/schemas/problems/codes.ts';
import type { Problem, Violation } from '@dienstweg/schemas/problems/problem.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';

interface Labels {
  readonly where: string;
  readonly line: string;
  readonly part: string;
  readonly expected: string;
  readonly remedy: string;
  readonly fault: string;
  readonly retry: string;
  readonly faults: Readonly<Record<Fault, string>>;
}

const LABELS: Readonly<Record<Language, Labels>> = {
  de: {
    where: 'Wo',
    line: 'Zeile',
    part: 'Teil',
    expected: 'Erwartet',
    remedy: 'Abhilfe',
    fault: 'Zu handeln hat',
    retry: 'Ein erneuter Versuch kann gelingen.',
    faults: { sender: 'wer dies gesendet hat', recipient: 'der Empfänger', broker: 'der Betreiber' },
  },
  en: {
    where: 'Where',
    line: 'line',
    part: 'part',
    expected: 'Expected',
    remedy: 'What to do',
    fault: 'Who has to act',
    retry: 'Trying again may succeed.',
    faults: { sender: 'whoever sent this', recipient: 'the recipient', broker: 'the operator' },
  },
  nl: {
    where: 'Waar',
    line: 'regel',
    part: 'deel',
    expected: 'Verwacht',
    remedy: 'Oplossing',
    fault: 'Wie moet handelen',
    retry: 'Opnieuw proberen kan slagen.',
    faults: { sender: 'wie dit heeft verzonden', recipient: 'de ontvanger', broker: 'de beheerder' },
  },
};

const placeOf = (labels: Labels, { part, line, column, xpath }: Violation): string =>
  [
    part === undefined ? '' : `${labels.part} ${part}`,
    line === undefined ? '' : `${labels.line} ${line}${column === undefined ? '' : `:${column}`}`,
    xpath ?? '',
  ]
    .filter((piece) => piece !== '')
    .join(', ');

/** Further lines stay indented, so that no text from elsewhere looks like a line of ours. */
const within = (text: string): string => text.replaceAll('\n', '\n      ');

const violationLines = (labels: Labels, violation: Violation): readonly string[] => {
  const place = placeOf(labels, violation);
  return [
    `  - ${within(violation.text)}`,
    ...(place === '' ? [] : [`    ${labels.where}: ${place}`]),
    ...(violation.expected === undefined || violation.expected === ''
      ? []
      : [`    ${labels.expected}: ${within(violation.expected)}`]),
    ...(violation.remedy === '' ? [] : [`    ${labels.remedy}: ${violation.remedy}`]),
  ];
};

/** The problem as several lines, without end of line. `own`: it never left this machine, so nobody else has to act. */
export const problemText = (problem: Problem, language: Language, own = false): string => {
  const labels = LABELS[language];
  const remedyTold = problem.violations.some(({ remedy }) => remedy === problem.remedy);
  return [
    `${problem.title} (${problem.code})`,
    ...(problem.detail === problem.title || problem.violations.some(({ text }) => text === problem.detail)
      ? []
      : [`  ${within(problem.detail)}`]),
    ...problem.violations.flatMap((violation) => violationLines(labels, violation)),
    ...(problem.remedy === '' || remedyTold ? [] : [`  ${labels.remedy}: ${within(problem.remedy)}`]),
    ...(own || problem.code === 'usage-error' ? [] : [`  ${labels.fault}: ${labels.faults[problem.fault]}`]),
    ...(problem.retryable ? [`  ${labels.retry}`] : []),
  ].join('\n');
};
