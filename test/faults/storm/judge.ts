/** From a house that was drained to the judgement. */
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import { check, type Judgement } from '../checker/check.ts';
import type { Witness } from '../checker/history.ts';
import type { Clients } from '../world/clients.ts';
import type { House } from '../world/house.ts';
import { gather } from './gather.ts';
import { startReceiptChecker } from './receipts.ts';

/** What besides clients, recipients and streams is known of a run. */
export interface Known {
  readonly witnesses: readonly Witness[];
  /** Ids of registry changes that were acknowledged. */
  readonly changes: readonly string[];
}

/** Gathers and judges. `receipts`: how many were verified. */
export const judge = async (
  house: House,
  installer: Bus,
  clients: Clients,
  known: Known,
): Promise<{ readonly judgement: Judgement; readonly receipts: number }> => {
  const receipts = startReceiptChecker(house.home.trust.root);
  const { changes: recorded, ...streams } = await gather(installer, receipts);
  const { verified, failed } = await receipts.finish();
  const judgement = check({
    submissions: clients.history(),
    arrivals: house.recipients.arrivals(),
    ...streams,
    receipts: failed,
    witnesses: known.witnesses,
    changes: known.changes.map((id) => ({ id, recorded: recorded.filter((other) => other === id).length })),
    ordered: true,
  });
  return { judgement, receipts: verified };
};
