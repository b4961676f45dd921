import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { followStream } from '@dienstweg/infra/bus/follow.ts';
import { AUDIT_FORMATS, type AuditFormat, auditLine } from '@dienstweg/schemas/audit/formats.ts';
import { auditRecordOf } from '@dienstweg/schemas/audit/record.ts';
import { readStoredEvents } from '@dienstweg/schemas/bus/stored.ts';
import { STREAMS } from '@dienstweg/schemas/bus/streams.ts';
import type { CommandSpec, Input } from '../args/command.ts';
import { usageError } from '../args/parse.ts';
import { momentOption } from '../client/moments.ts';
import { connectOperator } from '../client/operator.ts';

/** Version of the format, as tools that read CEF see it. */
const VERSION = '1';
/** Lines go out in pieces of about so many characters. */
const PIECE = 64 * 1024;

const dateFrom = (input: Input, name: string): Date | undefined => {
  const moment = momentOption(input, name);
  return moment === undefined ? undefined : new Date(moment);
};

/** Where lines go: a file that stands complete or not at all, or the terminal. */
interface Lines extends Disposable {
  add(line: string): void;
  end(): void;
}

const linesInto = (write: (text: string) => void, done: () => void, dispose: () => void): Lines => {
  let gathered = '';
  const flush = (): void => {
    if (gathered !== '') write(gathered);
    gathered = '';
  };
  return {
    add: (line) => {
      gathered += `${line}\n`;
      if (gathered.length > PIECE) flush();
    },
    end: () => {
      flush();
      done();
    },
    [Symbol.dispose]: dispose,
  };
};

const linesIntoFile = (path: string): Lines => {
  const draft = `${path}.${process.pid}.new`;
  const file = openSync(draft, 'wx', 0o600);
  let isOpen = true;
  const close = (): void => {
    if (isOpen) closeSync(file);
    isOpen = false;
  };
  return linesInto(
    (text) => {
      const octets = Buffer.from(text);
      for (let from = 0; from < octets.length; ) from += writeSync(file, octets, from);
    },
    () => {
      close();
      renameSync(draft, path);
    },
    () => {
      close();
      rmSync(draft, { force: true });
    },
  );
};

/** `audit export`: everything that stands in `EVENTS`, for the tools of those who audit. */
export const auditExport: CommandSpec = {
  options: {
    since: { value: 'TIME', text: 'recorded at or after this day or moment (default: everything)' },
    until: { value: 'TIME', text: 'recorded before this day or moment' },
    format: {
      value: 'FORMAT',
      text: 'jsonl (default), cef (ArcSight) or syslog (RFC 5424)',
      choices: AUDIT_FORMATS,
    },
    out: { value: 'FILE', text: 'a file, complete or not there at all (default stdout; needed with --json)' },
  },
  examples: [
    'dienstweg audit export --since 2027-01-01 --until 2027-02-01 --out january.jsonl',
    'dienstweg audit export --since 2027-01-31T08:00:00Z --format cef | nc -U /run/collector.sock',
  ],
  run: async (input, { settings, json, show }) => {
    const since = dateFrom(input, 'since');
    const until = dateFrom(input, 'until');
    const format = (input.text('format') ?? 'jsonl') as AuditFormat;
    const out = input.text('out');
    if (json && out === undefined) throw usageError('With --json the lines need a file of their own: --out FILE.');
    await using operator = await connectOperator(settings);
    const nothing = (): void => undefined;
    using lines = out === undefined ? linesInto((text) => show(text), nothing, nothing) : linesIntoFile(resolve(out));
    const from = { host: hostname(), version: VERSION };
    let records = 0;
    await using following = await followStream(
      operator.bus,
      { stream: STREAMS.events, ...(since === undefined ? {} : { fromTime: since }) },
      ({ data, recordedAt }) => {
        if (until !== undefined && recordedAt >= until) return;
        for (const event of readStoredEvents(data)) {
          lines.add(auditLine(auditRecordOf(event), format, from));
          records += 1;
        }
      },
    );
    await following.caughtUp;
    lines.end();
    const value = { format, records, ...(out === undefined ? {} : { file: resolve(out) }) };
    return { value, text: out === undefined ? '' : `${resolve(out)}: ${records} records` };
  },
};
