/**
 * Preloaded into every process of a house (`NODE_OPTIONS=--import`): shows the time that a file says, so that days pass
 * while everything runs. Timers of the event loop go on as before, as they do when a machine's clock is set.
 */
import { readFileSync } from 'node:fs';

/** Milliseconds by which the clock is ahead; a file that is not there moves nothing. */
const file = process.env.MOVED_CLOCK_FILE ?? '';
const aheadMs = (): number => {
  try {
    return Number(readFileSync(file, 'utf8')) || 0;
  } catch {
    return 0;
  }
};
const trueDate = globalThis.Date;
let offsetMs = aheadMs();
setInterval(() => {
  offsetMs = aheadMs();
}, 100).unref();
globalThis.Date = new Proxy(trueDate, {
  construct: (target, given, newTarget) =>
    Reflect.construct(target, given.length === 0 ? [target.now() + offsetMs] : given, newTarget) as object,
  apply: (target) => new target(target.now() + offsetMs).toString(),
  get: (target, name) => (name === 'now' ? () => target.now() + offsetMs : Reflect.get(target, name)),
});
