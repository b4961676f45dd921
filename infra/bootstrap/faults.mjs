// `npm run test:faults`: works on a bare clone.
import { run } from './run.mjs';

await run('test/faults/main.ts', process.argv.slice(2));
