/** The clock of this process, as if its machine's were wrong: everything in it sees the same wrong time, libraries too. */
const trueDate = globalThis.Date;

/** Shows `offsetMs` more than it is; timers of the event loop go on as before, as they do when a clock is set. */
export const setClock = (offsetMs: number): void => {
  if (offsetMs === 0) {
    globalThis.Date = trueDate;
    return;
  }
  globalThis.Date = new Proxy(trueDate, {
    construct: (target, given, newTarget) =>
      Reflect.construct(target, given.length === 0 ? [target.now() + offsetMs] : given, newTarget) as object,
    apply: (target) => new target(target.now() + offsetMs).toString(),
    get: (target, name) => (name === 'now' ? () => target.now() + offsetMs : Reflect.get(target, name)),
  });
};
