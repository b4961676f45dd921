/** What generated files import: reading and writing by their tables. */
import { valueReader } from './reading.ts';
import type { ElementTable, Tables } from './tables.ts';
import { valueWriter } from './writing.ts';

export { ReadError } from './reading.ts';
export type { ElementTable, Tables } from './tables.ts';
export { WriteError } from './writing.ts';

/** Reader and writer of one root element. */
export interface Codec<T> {
  /** The value of verified, valid octets. Throws ReadError with the path of what does not fit. */
  read(octets: Uint8Array): T;
  /** The octets of a value. Throws WriteError with the path of what is missing. */
  write(value: T): Uint8Array;
}

/** A codec by tables. That `T` is what the tables say is the generator's promise. */
export const codec = <T>(tables: Tables, root: ElementTable): Codec<T> => {
  const read = valueReader(tables);
  const write = valueWriter(tables);
  return { read: (octets) => read(octets, root) as T, write: (value) => write(value, root) };
};
