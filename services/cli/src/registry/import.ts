/** The way of an import: read everything → refuse if anything is wrong → compare → sign and send → say what became of it. */
import { randomUUID } from 'node:crypto';
import type { EntryKind, RegistryChange, RegistryEntry } from '@dienstweg/schemas/directory/change/changes.ts';
import { changeReader } from '@dienstweg/schemas/directory/change/read-change.ts';
import { checkChange } from '@dienstweg/schemas/directory/check/check-change.ts';
import type { Directory } from '@dienstweg/schemas/directory/directory.ts';
import { canonicalText } from '@dienstweg/schemas/directory/tables/canonical.ts';
import type { NamedColumns } from '@dienstweg/schemas/directory/tables/list-columns.ts';
import { ProblemError, problem, type Violation } from '@dienstweg/schemas/problems/problem.ts';
import type { Cli, Outcome } from '../args/command.ts';
import { usageError } from '../args/parse.ts';
import { connectOperator } from '../client/operator.ts';
import { readDirectory } from './current.ts';
import { closeOn, Findings, gather, groupOf, MOST_FINDINGS } from './gather.ts';
import { planOfList } from './list-source.ts';
import { beginProgress } from './progress.ts';
import { formOfFile } from './read-file.ts';
import type { Signing } from './registrar.ts';
import { type ChangeHead, type Origin, sendChange, tellingLines, withLines } from './send-change.ts';
import { openSpool, type Spool } from './spool.ts';

const CHECKING = 'all of it is received; the registry checks it and takes it in';

/** What an import is asked to do. */
export interface ImportOrder {
  /** Asked for only when something is to be recorded. */
  readonly signing: () => Signing;
  readonly reason?: string;
  readonly confirms: readonly string[];
  readonly kind?: EntryKind;
  readonly replace: boolean;
  /** Day on which replaced entries end; default the day of a list, else `today`. */
  readonly on?: string;
  readonly today: string;
  readonly dryRun: boolean;
  readonly genericode: boolean;
  readonly columns: NamedColumns;
  readonly validFrom?: string;
}

/** What the files hold, laid beside the directory. */
interface Compared {
  readonly spool: Spool;
  readonly origins: Origin[];
  readonly counts: { added: number; changed: number; unchanged: number };
  /** Ids in the files, and the groups of entries they are of. */
  readonly seen: Set<string>;
  readonly groups: Set<string>;
}

