import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { readSerials } from '@dienstweg/certs/pki/serials.ts';
import { followStream } from '@dienstweg/infra/bus/follow.ts';
import { AUDIT_FORMATS, type AuditFormat, auditLine } from '@dienstweg/schemas/audit/formats.ts';
import { type AuditRecord, auditRecordOf } from '@dienstweg/schemas/audit/record.ts';
import { readStoredEvents } from '@dienstweg/schemas/bus/stored.ts';
import { STREAMS } from '@dienstweg/schemas/bus/streams.ts';
import type { CommandSpec, Input } from '../args/command.ts';
import { usageError } from '../args/parse.ts';
import { directoryRecord, inTheirTurn, revocationRecord } from '../audit/beside-events.ts';
import { linesInto, linesIntoFile } from '../audit/lines.ts';
import { momentOption } from '../client/moments.ts';
import { connectOperator, type Operator } from '../client/operator.ts';
import { readHistory } from '../registry/history.ts';

/** Version of the format, as tools that read CEF see it. */
const VERSION = '1';

const dateFrom = (input: Input, name: string): Date | undefined => {
  const moment = momentOption(input, name);
  return moment === undefined ? undefined : new Date(moment);
};

/** What was recorded elsewhere than in `EVENTS`, in the order of time. */
const recordsBesideEvents = async (operator: Operator, ca: string): Promise<readonly AuditRecord[]> => {
  const directory = (await readHistory(operator, undefined)).map(directoryRecord);
  const revocations = (await readSerials(ca)).flatMap((each) => revocationRecord(each) ?? []);
  return [...directory, ...revocations].sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
};

/**
 * `audit export`: everything that stands in `EVENTS`, every edition of the directory and what the home's CA revoked, for
 * the tools of those who audit.
 */
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
    const write = (record: AuditRecord): void => {
      lines.add(auditLine(record, format, from));
      records += 1;
    };
    const beside = inTheirTurn(
      (await recordsBesideEvents(operator, settings.home.ca)).filter(
        ({ at }) => (since === undefined || new Date(at) >= since) && (until === undefined || new Date(at) < until),
      ),
    );
    await using following = await followStream(
      operator.bus,
      { stream: STREAMS.events, ...(since === undefined ? {} : { fromTime: since }) },
      ({ data, recordedAt }) => {
        if (until !== undefined && recordedAt >= until) return;
        beside(recordedAt).forEach(write);
        for (const event of readStoredEvents(data)) write(auditRecordOf(event));
      },
    );
    await following.caughtUp;
    beside().forEach(write);
    lines.end();
    const value = { format, records, ...(out === undefined ? {} : { file: resolve(out) }) };
    return { value, text: out === undefined ? '' : `${resolve(out)}: ${records} records` };
  },
};
