/** Whether anybody is at the page: what it asks by itself must not keep a session alive that nobody uses. */

const AFTER_MS = 60_000;
const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart', 'visibilitychange'] as const;

/** Begins to listen; the answer says whether nobody has touched the page for a minute. */
export const watchTouches = (target: EventTarget, now: () => number): (() => boolean) => {
  let last = now();
  for (const sign of SIGNS)
    target.addEventListener(
      sign,
      () => {
        last = now();
      },
      { passive: true },
    );
  return () => now() - last > AFTER_MS;
};
