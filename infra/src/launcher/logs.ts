/** Logs of the processes of a home: a new one at each start, the last ones kept, none without bound. */
import { copyFile, readdir, rename, rm, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';

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
