/**
 * How many octets of bodies the gateway holds at once, of all authorities together: beyond, nothing more is received.
 * Nobody gets more than a share of it, or one that sends slowly what it never ends would keep everybody out.
 */
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';

/** `full`: of all together; `share`: of this authority alone. */
export type Reservation =
  | { readonly ok: true; readonly release: () => void }
  | { readonly ok: false; readonly because: 'full' | 'share' };

/** Reserves room. `release` gives it back and must be called once. */
export type Reserve = (authority: AuthorityId, octets: number) => Reservation;

/** Part of the whole that one authority may hold. */
const SHARE = 1 / 4;

/** Keeps the budget. A body larger than a share, or than all of it, is let in when nothing else is there, else it could never pass. */
export const keepBudget = (limitBytes: number): Reserve => {
  const held = new Map<AuthorityId, number>();
  let reserved = 0;
  return (authority, octets) => {
    const mine = held.get(authority) ?? 0;
    if (mine > 0 && mine + octets > limitBytes * SHARE) return { ok: false, because: 'share' };
    if (reserved > 0 && reserved + octets > limitBytes) return { ok: false, because: 'full' };
    reserved += octets;
    held.set(authority, mine + octets);
    return {
      ok: true,
      release: () => {
        reserved -= octets;
        const left = (held.get(authority) ?? 0) - octets;
        if (left > 0) held.set(authority, left);
        else held.delete(authority);
      },
    };
  };
};
