/** Every delivery of every stored message: once in effect at its reader, or ended with a reason, and the log agrees. Pure. */
import type { DienstwegEvent } from '@dienstweg/schemas/events.ts';
import type { Violation, ViolationKind } from './check.ts';
import type { Arrival, History } from './history.ts';
import { storyOf } from './story.ts';

/** What became of the deliveries. */
export interface DeliveryFindings {
  readonly handedOver: number;
  readonly deadLetters: number;
  readonly violations: readonly Violation[];
}

/** What the log says of a delivery, in its order. */
interface Told {
  handedOver: boolean;
  deadLettered: boolean;
  expired: boolean;
  /** A dead letter after a hand-over that no replay lies between: when, and why. */
  deadAfterHandOver: string | undefined;
}

type OfDelivery = Extract<DienstwegEvent, { readonly deliveryId: unknown }>;

const takeEvent = (told: Told, event: OfDelivery): void => {
  switch (event.type) {
    case 'handed-over':
      told.handedOver = true;
      told.deadLettered = false;
      return;
    case 'dead-lettered':
      if (told.handedOver) told.deadAfterHandOver ??= `${event.at}, ${event.code}`;
      told.deadLettered = true;
      return;
    case 'expired':
      told.expired = true;
      return;
    case 'replayed':
      told.deadLettered = false;
      return;
    default:
      return;
  }
};

const isOfDelivery = (event: DienstwegEvent): event is OfDelivery => 'deliveryId' in event;

const foldEvents = (events: readonly DienstwegEvent[]): ReadonlyMap<string, Told> => {
  const told = new Map<string, Told>();
  for (const event of events) {
    if (!isOfDelivery(event)) continue;
    const mine = told.get(event.deliveryId) ?? {
      handedOver: false,
      deadLettered: false,
      expired: false,
      deadAfterHandOver: undefined,
    };
    told.set(event.deliveryId, mine);
    takeEvent(mine, event);
  }
  return told;
};

const foldArrivals = (arrivals: readonly Arrival[]): ReadonlyMap<string, readonly Arrival[]> => {
  const byDelivery = new Map<string, Arrival[]>();
  for (const arrival of arrivals) {
    const mine = byDelivery.get(arrival.deliveryId);
    if (mine === undefined) byDelivery.set(arrival.deliveryId, [arrival]);
    else mine.push(arrival);
  }
  return byDelivery;
};

/** Judges every delivery of every message that stands in the stream. */
export const deliveriesOf = (history: History): DeliveryFindings => {
  const told = foldEvents(history.events);
  const arrived = foldArrivals(history.arrivals);
  const entries = new Map<string, History['entries'][number]>(
    history.entries.map((entry) => [entry.deliveryId, entry]),
  );
  const violations: Violation[] = [];
  const known = new Set<string>();
  let handedOver = 0;
  let deadLetters = 0;

  for (const message of history.messages)
    for (const { authority, deliveryId } of message.readers) {
      const isFirst = !known.has(deliveryId);
      known.add(deliveryId);
      const tell = (kind: ViolationKind, text: string): void =>
        void violations.push({ kind, of: `${message.messageId} delivery ${deliveryId}`, text });
      const arrivals = arrived.get(deliveryId) ?? [];
      const effects = arrivals.filter(({ effect }) => effect).length;
      const said = told.get(deliveryId);
      const standing = entries.get(deliveryId)?.standing;

      for (const { reader, octetsDigest } of arrivals) {
        if (reader !== authority) tell('misdelivered', `${reader} got what was for ${authority}`);
        if (octetsDigest !== message.octetsDigest && isFirst) tell('misdelivered', 'arrived with other octets');
      }
      if (effects > 1) tell('doubled', `took effect ${effects} times`);

      const isDead = standing?.state === 'dead-letter' || (said?.deadLettered === true && standing === undefined);
      const isExpired = said?.expired === true;
      if (isDead) deadLetters += 1;
      else if (effects > 0) handedOver += 1;
      // What lies in a mailbox is where it belongs until its reader comes for it.
      if (effects === 0 && !isDead && !isExpired && standing?.state !== 'in-mailbox')
        tell(
          'lost',
          standing === undefined ? 'never arrived, and nothing waits for it' : `never arrived: ${standing.state}`,
        );
      if (standing?.state === 'waiting') tell('lost', 'still waits after everything was drained');

      if (said?.handedOver === true && effects === 0) tell('inconsistent', 'told as handed over, and never arrived');
      if (said?.handedOver !== true && effects > 0 && !isDead && !isExpired)
        tell('inconsistent', 'arrived, and nothing tells of a hand-over');
      if (said?.deadAfterHandOver !== undefined)
        tell(
          'inconsistent',
          `told as handed over, then as a dead letter (${said.deadAfterHandOver}): ${storyOf(history, message, deliveryId)}`,
        );
      if (standing?.state === 'dead-letter' && said?.deadLettered !== true)
        tell('inconsistent', 'a dead letter that nothing tells of');
    }

  for (const [deliveryId, arrivals] of arrived)
    if (!known.has(deliveryId))
      violations.push({
        kind: 'unexpected',
        of: `delivery ${deliveryId}`,
        text: `${arrivals[0]?.reader} got what belongs to no accepted message`,
      });
  for (const deliveryId of told.keys())
    if (!known.has(deliveryId))
      violations.push({ kind: 'inconsistent', of: `delivery ${deliveryId}`, text: 'told, but of no accepted message' });
  return { handedOver, deadLetters, violations };
};