/** Imports files. Throws ProblemError with everything that is wrong; then nothing is recorded. */
export const importFiles = async (cli: Cli, paths: readonly string[], order: ImportOrder): Promise<Outcome> => {
  const isList = await isListOf(paths, order);
  // what is wrong with a file is told before that nothing runs
  const connected = await connectOperator(cli.settings).catch((error: unknown) => {
    if (error instanceof ProblemError) return error;
    throw error;
  });
  await using operator = connected instanceof ProblemError ? undefined : connected;
  const directory = operator === undefined ? undefined : await readDirectory(operator);
  using spool = openSpool();
  const compared: Compared = {
    spool,
    origins: [],
    counts: { added: 0, changed: 0, unchanged: 0 },
    seen: new Set(),
    groups: new Set(),
  };
  const findings = new Findings(cli.language);
  const source = isList
    ? takeList(paths[0] ?? '', directory, order, cli, compared, findings)
    : await takeFiles(paths, directory, order, cli, compared, findings);
  findings.refuseIfAny();
  if (connected instanceof ProblemError) throw connected;
  if (operator === undefined || directory === undefined) throw new TypeError('connected, and no directory was read');

  for (const close of source.closes) spool.close(close);
  if (order.replace) closeMissing(directory, compared, order.on ?? source.day ?? order.today);
  const result = {
    ...compared.counts,
    closed: spool.closes,
    ...(source.unmatched === undefined ? {} : { unmatched: source.unmatched }),
  };
  const told = `${result.added} added, ${result.changed} changed, ${result.closed} closed, ${result.unchanged} unchanged`;
  const notes = notesOf(source);
  if (spool.puts + spool.closes === 0)
    return {
      value: { edition: directory.edition, recorded: false, puts: 0, closes: 0, ...result },
      text: [
        `Nothing to record: all ${result.unchanged} entries stand in edition ${directory.edition}.`,
        ...notes,
      ].join('\n'),
    };
  const counted = { puts: spool.puts, closes: spool.closes, ...result };
  if (order.dryRun) {
    const { violations, isRefused } = standsAgainst(cli, directory, compared, order);
    const lines = violations.map(({ text, remedy }) => `✗ ${text} — ${remedy}`);
    return {
      value: { edition: directory.edition, recorded: false, dryRun: true, ...counted, violations },
      text: [`would be recorded: ${told}`, ...notes, ...lines].join('\n'),
      ...(isRefused ? { exitCode: 1 as const } : {}),
    };
  }

  const signing = order.signing();
  const head = headOf({ ...order, by: signing.by }, source.head, directory.edition, source.what);
  const progress = beginProgress(cli, 'sending');
  const reply = await tellingLines(
    (put) => compared.origins[put],
    () =>
      sendChange(
        {
          operator,
          sign: signing.sign,
          language: cli.language,
          onPart: (received, of) => progress.at(received / of, Math.round((received / of) * spool.puts)),
          onChecking: () => cli.tell(CHECKING),
        },
        head,
        spool.parts(),
      ),
  );
  progress.done(spool.puts);
  const state = reply.pending === true ? ', waiting for a second registrar' : '';
  return {
    value: {
      edition: reply.edition,
      recorded: true,
      ...(reply.pending ? { pending: true } : {}),
      id: head.id,
      ...counted,
    },
    text: [`edition ${reply.edition}: ${told} (change ${head.id}${state})`, ...notes].join('\n'),
  };
};

/** What the registry would say against it, with the lines of the files; warnings are those that may be confirmed. */
const standsAgainst = (
  { language }: Cli,
  directory: Directory,
  { spool, origins }: Compared,
  { confirms, today }: ImportOrder,
): { readonly violations: readonly Violation[]; readonly isRefused: boolean } => {
  const parts = spool.parts().map((part) => part());
  const [puts, closes] = [parts.flatMap((part) => part.puts), parts.flatMap((part) => part.closes)];
  const change: RegistryChange = { id: randomUUID(), by: '-', reason: '-', confirms, puts, closes };
  const all = checkChange(directory, change, { language, today });
  const told = problem('registry-change-invalid', { language, violations: all.slice(0, MOST_FINDINGS) });
  return {
    violations: all.length === 0 ? [] : withLines(told, (put) => origins[put]).violations,
    isRefused: all.some(({ expected }) => expected?.startsWith('"confirms"') !== true),
  };
};

/** What the files say besides their entries. */
interface Source {
  readonly closes: RegistryChange['closes'];
  readonly head: Readonly<Record<string, unknown>>;
  /** The day from which a list holds. */
  readonly day?: string;
  readonly what?: string;
  readonly unmatched?: readonly string[];
}

const isListOf = async (paths: readonly string[], order: ImportOrder): Promise<boolean> => {
  const [path = ''] = paths;
  const isXml = paths.length === 1 && (await formOfFile(path)) === 'xml';
  if (order.genericode && !isXml) throw usageError(`${path} is no XML, and so no genericode list.`);
  return isXml;
};

const take = (
  { spool, origins, counts, seen, groups }: Compared,
  directory: Directory | undefined,
  entry: RegistryEntry,
  canonical: string,
  origin: Origin,
): void => {
  const before = directory?.entry(entry.id);
  seen.add(entry.id);
  groups.add(groupOf(entry));
  if (before !== undefined && canonicalText(before) === canonical) {
    counts.unchanged += 1;
    return;
  }
  counts[before === undefined ? 'added' : 'changed'] += 1;
  origins.push(origin);
  spool.put(canonical);
};

