/** Who takes part: authors, and readers by how they behave. Invented; none of them is of the sandbox. */
import { type AuthorityId, parseAuthorityId } from '@dienstweg/schemas/identifiers.ts';

/**
 * How a reader's node behaves while faults are on. `good`: takes everything; `mailbox`: fetches; `slow`: a byte a second;
 * `silent`: never answers; `failing`: 500; `busy`: 429 with Retry-After; `impostor`: another certificate; `redirecting`:
 * to loopback; `dying`: takes the message and breaks the connection; `babbling`: 2xx with an answer that never ends;
 * `garbled`: answers what is no HTTP.
 */
export const BEHAVIOURS = [
  'good',
  'mailbox',
  'slow',
  'silent',
  'failing',
  'busy',
  'impostor',
  'redirecting',
  'dying',
  'babbling',
  'garbled',
] as const;
export type Behaviour = (typeof BEHAVIOURS)[number];

/** A reader and how it behaves. */
export interface Reader {
  readonly authority: AuthorityId;
  readonly behaviour: Behaviour;
}

const authority = (kind: 'a' | 'r' | 'd', number: number): AuthorityId => {
  const id = parseAuthorityId(
    `dvdv:tst:99${kind === 'a' ? '1' : kind === 'r' ? '2' : '3'}${String(number).padStart(9, '0')}`,
  );
  if (id === undefined) throw new Error('no identifier');
  return id;
};

/** The last of them loses its certificate in the middle of a run. */
export const AUTHORS: readonly AuthorityId[] = [1, 2, 3, 4].map((number) => authority('a', number));

const GOOD_READERS = 4;

export const READERS: readonly Reader[] = [
  ...Array.from({ length: GOOD_READERS }, (_, index) => ({
    authority: authority('r', index + 1),
    behaviour: 'good' as const,
  })),
  ...BEHAVIOURS.filter((behaviour) => behaviour !== 'good').map((behaviour, index) => ({
    authority: authority('r', 100 + index),
    behaviour,
  })),
];

/** Readers of the test of dead recipients: nobody listens where they are said to be. */
export const deadReaders = (count: number): readonly AuthorityId[] =>
  Array.from({ length: count }, (_, index) => authority('d', index + 1));

/** The reader of a behaviour. */
export const readersThat = (behaviour: Behaviour): readonly AuthorityId[] =>
  READERS.filter((reader) => reader.behaviour === behaviour).map((reader) => reader.authority);
