/** What is said of a directory that cannot hear of changes: it goes on answering by the edition it has. */
import type { Directory } from '../directory.ts';

/** A finding for operators while the bus is away: which edition is answered by, and of when it is. */
export const heldEdition = (directory: Directory) => {
  const { edition } = directory;
  const recordedAt = directory.editions.of(edition)?.recordedAt.toISOString();
  return {
    code: 'directory-held',
    severity: 'warning' as const,
    text:
      recordedAt === undefined
        ? 'The directory is empty, and changes of it cannot arrive.'
        : `Routes are answered by edition ${edition} of the directory, recorded ${recordedAt}; later changes cannot arrive.`,
    remedy: 'Nothing: what was changed meanwhile arrives when nats-server is back.',
  };
};
