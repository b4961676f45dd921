/** Editions of the directory: who recorded what, when and why, what it changed, and what waits for approval. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import { readMessage } from '@dienstweg/infra/bus/read.ts';
import { STREAMS } from '@dienstweg/schemas/bus/streams.ts';
import type { RegistryChange, RegistryEntry } from '@dienstweg/schemas/directory/change/changes.ts';
import type { Directory } from '@dienstweg/schemas/directory/directory.ts';
import { decodeStored } from '@dienstweg/schemas/directory/fold/decode.ts';
import { fieldDifferences } from '@dienstweg/schemas/directory/tables/canonical.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { EditionList, EditionShown, PendingList } from '../api/shapes/directory.ts';
import type { Handler } from '../receive/server.ts';
import type { ViewNeeds } from './needs.ts';
import { nonsense } from './values.ts';

/** `GET /api/registry/history`: the newest first; `after` is an edition. */
export const listEditions =
  ({ directory }: Pick<ViewNeeds, 'directory'>): Handler =>
  async ({ query }): Promise<EditionList> => {
    const before = query.after === undefined ? Number.POSITIVE_INFINITY : Number(query.after);
    if (Number.isNaN(before)) throw nonsense('after', query.after, 'next');
    const limit = Number(query.limit);
    const found = directory.editions
      .all()
      .toReversed()
      .filter(({ edition }) => edition < before)
      .slice(0, limit + 1);
    const next = found.length > limit ? found[limit - 1]?.edition : undefined;
    return {
      editions: found
        .slice(0, limit)
        .map(({ recordedAt, ...edition }) => ({ ...edition, recordedAt: recordedAt.toISOString() })),
      ...(next === undefined ? {} : { next: String(next) }),
    };
  };

const AT_MOST = 500;
const STEP = 5_000;

/** Entries as they were known in an edition; the whole directory is gone through, with pauses for others. */
const knownIn = async (
  directory: Directory,
  ids: ReadonlySet<string>,
  edition: number,
): Promise<ReadonlyMap<string, RegistryEntry>> => {
  const found = new Map<string, RegistryEntry>();
  let looked = 0;
  for (const { entry } of directory.entriesFrom({ list: 'responsibilities', from: 0 }, edition)) {
    if (ids.has(entry.id)) found.set(entry.id, entry);
    if (found.size === ids.size) break;
    looked += 1;
    if (looked % STEP === 0) await nextTurn();
  }
  return found;
};

const changeIn = async (bus: Bus, edition: number): Promise<RegistryChange | undefined> => {
  const stored = await readMessage(bus, STREAMS.registry, edition);
  if (stored === undefined) return undefined;
  const { record } = decodeStored(stored.data);
  return 'puts' in record ? record : undefined;
};

/** `GET /api/registry/editions/{edition}` */
export const showEdition =
  ({ directory, bus }: Pick<ViewNeeds, 'directory'> & { readonly bus: Bus }): Handler =>
  async ({ params }): Promise<EditionShown> => {
    const edition = directory.editions.of(Number(params.edition));
    if (edition === undefined) throw new ProblemError(problem('not-found', { detail: 'There is no such edition.' }));
    const { recordedAt, ...facts } = edition;
    // an approval puts into effect what was proposed earlier; of a set of parts the last one only is shown
    const change = await changeIn(bus, edition.proposedIn ?? edition.edition);
    const [puts, closes] = [change?.puts.slice(0, AT_MOST) ?? [], change?.closes.slice(0, AT_MOST) ?? []];
    const ids = new Set([...puts, ...closes].map(({ id }) => id));
    const before = await knownIn(directory, ids, edition.edition - 1);
    const shown = (entry: RegistryEntry): RegistryEntry =>
      entry.kind === 'certificate' ? { ...entry, der: '' } : entry;
    return {
      ...facts,
      recordedAt: recordedAt.toISOString(),
      differences: [
        ...puts.map((after) => {
          const was = before.get(after.id);
          return was === undefined
            ? { is: 'added' as const, id: after.id, kind: after.kind, after: shown(after), fields: [] }
            : {
                is: 'changed' as const,
                id: after.id,
                kind: after.kind,
                before: shown(was),
                after: shown(after),
                fields: fieldDifferences(shown(was), shown(after)),
              };
        }),
        ...closes.flatMap(({ id, validUntil }) => {
          const was = before.get(id);
          const fields = [{ field: 'validUntil', before: was?.validUntil, after: validUntil }];
          return was === undefined ? [] : [{ is: 'closed' as const, id, kind: was.kind, before: shown(was), fields }];
        }),
      ],
      more: Math.max(0, (change?.puts.length ?? 0) - AT_MOST) + Math.max(0, (change?.closes.length ?? 0) - AT_MOST),
      names: {},
    };
  };

/** `GET /api/registry/pending` */
export const listPending =
  ({ ask }: Pick<ViewNeeds, 'ask'>): Handler =>
  async (): Promise<PendingList> => {
    const { edition, pending } = await ask('registryPending', {});
    return {
      edition,
      pending: pending.map((each) => ({
        ...each,
        commands: {
          approve: `npx dienstweg registry approve ${each.changeId}`,
          withdraw: `npx dienstweg registry withdraw ${each.changeId}`,
        },
      })),
    };
  };