const takeFiles = async (
  paths: readonly string[],
  directory: Directory | undefined,
  order: ImportOrder,
  cli: Cli,
  compared: Compared,
  findings: Findings,
): Promise<Source> => {
  const closes: unknown[] = [];
  let head: Readonly<Record<string, unknown>> = {};
  const progress = beginProgress(cli, 'reading');
  const entries = await gather(paths, {
    findings,
    ...(order.kind === undefined ? {} : { kind: order.kind }),
    onEntry: (entry, canonical, line, file) =>
      take(compared, directory, entry, canonical, {
        line,
        id: entry.id,
        ...(paths.length === 1 ? {} : { file: paths[file] ?? '' }),
      }),
    onClose: (close) => closes.push(close),
    onDocument: (members) => {
      head = members;
    },
    onProgress: progress.at,
  });
  progress.done(entries);
  return { closes: readCloses(closes, cli), head };
};

/** Closes of a change in JSON, of the right shape. */
const readCloses = (closes: readonly unknown[], { language }: Cli): RegistryChange['closes'] => {
  if (closes.length === 0) return [];
  const change = { id: randomUUID(), by: '-', reason: '-', puts: [], closes };
  const read = changeReader()(Buffer.from(JSON.stringify(change)), language);
  if (!read.ok) throw new ProblemError(problem('registry-change-invalid', { violations: read.violations, language }));
  return read.change.closes;
};

const takeList = (
  path: string,
  directory: Directory | undefined,
  order: ImportOrder,
  cli: Cli,
  compared: Compared,
  findings: Findings,
): Source => {
  if (directory === undefined) return { closes: [], head: {} };
  const { columns, validFrom } = order;
  const question = { columns, language: cli.language, ...(validFrom === undefined ? {} : { validFrom }) };
  const plan = planOfList(path, directory, question, findings);
  if (plan === undefined) return { closes: [], head: {} };
  for (const { entry, line } of plan.entries)
    take(compared, directory, entry, canonicalText(entry), { line, id: entry.id });
  // of those that end, the successors are in the list
  for (const { id } of plan.closes) compared.seen.add(id);
  return { closes: plan.closes, head: {}, day: plan.validFrom, what: plan.what, unmatched: plan.unmatched };
};

const notesOf = ({ what, unmatched = [] }: Source): readonly string[] => [
  ...(what === undefined ? [] : [what]),
  ...(unmatched.length === 0
    ? []
    : [
        `${unmatched.length} keys without one region of their own in the directory: ${unmatched.slice(0, 10).join(', ')} …`,
      ]),
];

const closeMissing = (directory: Directory, { spool, seen, groups }: Compared, day: string): void => {
  for (const entry of directory.entries()) {
    if (seen.has(entry.id) || !groups.has(groupOf(entry))) continue;
    // named areas are in no list of regions
    if (entry.kind === 'region' && entry.level === 'area') continue;
    const close = closeOn(entry, day);
    if (close !== undefined) spool.close(close);
  }
};

/** What the change says of itself: what a document said, else what was asked for. */
const headOf = (
  order: Pick<ImportOrder, 'reason' | 'confirms'> & { readonly by: string },
  said: Readonly<Record<string, unknown>>,
  edition: number,
  what: string | undefined,
): ChangeHead => {
  const text = (name: string): string | undefined => {
    const value = said[name];
    return typeof value === 'string' ? value : undefined;
  };
  const confirms = [...order.confirms, ...(Array.isArray(said.confirms) ? said.confirms.map(String) : [])];
  return {
    id: text('id') ?? randomUUID(),
    by: text('by') ?? order.by,
    reason: order.reason ?? text('reason') ?? (what === undefined ? 'imported' : `imported: ${what}`.slice(0, 500)),
    basedOn: typeof said.basedOn === 'number' ? said.basedOn : edition,
    ...(confirms.length === 0 ? {} : { confirms }),
  };
};
