/** Messages and deliveries in memory while a batch is taken in: as they stand in the view, and what changes in them. */
import type { FailureStep, StateCounted } from '@dienstweg/schemas/bus/requests.ts';
import { type DeliveryState, type MessageState, stateOfWhole } from '@dienstweg/schemas/delivery/state.ts';
import type { Value } from '../store/sql.ts';
import { type Progress, UNTOUCHED } from './advance.ts';

/** `same`: as it stands in the view. */
export type Standing = 'new' | 'changed' | 'same';

/** A delivery. Identifiers that are numbers are those of `names`. */
export interface WorkingDelivery {
  readonly no: number;
  readonly id: string;
  /** Absent until its message is seen. */
  whole: WorkingMessage | undefined;
  place: number;
  readonly messageId: string;
  readonly author: number;
  readonly reader: number;
  /** It waits in clearing: its reader is no authority. */
  readonly inClearing: boolean;
  role: number;
  parts: number;
  progress: Progress;
  attempts: number;
  /** How many attempts there will be if all fail; 0: not known. */
  planned: number;
  endedAt: number | undefined;
  step: FailureStep | undefined;
  failedAt: number;
  /** Names of the steps its history has. */
  readonly steps: Set<string>;
  /** In which state it is counted; nothing: not at all. */
  counted: DeliveryState | undefined;
  standing: Standing;
}

/** A message with its deliveries. */
export interface WorkingMessage {
  readonly sequence: number;
  readonly messageId: string;
  readonly author: number;
  readonly sender: number;
  readonly type: number;
  readonly version: number;
  readonly acceptedAt: number;
  readonly test: number;
  state: MessageState;
  endedAt: number | undefined;
  readonly deliveries: WorkingDelivery[];
  /** The other columns, for a new one. */
  readonly rest: Readonly<Record<string, Value>>;
  /** As what it is counted; nothing: not at all. */
  counted: StateCounted | undefined;
  standing: Standing;
}

/** Members of a delivery that begins. */
export const beginning = (): Pick<
  WorkingDelivery,
  'progress' | 'attempts' | 'planned' | 'endedAt' | 'step' | 'failedAt' | 'steps' | 'counted' | 'standing'
> => ({
  progress: UNTOUCHED,
  attempts: 0,
  planned: 0,
  endedAt: undefined,
  step: undefined,
  failedAt: 0,
  steps: new Set(),
  counted: undefined,
  standing: 'new',
});

/** Where a delivery of this progress has failed. */
export const stepOf = ({ state, code }: Progress, inClearing: boolean): FailureStep | undefined => {
  if (state === 'dead-letter' || state === 'expired' || state === 'rejected-by-reader') return state;
  if (state !== 'waiting' || code === undefined) return undefined;
  return inClearing ? 'clearing' : 'waiting';
};

/** As what a message counts. A dead letter without a step was returned. */
export const countsAs = ({ state, deliveries }: Pick<WorkingMessage, 'state' | 'deliveries'>): StateCounted =>
  state === 'dead-letter' &&
  deliveries.every(({ progress, step }) => progress.state !== 'dead-letter' || step === undefined)
    ? 'returned'
    : state;

/** State and end of the whole, as its deliveries make them. */
export const wholeOf = (
  deliveries: readonly WorkingDelivery[],
): { readonly state: MessageState; readonly endedAt: number | undefined } => {
  const state = stateOfWhole(deliveries.map(({ progress }) => progress.state));
  const counted = deliveries.filter(({ progress }) => progress.state !== 'assigned');
  const endedAt =
    counted.length > 0 && counted.every((delivery) => delivery.endedAt !== undefined)
      ? Math.max(...counted.map((delivery) => delivery.endedAt ?? 0))
      : undefined;
  return { state, endedAt };
};
