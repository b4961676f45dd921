/** Commands whose names are settled and whose work comes with a later release. */
import type { CommandSpec } from '../args/command.ts';
import { usageError } from '../args/parse.ts';

/** Says so, as wrong usage. */
export const notInThisRelease = (name: string): CommandSpec => ({
  isLater: true,
  run: () => Promise.reject(usageError(`"${name}" is not in this release. dienstweg --help lists what is.`)),
});
