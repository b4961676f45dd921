/** Replaying a group or a selection: what would happen, then the job that makes it happen. */
import type { FailedDelivery } from '@dienstweg/schemas/bus/requests.ts';
import { dayOf } from '@dienstweg/schemas/directory/day.ts';
import type { DeliveryId } from '@dienstweg/schemas/identifiers.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { JobList, ReplayOrder, ReplayPlan } from '../api/shapes/failures.ts';
import type { Handler } from '../receive/server.ts';
import { groupOf } from '../show/failures.ts';
import type { Ask, ViewNeeds } from '../show/needs.ts';
import type { RecipientLook } from '../show/recipients.ts';
import { namesOf } from '../show/words.ts';
import type { Jobs } from './jobs.ts';
import { nameOf, type RecordAction } from './record-action.ts';

/** What replaying needs. */
export interface ReplayNeeds extends ViewNeeds {
  readonly jobs: Jobs;
  readonly recordAction: RecordAction;
  readonly recipients: () => Promise<RecipientLook>;
}

const USUAL_RATE = 50;
const AT_MOST = 10_000;
const LISTED = 100;

const changed = (detail: string): ProblemError => new ProblemError(problem('changed-meanwhile', { detail }));

/** All members of a group as they are now, those whose messages came first to the front. */
const membersOf = async (ask: Ask, group: string): Promise<readonly FailedDelivery[]> => {
  const key = groupOf(group);
  if (key.step !== 'dead-letter')
    throw new ProblemError(
      problem('delivery-not-replayable', { detail: 'Only dead letters are replayed; what waits is tried by itself.' }),
    );
  const found: FailedDelivery[] = [];
  for (let after: string | undefined; found.length < AT_MOST; ) {
    const page = await ask('trackingFailureMembers', { ...key, limit: 500, ...(after === undefined ? {} : { after }) });
    found.push(...page.deliveries);
    if (page.next === undefined) break;
    after = page.next;
  }
  return found.toSorted((a, b) => (a.acceptedAt < b.acceptedAt ? -1 : 1));
};

/** The deliveries named, as they are now among the dead letters. */
const selectionOf = async (
  ask: Ask,
  chosen: readonly { readonly deliveryId: string; readonly round: number }[],
): Promise<readonly FailedDelivery[]> => {
  const deliveryIds = chosen.map(({ deliveryId }) => deliveryId.toLowerCase() as DeliveryId);
  const { deadLetters } = await ask('deadLetters', { limit: AT_MOST, deliveryIds });
  const known = new Map<string, (typeof deadLetters)[number]>(deadLetters.map((entry) => [entry.deliveryId, entry]));
  return chosen.map(({ deliveryId, round }) => {
    const entry = known.get(deliveryId.toLowerCase());
    if (entry === undefined || entry.round !== round)
      throw changed(`${deliveryId} is no dead letter any more, or was begun anew.`);
    const { author, messageId, reader, acceptedAt, attempts, standing } = entry;
    return {
      deliveryId: entry.deliveryId,
      messageId,
      author,
      reader,
      messageType: { code: '', version: '' },
      testMessage: false,
      processReference: {},
      acceptedAt,
      state: 'dead-letter',
      attempts,
      round: entry.round,
      failedAt: 'since' in standing ? standing.since : acceptedAt,
    };
  });
};

const planOf = async (
  { directory, recipients, now }: ReplayNeeds,
  chosen: readonly FailedDelivery[],
  rate: number,
): Promise<Omit<ReplayPlan, 'names'>> => {
  const look = await recipients();
  const day = dayOf(now());
  return {
    count: chosen.length,
    seconds: Math.ceil(chosen.length / rate),
    targets: [...Map.groupBy(chosen, ({ reader }) => reader)].map(([reader, { length: count }]) => {
      const channel = directory.endpoints.inForce(reader, { day }).at(-1)?.channel;
      const { circuit, paused } = look.of(reader);
      return {
        reader,
        count,
        channel: channel?.type ?? 'none',
        ...(channel?.type === 'push' ? { url: channel.url } : {}),
        paused: paused !== undefined,
        circuitOpen: circuit === 'open',
      };
    }),
    deliveries: chosen.slice(0, LISTED).map((each) => ({ ...each, round: each.round ?? 0 })),
  };
};

/** `POST /api/failures/replay` */
export const replayMany =
  (needs: ReplayNeeds): Handler =>
  async ({ body, who, language, reply }) => {
    const { selection, reason, dryRun = false, ratePerSecond = USUAL_RATE, seenCount } = body as ReplayOrder;
    const chosen =
      'group' in selection
        ? await membersOf(needs.ask, selection.group)
        : await selectionOf(needs.ask, selection.deliveries);
    if (seenCount !== undefined && chosen.length > seenCount)
      throw changed(`The group has ${chosen.length} members now; ${seenCount} were shown.`);
    if (chosen.length === 0) throw changed('There is nothing to replay any more.');
    if (dryRun) {
      const plan = await planOf(needs, chosen, ratePerSecond);
      const ids = chosen.flatMap(({ author, reader }) => [author, reader]);
      return { ...plan, names: namesOf(needs.directory, ids, language, needs.now()) };
    }
    const about = 'group' in selection ? selection.group : 'selection';
    await needs.recordAction(who, { action: 'replay-ordered', reason, about, count: chosen.length });
    const job = needs.jobs.start({
      by: nameOf(who),
      reason,
      ratePerSecond,
      language,
      chosen: chosen.map(({ deliveryId, round }) => ({ deliveryId: deliveryId as DeliveryId, round: round ?? 0 })),
    });
    return reply.code(202).send(job);
  };

const jobUnknown = (): ProblemError =>
  new ProblemError(problem('not-found', { detail: 'There is no such job; a restart of the console forgets them.' }));

/** `GET /api/jobs`, `GET /api/jobs/{id}`, `POST /api/jobs/{id}/stop` */
export const jobHandlers = ({
  jobs,
  recordAction,
}: Pick<ReplayNeeds, 'jobs' | 'recordAction'>): Readonly<Record<'jobs' | 'job' | 'stopJob', Handler>> => ({
  jobs: async (): Promise<JobList> => ({ jobs: jobs.list() }),
  job: async ({ params }) => {
    const job = jobs.get(String(params.id));
    if (job === undefined) throw jobUnknown();
    return job;
  },
  stopJob: async ({ params, body, who }) => {
    const id = String(params.id);
    const { reason } = body as { readonly reason: string };
    if (jobs.get(id) === undefined) throw jobUnknown();
    await recordAction(who, { action: 'replay-stopped', reason, about: id });
    return jobs.stop(id);
  },
});
