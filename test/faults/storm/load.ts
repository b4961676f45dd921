/** What the clients do during a run: mostly small messages to good readers, and everything else that may happen. */
import { setTimeout as delay } from 'node:timers/promises';
import { deliveryIdOf } from '@dienstweg/schemas/delivery/delivery-id.ts';
import { pathOfMailboxDelivery } from '@dienstweg/schemas/http/paths.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import { POISON } from '../processes/poison.ts';
import type { Chance } from '../random.ts';
import type { Clients } from '../world/clients.ts';
import type { Draft, Written } from '../world/messages.ts';
import { AUTHORS, type Behaviour, readersThat } from '../world/parties.ts';
import type { Recipients } from '../world/recipients.ts';

/** What the load needs. */
export interface LoadNeeds {
  readonly clients: Clients;
  readonly recipients: Recipients;
  readonly write: (draft: Draft) => Written;
  readonly chance: Chance;
  /** Clients at the same time, each waiting for its outcome before it goes on. */
  readonly concurrency: number;
  /** Whether also readers that misbehave, wrong messages and poison are in it. */
  readonly everything: boolean;
}

/** A load under way. */
export interface Load {
  /** Other clients besides, for so long; resolves when they have their outcomes. */
  burst(concurrency: number, forMs: number): Promise<void>;
  /** One message handed in `times` at once, by all gateways. */
  sameAtOnce(times: number): Promise<void>;
  /** Leaves out an author from now on. */
  without(author: AuthorityId): void;
  /** Begins nothing more; resolves when everything begun has its outcome and every mailbox is empty. */
  stop(): Promise<void>;
}

/** How often a reader of each kind is written to. */
const READERS_BY_WEIGHT: readonly (readonly [Behaviour, number])[] = [
  ['good', 880],
  ['mailbox', 30],
  ['slow', 10],
  ['silent', 10],
  ['failing', 10],
  ['busy', 10],
  ['impostor', 10],
  ['redirecting', 10],
  ['dying', 10],
  ['babbling', 10],
  ['garbled', 10],
];
/** Of a thousand messages so many are wrong, reused or poisonous, and so many belong to a conversation. */
const OF_A_THOUSAND = { wrong: 4, reused: 4, poisonous: 1, inConversation: 100 } as const;
const CONVERSATIONS = 40;
const POISON_PATIENCE_MS = 1_500;
const FETCH_PAUSE_MS = 500;

/** Begins. */
export const startLoad = (needs: LoadNeeds): Load => {
  const { clients, recipients, write, chance } = needs;
  const authors = new Set(AUTHORS);
  const fetching = new Set<Promise<void>>();
  let stopped = false;

  const draft = (): Draft => {
    const behaviour = needs.everything ? chance.weighted(READERS_BY_WEIGHT) : 'good';
    const author = chance.pick([...authors]);
    const reader = chance.pick(readersThat(behaviour));
    const inConversation = chance.between(1, 1_000) <= OF_A_THOUSAND.inConversation;
    return {
      author,
      reader,
      ...(inConversation
        ? { conversationId: `faults-${AUTHORS.indexOf(author)}-${chance.between(1, CONVERSATIONS)}` }
        : {}),
    };
  };

  /** The reader takes it out of its mailbox, again and again until it has it. */
  const fetch = async ({ author, messageId, reader }: Written): Promise<void> => {
    const delivery = deliveryIdOf(author, messageId, reader);
    for (;;) {
      const got = await clients.get(reader, pathOfMailboxDelivery(delivery)).catch(() => undefined);
      if (got?.status === 200) return recipients.fetched(reader, delivery, got.octets);
      await delay(FETCH_PAUSE_MS);
    }
  };

  const usual = async (): Promise<void> => {
    const message = write(draft());
    const { tries } = await clients.handIn(message);
    if (tries.at(-1)?.end !== 'accepted') return;
    if (!readersThat('mailbox').includes(message.reader)) return;
    const taking = fetch(message).finally(() => fetching.delete(taking));
    fetching.add(taking);
  };
  const reused = async (): Promise<void> => {
    const first = write({ ...draft(), reader: chance.pick(readersThat('good')) });
    const { tries } = await clients.handIn(first);
    if (tries.at(-1)?.end !== 'accepted') return;
    await clients.handIn(write({ author: first.author, reader: first.reader, messageId: first.messageId }), {
      isReuse: true,
    });
  };
  const one = async (): Promise<void> => {
    const lot = needs.everything ? chance.between(1, 1_000) : 1_000;
    if (lot <= OF_A_THOUSAND.wrong) await clients.handIn(write({ ...draft(), isWrong: true }));
    else if (lot <= OF_A_THOUSAND.wrong + OF_A_THOUSAND.reused) await reused();
    else if (lot <= OF_A_THOUSAND.wrong + OF_A_THOUSAND.reused + OF_A_THOUSAND.poisonous)
      await clients.handIn(write({ ...draft(), word: POISON }), { patienceMs: POISON_PATIENCE_MS, isPoison: true });
    else await usual();
  };
  const client = async (goesOn: () => boolean): Promise<void> => {
    while (goesOn()) await one();
  };
  const running = Promise.all(Array.from({ length: needs.concurrency }, () => client(() => !stopped)));
  const besides = new Set<Promise<unknown>>();
  const alongside = async (work: Promise<unknown>): Promise<void> => {
    besides.add(work);
    await work.finally(() => besides.delete(work));
  };
  return {
    burst: (concurrency, forMs) => {
      const until = performance.now() + forMs;
      const goesOn = (): boolean => !stopped && performance.now() < until;
      return alongside(Promise.all(Array.from({ length: concurrency }, () => client(goesOn))));
    },
    sameAtOnce: (times) => {
      const message = write({ ...draft(), reader: chance.pick(readersThat('good')) });
      return alongside(Promise.all(Array.from({ length: times }, () => clients.handIn(message))));
    },
    without: (author) => void authors.delete(author),
    stop: async () => {
      stopped = true;
      await running;
      await Promise.all(besides);
      await Promise.all(fetching);
    },
  };
};
