import { fileURLToPath } from 'node:url';

/** One Jest configuration for every package: native ES modules, TypeScript by swc, real servers, no fake timers. */
export default {
  rootDir: process.cwd(),
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  testMatch: ['<rootDir>/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/\\.dienstweg'],
  modulePathIgnorePatterns: ['/\\.dienstweg'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { target: 'es2024', parser: { syntax: 'typescript' } },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  testSequencer: fileURLToPath(new URL('./longest-first.mjs', import.meta.url)),
  testTimeout: 60_000,
  // A test that failed may leave a connection behind; the run must end all the same.
  forceExit: true,
  maxWorkers: 2,
};
