/** What every answer is made from. */
import type { RequestContract, RequestKey } from '@dienstweg/schemas/bus/requests.ts';
import type { Directory } from '@dienstweg/schemas/directory/directory.ts';

/** Asks a service over the bus; its problems are thrown as `ProblemError`. */
export type Ask = <K extends RequestKey>(
  key: K,
  body: RequestContract[K]['request'],
) => Promise<RequestContract[K]['reply']>;

/** What views need. */
export interface ViewNeeds {
  readonly ask: Ask;
  readonly directory: Directory;
  readonly now: () => Date;
}
