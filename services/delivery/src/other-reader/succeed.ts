/**
 * What lies in the mailbox of an authority that has a successor reaches the successor: by a delivery of its own, which
 * takes the place of the one in the mailbox. Looked for when the directory or the day is another one than at the last look;
 * otherwise only among what was laid there since: its attempt may have begun before the successor was known.
 */
import { dayOf } from '@dienstweg/schemas/directory/day.ts';
import type { Directory } from '@dienstweg/schemas/directory/directory.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import { ProblemError } from '@dienstweg/schemas/problems/problem.ts';
import type { AttemptNeeds, DueDelivery } from '../attempt/attempt.ts';
import type { Standing, Standings } from '../hold/standings.ts';

/** What succeeding needs. */
export interface SucceedNeeds {
  readonly directory: Directory;
  readonly standings: Pick<Standings, 'inMailboxes'>;
  readonly messageOf: (standing: Standing) => Promise<DueDelivery>;
  readonly attempt: Pick<AttemptNeeds, 'rerouted' | 'handOn' | 'log' | 'now'>;
}

/**
 * The look, to be called every so often; resolves with how many deliveries were handed on. A successor that may not get
 * one leaves it in the mailbox, where it is reminded of and expires as before. Who fetches in the same moment has it: an
 * authority and its successor.
 */
export const handOnFromMailboxes = ({ directory, standings, messageOf, attempt }: SucceedNeeds) => {
  let looked = '';
  let upTo = 0;
  return async (): Promise<number> => {
    const at = attempt.now();
    const look = `${directory.edition} ${dayOf(at)}`;
    const from = look === looked ? upTo : 0;
    let newest = from;
    const hasSuccessor = new Map<AuthorityId, boolean>();
    let handedOn = 0;
    let isComplete = true;
    for (const standing of [...standings.inMailboxes()]) {
      newest = Math.max(newest, standing.sequence);
      if (standing.sequence <= from) continue;
      const { reader, deliveryId } = standing.entry;
      const gone = hasSuccessor.get(reader) ?? directory.successions.inForce(reader, { day: dayOf(at) }).length > 0;
      hasSuccessor.set(reader, gone);
      if (!gone) continue;
      try {
        const due = await messageOf(standing);
        const rerouting = attempt.rerouted(due.accepted, due.entry, at);
        if (rerouting.to !== 'other') continue;
        await attempt.handOn(due, rerouting);
        handedOn += 1;
      } catch (error) {
        // fetched meanwhile, or the successor has a delivery of this message already; anything else is tried again
        if (!(error instanceof ProblemError)) isComplete = false;
        attempt.log.warn({ err: error, deliveryId }, 'not handed on to the successor');
      }
    }
    if (isComplete) {
      looked = look;
      upTo = newest;
    }
    return handedOn;
  };
};
