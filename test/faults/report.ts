/** The report of a run: JSON that checks rely on, and the same for people. */
import type { ViolationKind } from './checker/check.ts';
import { hasRecovered } from './storm/calm.ts';
import type { ControlResult } from './storm/control.ts';
import type { StormResult } from './storm/storm.ts';

/** What `--report` writes. The first members are what checks rely on. */
export interface Report {
  readonly seed: number;
  readonly kills: Readonly<Record<string, number>>;
  /** Of the kills, those at a named point of the program. */
  readonly crashPoints: Readonly<Record<string, number>>;
  readonly accepted: number;
  readonly lost: number;
  readonly doubled: number;
  readonly unverifiable: number;
  readonly unknownResolved: number;
  readonly negativeControls: readonly ControlResult[];
  readonly ok: boolean;
  readonly seconds: number;
  readonly messagesPerSecond: number;
  readonly storm: StormResult;
  /** Whether everything was as before when the faults were over. */
  readonly recovered: boolean;
}

/** Violations that are shown. */
const SHOWN = 20;

/** Makes the report. */
export const reportOf = (
  seed: number,
  storm: StormResult,
  controls: readonly ControlResult[],
  seconds: number,
): Report => {
  const { judgement } = storm;
  const count = (kind: ViolationKind): number => judgement.violations.filter((found) => found.kind === kind).length;
  const recovered = hasRecovered(storm);
  return {
    seed,
    kills: storm.kills,
    crashPoints: storm.crashPoints,
    accepted: judgement.accepted,
    lost: count('lost'),
    doubled: count('doubled'),
    unverifiable: count('unverifiable'),
    unknownResolved: judgement.unknownResolved,
    negativeControls: controls,
    ok:
      judgement.violations.length === 0 &&
      storm.drained.isDrained &&
      storm.unexpected.length === 0 &&
      recovered &&
      (storm.rolled?.unknown ?? 0) === 0 &&
      controls.every(({ red }) => red),
    seconds: Math.round(seconds),
    messagesPerSecond: Math.round((judgement.accepted * 1_000) / storm.loadMs),
    recovered,
    storm: { ...storm, judgement: { ...judgement, violations: judgement.violations.slice(0, 1_000) } },
  };
};

const list = (values: Readonly<Record<string, number>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');

/** The report in words. */
export const summaryOf = (report: Report): string => {
  const { storm } = report;
  const { judgement } = storm;
  const kills = Object.values(report.kills).reduce((sum, each) => sum + each, 0);
  const violations = judgement.violations.slice(0, SHOWN).map(({ kind, of, text }) => `  ${kind}: ${of}: ${text}`);
  const more = judgement.violations.length - SHOWN;
  return [
    '',
    `seed ${report.seed}, ${report.seconds} s: ${report.ok ? 'everything held' : 'SOMETHING DID NOT HOLD'}`,
    `  ${kills} kills: ${list(report.kills)}`,
    `  of these at crash points: ${list(storm.crashPoints)}`,
    `  faults: ${list(storm.faults)}`,
    `  ${report.accepted} accepted (${report.messagesPerSecond}/s), ${judgement.refused} refused, ${report.unknownResolved} unknown outcomes resolved`,
    `  ${judgement.handedOver} handed over, ${judgement.deadLetters} dead letters, ${judgement.repeatedPushes} repeated pushes without effect`,
    `  ${report.lost} lost, ${report.doubled} doubled, ${report.unverifiable} of ${storm.receipts} receipts unverifiable`,
    `  drained ${storm.drained.isDrained ? '' : 'NOT '}within ${(storm.drained.ms / 1_000).toFixed(1)} s${storm.drained.hourPassed ? ' (an hour had to pass)' : ''}; slowest starts (ms): ${list(storm.slowestStartMs)}`,
    ...(storm.before === undefined || storm.after === undefined
      ? []
      : [
          `  accepted after (p99): ${storm.before.acceptP99Ms} ms before, ${storm.after.acceptP99Ms} ms after`,
          `  memory (MB) before: ${list(storm.before.memoryMb)}`,
          `  memory (MB) after:  ${list(storm.after.memoryMb)}; judged ${(storm.after.memoryAfterMs / 1_000).toFixed(1)} s after the last message, with ${storm.after.storesMb} MB in the streams`,
        ]),
    ...(storm.rolled === undefined
      ? []
      : [
          `  rolling restart: ${storm.rolled.unknown} unknown outcomes in ${storm.rolled.submissions} submissions${storm.rolled.unknown === 0 ? '' : ` (${list(storm.rolled.why)})`}; stopped within (ms): ${list(storm.rolled.stopMs)}`,
        ]),
    ...storm.unexpected.map((text) => `  UNEXPECTED: ${text}`),
    ...violations,
    ...(more > 0 ? [`  … and ${more} more`] : []),
    ...report.negativeControls.map(
      ({ name, red, found, failure }) =>
        `  without ${name}: ${red ? `red, as it must be (${found?.kind}: ${found?.text})` : (failure ?? 'GREEN: the checker proves nothing')}`,
    ),
    '',
  ].join('\n');
};
