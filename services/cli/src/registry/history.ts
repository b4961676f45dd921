/** The history of the registry, and of one entry: who changed what, when and why. */
import { followStream } from '@dienstweg/infra/bus/follow.ts';
import { UnreadableEntry } from '@dienstweg/schemas/bus/stored.ts';
import { REGISTRY_CHANGES } from '@dienstweg/schemas/bus/streams.ts';
import type { RegistryEntry } from '@dienstweg/schemas/directory/change/changes.ts';
import { takeStored } from '@dienstweg/schemas/directory/fold/decode.ts';
import type { Edition } from '@dienstweg/schemas/directory/fold/editions.ts';
import { type Effect, RegistryFold } from '@dienstweg/schemas/directory/fold/fold.ts';
import { type FieldDifference, fieldDifferences } from '@dienstweg/schemas/directory/tables/canonical.ts';
import type { Operator } from '../client/operator.ts';

/** One edition. `puts` and `closes` count what took effect in it. */
export interface HistoryLine extends Omit<Edition, 'recordedAt' | 'changeId'> {
  readonly recordedAt: string;
  /** Of the change. */
  readonly id: string;
  readonly puts: number;
  readonly closes: number;
  /** Of one entry, where it was asked for: what the edition did to it. */
  readonly did?: 'added' | 'changed' | 'closed';
  readonly fields?: readonly FieldDifference[];
}

interface Touched {
  readonly did: 'added' | 'changed' | 'closed';
  readonly fields: readonly FieldDifference[];
}

/** What an effect did to an entry, which was `before`; `undefined` where it left it alone. */
const touchedBy = (
  { change }: Effect,
  entry: string,
  before: RegistryEntry | undefined,
  after: RegistryEntry | undefined,
): Touched | undefined => {
  const isClosed = change.closes.some(({ id }) => id === entry);
  if (after === undefined || !(isClosed || change.puts.some(({ id }) => id === entry))) return undefined;
  if (before === undefined) return { did: 'added', fields: [] };
  return { did: isClosed ? 'closed' : 'changed', fields: fieldDifferences(before, after) };
};

/** Reads the whole stream, for what each record held is nowhere else: every edition, or those that touched one entry. */
export const readHistory = async (
  { bus }: Pick<Operator, 'bus'>,
  entry: string | undefined,
): Promise<readonly HistoryLine[]> => {
  const fold = new RegistryFold();
  const effects = new Map<number, { readonly puts: number; readonly closes: number; readonly touched?: Touched }>();
  await using following = await followStream(bus, REGISTRY_CHANGES, (stored) => {
    const before = entry === undefined ? undefined : fold.directory.entry(entry);
    try {
      const effect = takeStored(fold, stored);
      if (effect === undefined) return;
      const after = entry === undefined ? undefined : fold.directory.entry(entry);
      const touched = entry === undefined ? undefined : touchedBy(effect, entry, before, after);
      effects.set(effect.edition, {
        puts: effect.change.puts.length,
        closes: effect.change.closes.length,
        ...(touched === undefined ? {} : { touched }),
      });
    } catch (error) {
      // nothing of the registry: it counts as an edition and says nothing
      if (!(error instanceof UnreadableEntry)) throw error;
    }
  });
  await following.caughtUp;
  return fold.directory.editions.all().flatMap(({ changeId, recordedAt, ...edition }): readonly HistoryLine[] => {
    const { puts = 0, closes = 0, touched } = effects.get(edition.edition) ?? {};
    if (entry !== undefined && touched === undefined) return [];
    return [{ ...edition, recordedAt: recordedAt.toISOString(), id: changeId, puts, closes, ...touched }];
  });
};
