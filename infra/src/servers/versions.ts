/** Versions of the servers we run on. */

/** The first nats-server we know to write to disk before it acknowledges, without known holes. */
export const MINIMUM_NATS_VERSION = '2.10.27';
/** The first Redis or Valkey we support. */
export const MINIMUM_REDIS_VERSION = '7.0.0';
/** The oldest PostgreSQL that is still maintained. */
export const MINIMUM_POSTGRES_VERSION = '14.0';
/** The first Chromium that our tests were run in. */
export const MINIMUM_CHROMIUM_VERSION = '120.0.0';
/** The first xmlsec1 that our tests were judged by. */
export const MINIMUM_XMLSEC1_VERSION = '1.2.37';

const numbersOf = (version: string): readonly number[] =>
  (/\d+(?:\.\d+)*/.exec(version)?.[0] ?? '').split('.').map(Number);

/** Compares by number, part by part: `2.10.27` is at least `2.9.30`. */
export const isVersionAtLeast = (version: string, minimum: string): boolean => {
  const [have, want] = [numbersOf(version), numbersOf(minimum)];
  const differs = want.findIndex((number, index) => (have[index] ?? 0) !== number);
  return differs === -1 || (have[differs] ?? 0) > (want[differs] ?? 0);
};
