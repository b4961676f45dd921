#!/usr/bin/env node
// `npx dienstweg …`: works on a bare clone.
import { CLI, run } from './run.mjs';

await run(CLI, process.argv.slice(2));
