// The order of test files: those that take longest begin first, so that none of them runs alone at the end.
import Sequencer from '@jest/test-sequencer';

/** From the longest on, by the end of their paths; all others follow in the order Jest gives them. */
const LONGEST = [
  'test/e2e/backup.test.ts',
  'test/console/console.test.ts',
  'test/e2e/system.test.ts',
  'test/e2e/message-types.test.ts',
  'test/e2e/cut-over.test.ts',
  'test/faults/faults.test.ts',
  'test/e2e/registry-import.test.ts',
  'test/e2e/console.test.ts',
  'test/cluster/cluster.test.ts',
  'test/observability/observability.test.ts',
  'gateway/src/faults.int.test.ts',
  'gateway/src/types.int.test.ts',
  'cli/src/offline.test.ts',
  'registry/src/publish.int.test.ts',
  'delivery/src/delivery.int.test.ts',
];

const rankOf = ({ path }) => {
  const rank = LONGEST.findIndex((end) => path.endsWith(end));
  return rank === -1 ? LONGEST.length : rank;
};

export default class LongestFirst extends Sequencer {
  async sort(tests) {
    return (await super.sort(tests)).toSorted((a, b) => rankOf(a) - rankOf(b));
  }
}
