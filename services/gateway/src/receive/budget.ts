/** How many octets of bodies the gateway holds at once, of all authorities together: beyond, nothing more is received. */

/** Reserves room; `undefined` where there is none. The returned function gives it back and must be called once. */
export type Reserve = (octets: number) => (() => void) | undefined;

/** Keeps the budget. A body larger than all of it is let in when nothing else is there, else it could never pass. */
export const keepBudget = (limitBytes: number): Reserve => {
  let reserved = 0;
  return (octets) => {
    if (reserved > 0 && reserved + octets > limitBytes) return undefined;
    reserved += octets;
    return () => {
      reserved -= octets;
    };
  };
};
