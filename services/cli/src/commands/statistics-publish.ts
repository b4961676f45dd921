import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { makeFolderNow } from '@dienstweg/infra/folders.ts';
import type { DayCount } from '@dienstweg/schemas/bus/requests.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { CommandSpec, Input } from '../args/command.ts';
import { usageError } from '../args/parse.ts';
import { countFrom } from '../client/identifiers.ts';
import { connectOperator, type Operator } from '../client/operator.ts';
import { dayOption } from '../registry/day-option.ts';
import { describe, FILES } from '../statistics/dcat.ts';
import { csvOf, type Statistics, statisticsOf, UNITS, type Unit } from '../statistics/document.ts';

const DAY_MS = 86_400_000;
const USUAL_DAYS = 90;
/** Fewer than this would be no protection. */
const LEAST_THRESHOLD = 3;
/** Datenlizenz Deutschland – Zero – 2.0. */
const USUAL_LICENCE = 'http://dcat-ap.de/def/licenses/dl-zero-de/2.0';

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** The last period that is over: what goes on would be told twice, with different numbers. */
const lastOver = (unit: Unit, now: Date): string =>
  unit === 'day' ? dayOf(now.getTime() - DAY_MS) : dayOf(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1) - DAY_MS);

const periodFrom = (input: Input, unit: Unit, now: Date): { readonly from: string; readonly to: string } => {
  const last = lastOver(unit, now);
  const to = dayOption(input, 'to') ?? last;
  if (to > last) throw usageError(`--to must be ${last} or earlier: only what is over is published.`);
  const usual = dayOf(Date.parse(to) - (USUAL_DAYS - 1) * DAY_MS);
  const from = dayOption(input, 'from') ?? (unit === 'day' ? usual : `${usual.slice(0, 7)}-01`);
  if (from > to) throw usageError('--from must not be later than --to.');
  const isWhole = from.endsWith('-01') && dayOf(Date.parse(to) + DAY_MS).endsWith('-01');
  if (unit === 'month' && !isWhole)
    throw usageError('With --unit month, --from is the first day of a month and --to the last of one.');
  return { from, to };
};

/** A second document along other lines would give away what this one keeps. */
const refuseOther = (file: string, { unit, threshold }: Pick<Statistics, 'unit' | 'threshold'>): void => {
  if (!existsSync(file)) return;
  const before = JSON.parse(readFileSync(file, 'utf8')) as Partial<Statistics>;
  if (before.unit !== unit || before.threshold !== threshold)
    throw usageError(
      `${file} was published by ${before.unit} with threshold ${before.threshold}. Published in two ways, small numbers follow from the differences: go on in the same way, or take the former document away for good.`,
    );
};

const countsFrom = async (operator: Operator, from: string, to: string): Promise<readonly DayCount[]> => {
  const counts: DayCount[] = [];
  let after: string | undefined;
  do {
    const page = await operator.ask('trackingDays', {
      from,
      to,
      limit: 1_000,
      ...(after === undefined ? {} : { after }),
    });
    counts.push(...page.days);
    after = page.next;
  } while (after !== undefined);
  return counts;
};

/** `statistics publish`: message flows as open data, with a description for catalogues. */
export const statisticsPublish: CommandSpec = {
  options: {
    out: { value: 'DIR', text: `where ${Object.values(FILES).join(', ')} go`, required: true },
    from: { value: 'DATE', text: `first day (default ${USUAL_DAYS} days before --to)` },
    to: { value: 'DATE', text: 'last day, which must be over (default the last that is)' },
    unit: {
      value: 'UNIT',
      text: 'one row set a day (default) or a month; always the same for one publication',
      choices: UNITS,
    },
    threshold: { value: 'N', text: 'smaller numbers are told together with others (default 5, at least 3)' },
    publisher: { value: 'NAME', text: 'who publishes', required: true },
    'base-url': { value: 'URL', text: 'where the files will be found', required: true },
    licence: { value: 'IRI', text: `the licence (default ${USUAL_LICENCE})` },
    contact: { value: 'ADDRESS', text: 'an e-mail address for questions' },
  },
  examples: [
    'dienstweg statistics publish --out open-data --publisher "Stadt Quellhorn" --base-url https://data.quellhorn.example/dienstweg/',
  ],
  run: async (input, { settings }) => {
    const unit = (input.text('unit') ?? 'day') as Unit;
    const threshold = countFrom('threshold', input.text('threshold'), 5, 1_000);
    if (threshold < LEAST_THRESHOLD) throw usageError(`--threshold must be at least ${LEAST_THRESHOLD}.`);
    const baseUrl = input.text('base-url') ?? '';
    if (URL.parse(baseUrl)?.protocol !== 'https:') throw usageError('--base-url must begin with https:.');
    const { from, to } = periodFrom(input, unit, new Date());
    const folder = resolve(input.text('out') ?? '');
    refuseOther(join(folder, FILES.json), { unit, threshold });
    await using operator = await connectOperator(settings);
    const { caughtUp } = await operator.ask('trackingView', {});
    if (!caughtUp) {
      const detail = 'The view of messages is not complete yet; nothing is published from a part of it.';
      throw new ProblemError(problem('broker-unavailable', { detail }));
    }
    const statistics = statisticsOf({ from, to, unit, threshold, counts: await countsFrom(operator, from, to) });
    const contact = input.text('contact');
    const description = describe(statistics, {
      name: input.text('publisher') ?? '',
      baseUrl: baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`,
      licence: input.text('licence') ?? USUAL_LICENCE,
      ...(contact === undefined ? {} : { contact }),
    });
    makeFolderNow(folder);
    const write = (name: string, content: string): void => {
      const draft = join(folder, `${name}.${process.pid}.new`);
      writeFileSync(draft, content);
      renameSync(draft, join(folder, name));
    };
    write(FILES.csv, csvOf(statistics));
    write(FILES.description, `${JSON.stringify(description, undefined, 2)}\n`);
    write(FILES.json, `${JSON.stringify(statistics, undefined, 2)}\n`);
    const value = { folder, from, to, unit, threshold, rows: statistics.rows.length };
    return { value, text: `${folder}: ${value.rows} rows, ${from} to ${to}` };
  },
};
