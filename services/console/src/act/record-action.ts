/** What somebody did, as an event: the audit is read from the stream, which nobody can change. */
import { randomUUID } from 'node:crypto';
import type { EventWriter } from '@dienstweg/infra/bus/events.ts';
import { CONSOLE_NODE } from '@dienstweg/schemas/bus/streams.ts';
import type { OperatorActed } from '@dienstweg/schemas/events.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { Person } from '../sign-in/roles.ts';

type Acted = Partial<Omit<OperatorActed, 'type' | 'id' | 'at' | 'node' | 'by' | 'role' | 'action'>> & {
  /** Kebab-case. */
  readonly action: string;
};

/** Resolves when it is on disk. Throws ProblemError `broker-unavailable` where it cannot be recorded in time. */
export type RecordAction = (who: Pick<Person, 'id' | 'name' | 'roles'>, acted: Acted) => Promise<void>;

const WITHIN_MS = 5_000;

/** How somebody is named in events. */
export const nameOf = ({ id, name }: Pick<Person, 'id' | 'name'>): string => (id === name ? name : `${name} <${id}>`);

/** Records with a writer of events; what cannot be recorded must not be done either. */
export const recordActions =
  (events: Pick<EventWriter, 'record'>, now: () => Date): RecordAction =>
  async (who, { outcome = 'done', ...acted }) => {
    const event: OperatorActed = {
      type: 'operator-acted',
      id: randomUUID(),
      at: now().toISOString(),
      node: CONSOLE_NODE,
      by: nameOf(who),
      role: who.roles.join(' '),
      outcome,
      ...acted,
    };
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new ProblemError(problem('broker-unavailable', { detail: 'The audit cannot be written.' }))),
        WITHIN_MS,
      );
    });
    try {
      await Promise.race([events.record([event]), late]);
    } finally {
      clearTimeout(timer);
    }
  };
