// `npm test`: works on a bare clone.
import { run } from './run.mjs';

await run('infra/src/checks/run.ts', process.argv.slice(2));
