/** Reads what strace saw of nats-server. Pure. */

/** What was found: acknowledgements, and those that no sync lay before. */
export interface SyncFindings {
  /** Writes to block files of a stream. */
  readonly writes: number;
  readonly acknowledgements: number;
  readonly syncs: number;
  /** Lines of acknowledgements sent while data of a stream had been written and not synced. */
  readonly unsynced: readonly string[];
}

const CALL = /^(\d+)\s+(?:[\d.:]+\s+)?(?:<\.\.\. )?(write|pwrite64|writev|fsync|fdatasync)\b(.*)$/;
const ACKNOWLEDGEMENT = /\{\\"stream\\":\\"[A-Z]+\\",/g;

/**
 * Every acknowledgement of a stored message must be preceded by a sync that began after the message's own write to a
 * block file ended. With one publication at a time, writes, syncs and acknowledgements cannot belong to another one.
 */
export const findUnsynced = (lines: readonly string[]): SyncFindings => {
  let writes = 0;
  let acknowledgements = 0;
  let syncs = 0;
  let isWritten = false;
  const unsynced: string[] = [];
  /** Whether what was being synced when a thread began is all that has been written. */
  const syncing = new Map<string, boolean>();
  for (const line of lines) {
    const [, thread = '', call = '', rest = ''] = CALL.exec(line) ?? [];
    if (call === '') continue;
    const isResumed = line.includes('<... ');
    const isUnfinished = rest.includes('<unfinished ...>');
    if (call === 'fsync' || call === 'fdatasync') {
      if (!isResumed) syncing.set(thread, true);
      if (isUnfinished) continue;
      syncs += 1;
      if (syncing.get(thread) === true) isWritten = false;
      syncing.delete(thread);
      continue;
    }
    if (rest.includes('.blk>')) {
      isWritten = true;
      writes += 1;
      for (const other of syncing.keys()) syncing.set(other, false);
    }
    const sent = isResumed ? 0 : (rest.match(ACKNOWLEDGEMENT)?.length ?? 0);
    acknowledgements += sent;
    if (sent > 0 && isWritten) unsynced.push(line);
  }
  return { writes, acknowledgements, syncs, unsynced };
};
