/** Latency against load as an SVG that screen readers can read too: a title, a description with all values, no script. */
import { escapeText } from '@dienstweg/schemas/xml/escape.ts';
import type { OpenPass } from './result.ts';

const SIZE = { width: 720, height: 420, left: 64, right: 150, top: 48, bottom: 56 } as const;
const SERIES = [
  { name: 'accepted p50', colour: '#1b5e20', dash: '', of: (pass: OpenPass): number => pass.acceptMs.p50 },
  { name: 'accepted p99', colour: '#1b5e20', dash: '6 4', of: (pass: OpenPass): number => pass.acceptMs.p99 },
  { name: 'handed over p50', colour: '#0d47a1', dash: '', of: (pass: OpenPass): number => pass.handOverMs.p50 },
  { name: 'handed over p99', colour: '#0d47a1', dash: '6 4', of: (pass: OpenPass): number => pass.handOverMs.p99 },
] as const;

const decades = (low: number, high: number): readonly number[] => {
  const from = Math.floor(Math.log10(low));
  const to = Math.ceil(Math.log10(high));
  return Array.from({ length: Math.max(2, to - from + 1) }, (_, n) => 10 ** (from + n));
};

const told = (pass: OpenPass): string =>
  `${Math.round(pass.offeredPerSecond)} messages/s: ${SERIES.map(({ name, of }) => `${name} ${of(pass)} ms`).join(', ')}`;

/** The drawing. `title` says what was measured where. */
export const plotOf = (title: string, passes: readonly OpenPass[]): string => {
  const { width, height, left, right, top, bottom } = SIZE;
  const values = passes.flatMap((pass) => SERIES.map(({ of }) => Math.max(0.1, of(pass))));
  const grid = decades(Math.min(...values), Math.max(...values));
  const [low = 1, high = 10] = [grid[0], grid.at(-1)];
  const most = Math.max(...passes.map(({ offeredPerSecond }) => offeredPerSecond));
  const x = (load: number): number => left + (load / most) * (width - left - right);
  const y = (ms: number): number =>
    height - bottom - (Math.log10(Math.max(low, ms) / low) / Math.log10(high / low)) * (height - top - bottom);
  const lines = SERIES.map(({ name, colour, dash, of }, n) => {
    const points = passes.map((pass) => `${x(pass.offeredPerSecond).toFixed(1)},${y(of(pass)).toFixed(1)}`);
    const key = top + 12 + n * 22;
    const stroke = `stroke="${colour}" stroke-width="2" fill="none"${dash === '' ? '' : ` stroke-dasharray="${dash}"`}`;
    return [
      `<polyline points="${points.join(' ')}" ${stroke}/>`,
      `<line x1="${width - right + 12}" y1="${key}" x2="${width - right + 40}" y2="${key}" ${stroke}/>`,
      `<text x="${width - right + 46}" y="${key + 4}">${name}</text>`,
    ].join('\n  ');
  });
  const across = grid.map(
    (ms) =>
      `<line x1="${left}" y1="${y(ms).toFixed(1)}" x2="${width - right}" y2="${y(ms).toFixed(1)}" stroke="#ccc"/><text x="${left - 8}" y="${(y(ms) + 4).toFixed(1)}" text-anchor="end">${ms}</text>`,
  );
  const down = passes.map(
    ({ offeredPerSecond: load }) =>
      `<text x="${x(load).toFixed(1)}" y="${height - bottom + 20}" text-anchor="middle">${Math.round(load)}</text>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title desc" font-family="sans-serif" font-size="12">
  <title id="title">${escapeText(title)}</title>
  <desc id="desc">${escapeText(`Latency against offered load. ${passes.map(told).join('; ')}.`)}</desc>
  <rect width="${width}" height="${height}" fill="#fff"/>
  <text x="${left}" y="24" font-size="14">${escapeText(title)}</text>
  ${across.join('\n  ')}
  ${down.join('\n  ')}
  <text x="${left + (width - left - right) / 2}" y="${height - 12}" text-anchor="middle">offered load, messages per second</text>
  <text x="16" y="${height / 2}" text-anchor="middle" transform="rotate(-90 16 ${height / 2})">milliseconds (logarithmic)</text>
  ${lines.join('\n  ')}
</svg>
`;
};
