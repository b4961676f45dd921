/** Throughput and failures; the same as a table below it. Lines differ by dash as well as by colour. */
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { FlowPoint } from '@dienstweg/schemas/bus/requests.ts';
import { formatClock, formatNumber } from '../format.ts';
import { languageNow } from '../i18n.ts';
import { type Column, Table } from './table.tsx';
import { Count, Time } from './values.tsx';

const LINES = [
  { key: 'accepted', colour: '--chart-1', dash: [] },
  { key: 'handedOver', colour: '--chart-2', dash: [6, 4] },
  { key: 'failedAttempts', colour: '--chart-3', dash: [2, 4] },
  { key: 'refused', colour: '--chart-5', dash: [12, 4] },
  { key: 'deadLetters', colour: '--chart-4', dash: [10, 3, 2, 3] },
] as const;
const WINDOWS = ['perMinute', 'perHour'] as const;
const HEIGHT = 260;

const colourOf = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const draw = (place: HTMLElement, points: readonly FlowPoint[], words: Readonly<Record<string, string>>): uPlot => {
  const language = languageNow();
  const axis = {
    stroke: colourOf('--chart-text'),
    grid: { stroke: colourOf('--chart-grid'), width: 1 },
    font: '14px "Fira Sans"',
  };
  const clock = (seconds: number): string => formatClock(new Date(seconds * 1_000), language).slice(0, 5);
  return new uPlot(
    {
      width: place.clientWidth,
      height: HEIGHT,
      cursor: { points: { size: 8 } },
      legend: { show: false },
      scales: { y: { range: (_, __, max) => [0, Math.max(4, Math.ceil(max * 1.1))] } },
      axes: [
        { ...axis, values: (_, ticks) => ticks.map(clock) },
        {
          ...axis,
          size: 56,
          values: (_, ticks) => ticks.map((one) => (Number.isInteger(one) ? formatNumber(one, language) : '')),
        },
      ],
      series: [
        {},
        ...LINES.map(({ key, colour, dash }) => ({
          label: words[key] ?? key,
          stroke: colourOf(colour),
          width: 2.5,
          dash: [...dash],
          points: { show: false },
        })),
      ],
    },
    [points.map(({ from }) => Date.parse(from) / 1_000), ...LINES.map(({ key }) => points.map((point) => point[key]))],
    place,
  );
};

/** The chart. */
const SeriesChart = (series: { readonly perMinute: readonly FlowPoint[]; readonly perHour: readonly FlowPoint[] }) => {
  const { t, i18n } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  const [drawings, setDrawings] = useState(0);
  const [window, setWindow] = useState<(typeof WINDOWS)[number]>('perMinute');
  const points = series[window];
  useEffect(() => {
    const again = (): void => setDrawings((count) => count + 1);
    const observer = new ResizeObserver(again);
    if (place.current !== null) observer.observe(place.current);
    addEventListener('theme-applied', again);
    return () => {
      observer.disconnect();
      removeEventListener('theme-applied', again);
    };
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: drawn again when size, theme or language changed
  useEffect(() => {
    if (place.current === null || points.length === 0) return;
    const plot = draw(place.current, points, Object.fromEntries(LINES.map(({ key }) => [key, t(`overview.${key}`)])));
    return () => plot.destroy();
  }, [points, drawings, i18n.language]);
  const total = (key: (typeof LINES)[number]['key']): number => points.reduce((sum, point) => sum + point[key], 0);
  const columns: readonly Column<FlowPoint>[] = [
    { id: 'from', head: t('overview.interval'), names: true, cell: ({ from }) => <Time at={from} /> },
    ...LINES.map(({ key }) => ({
      id: key,
      head: t(`overview.${key}`),
      numeric: true,
      cell: (point: FlowPoint) => <Count value={point[key]} />,
    })),
  ];
  const busy = points.filter((point) => LINES.some(({ key }) => point[key] > 0));
  return (
    <>
      <fieldset className="chips">
        <legend className="kern-sr-only">{t('overview.window')}</legend>
        {WINDOWS.map((one) => (
          <button key={one} type="button" className="chip" aria-pressed={one === window} onClick={() => setWindow(one)}>
            {t(`overview.${one}`)}
          </button>
        ))}
      </fieldset>
      <ul className="legend">
        {LINES.map(({ key, dash }, index) => (
          <li key={key}>
            <svg
              width="34"
              height="10"
              viewBox="0 0 34 10"
              aria-hidden="true"
              focusable="false"
              className={`legend__${index + 1}`}
            >
              <path d="M1 5h32" strokeWidth="3" strokeDasharray={dash.join(' ')} />
            </svg>
            {t(`overview.${key}`)} <strong className="number">{formatNumber(total(key), languageNow())}</strong>
          </li>
        ))}
      </ul>
      <div
        ref={place}
        className="chart"
        role="img"
        aria-label={t('overview.chartLabel', {
          window: t(`overview.${window}`),
          accepted: total('accepted'),
          handedOver: total('handedOver'),
          failedAttempts: total('failedAttempts'),
          refused: total('refused'),
          deadLetters: total('deadLetters'),
        })}
      />
      <details className="as-table">
        <summary>{t('overview.asTable')}</summary>
        {busy.length === 0 ? (
          <p className="muted">{t('overview.nothingYet')}</p>
        ) : (
          <Table caption={t('overview.throughput')} columns={columns} rows={busy} keyOf={({ from }) => from} />
        )}
      </details>
    </>
  );
};

export default SeriesChart;
