/** The result of a run as people read it. */
import type { Latency } from './latency.ts';
import type { BenchResult, OpenPass, Spread } from './result.ts';

/** Two columns, the first as wide as its longest. */
export const columns = (rows: readonly (readonly [string, string])[]): string => {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`).join('\n');
};

const latency = ({ p50, p99, p999, max }: Latency): string =>
  `p50 ${p50} ms, p99 ${p99} ms, p99.9 ${p999} ms, max ${max} ms`;

const spread = ({ median, min, max }: Spread, decimals: number): string =>
  `${median.toFixed(decimals)}  [${min.toFixed(decimals)}–${max.toFixed(decimals)}]`;

const open = ({ offeredPerSecond, messagesPerSecond, acceptMs, handOverMs }: OpenPass): readonly [string, string] => [
  `at ${Math.round(offeredPerSecond)}/s`,
  `${Math.round(messagesPerSecond)}/s; accepted p50 ${acceptMs.p50} ms, p99 ${acceptMs.p99} ms; handed over p50 ${handOverMs.p50} ms, p99 ${handOverMs.p99} ms`,
];

const trafficOf = ({ setting: { traffic } }: BenchResult): string =>
  [
    ...(traffic.readers > 1 ? [`${traffic.readers} readers each`] : []),
    ...(['mailbox', 'failing', 'refused'] as const).flatMap((kind) =>
      traffic[kind] > 0 ? [`${(traffic[kind] * 100).toFixed(0)} % ${kind}`] : [],
    ),
  ]
    .map((part) => `; ${part}`)
    .join('');

/** The result as a table. */
export const benchTable = (result: BenchResult): string => {
  const { system, setting } = result;
  const { cpuMsPerMessage, memoryMb, stores } = system;
  const load =
    setting.load === 'closed' ? `${setting.concurrency} clients` : `${setting.perSecond} messages/s by the clock`;
  const openPasses = [...(result.halfLoad === undefined ? [] : [result.halfLoad]), ...(result.loadCurve ?? [])];
  return [
    `${result.messages} messages of ${setting.meanSizeBytes} octets, ${load}, ${result.rounds.length} rounds${trafficOf(result)}; ${setting.cores} × ${setting.processor}; ${setting.at}`,
    '',
    columns([
      ['whole system', `${spread(result.spread.messagesPerSecond, 0)} messages/s`],
      ['floor loop', `${spread(result.spread.floorPerSecond, 0)} messages/s`],
      ['ratio', spread(result.spread.ratio, 2)],
      ['accepted after', latency(system.acceptMs)],
      ['handed over after', latency(system.handOverMs)],
      ...(system.lateMs === undefined ? [] : [['after it was back', latency(system.lateMs)] as const]),
      [
        'CPU per message',
        `${cpuMsPerMessage.total.toFixed(2)} ms over all broker processes; generator and recipients ${result.generatorCpuMsPerMessage.toFixed(2)} ms`,
      ],
      ['memory', `${memoryMb.total.toFixed(0)} MB over all broker processes`],
      ['stores per message', `${stores.perMessage.toFixed(2)}, ${stores.bytesPerMessage} octets`],
      ['lost / doubled', `${result.lost} / ${result.doubled}`],
      [
        'refused / unresolved',
        `${result.refused}${result.refusedAsMeant > 0 ? ` (${result.refusedAsMeant} as meant)` : ''} / ${result.unresolved}`,
      ],
      ['repeated', `${result.repeatedSubmissions} submissions, ${result.repeatedPushes} pushes`],
    ]),
    '',
    'per message and process:',
    columns(
      Object.keys(cpuMsPerMessage.byProcess).map((name) => [
        name,
        `${(cpuMsPerMessage.byProcess[name] ?? 0).toFixed(3)} ms CPU, ${(memoryMb.byProcess[name] ?? 0).toFixed(0)} MB`,
      ]),
    ),
    '',
    'mean at each stage, waiting included:',
    columns(Object.entries(system.stagesMs).map(([stage, ms]) => [stage, `${ms.toFixed(2)} ms`])),
    ...(openPasses.length === 0 ? [] : ['', 'by the clock:', columns(openPasses.map(open))]),
  ].join('\n');
};
