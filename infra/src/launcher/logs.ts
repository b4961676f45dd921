/** Logs of the processes of a home: a new one at each start, the last ones kept, none without bound. */
import { rmSync, statfsSync, truncateSync } from 'node:fs';
import { copyFile, readdir, rename, rm, stat, truncate } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** How many earlier logs are kept: `x.log.1` is the youngest. */
const KEPT = 3;
const LOG_LIMIT_BYTES = 50_000_000;
/** Written by the launcher itself, and begun anew by whoever starts one in the background. */
export const LAUNCHER_LOG = 'launcher.log';

const sizeOf = (file: string): Promise<number> =>
  stat(file).then(
    ({ size }) => size,
    () => 0,
  );

/** Makes the place of the youngest earlier log free; the oldest is thrown away. */
const shift = async (file: string): Promise<void> => {
  await rm(`${file}.${KEPT}`, { force: true });
  for (let age = KEPT - 1; age >= 1; age -= 1)
    await rename(`${file}.${age}`, `${file}.${age + 1}`).catch(() => undefined);
};

/** Puts a log that holds something among the earlier ones. Only while nobody writes it. */
export const beginLogAnew = async (file: string): Promise<void> => {
  if ((await sizeOf(file)) === 0) return;
  await shift(file);
  await rename(file, `${file}.1`);
};

/** The same for all logs of a folder but the launcher's own. */
export const beginLogsAnew = async (folder: string): Promise<void> => {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.log') && name !== LAUNCHER_LOG);
  for (const name of names) await beginLogAnew(join(folder, name));
};

/**
 * Puts what a log holds among the earlier ones once it is longer than `limitBytes`, and empties it: whoever writes it
 * appends and goes on. Lines written in the moment between are lost.
 */
export const cutLog = async (file: string, limitBytes = LOG_LIMIT_BYTES): Promise<void> => {
  if ((await sizeOf(file)) <= limitBytes) return;
  await shift(file);
  await copyFile(file, `${file}.1`);
  await truncate(file);
};

/** What a process writes while it starts, many times over. */
const START_BYTES = 64 * 1024;

const hasRoom = (folder: string): boolean => {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize >= START_BYTES;
};

/**
 * On a full disk what a log holds gives its place to what comes: a process tells in it that it is ready, and earlier logs
 * are of less use than a process that is known to run.
 */
export const makeRoomForLog = (file: string): void => {
  try {
    for (let age = KEPT; age >= 1 && !hasRoom(dirname(file)); age -= 1) rmSync(`${file}.${age}`, { force: true });
    if (!hasRoom(dirname(file))) truncateSync(file);
  } catch {
    // There is no log yet, or nobody tells how much room there is: it is started all the same.
  }
};
