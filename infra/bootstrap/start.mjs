// `npm start`: works on a bare clone.
import { CLI, run } from './run.mjs';

await run(CLI, ['start', ...process.argv.slice(2)]);
