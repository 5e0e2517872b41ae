import { availableParallelism } from 'node:os';

/** Tests run as native ES modules, as the code itself does, so `--experimental-vm-modules` is on (scripts/run-tests.ts). */
export default {
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' }, module: { type: 'es6' } },
    ],
  },
  // Kept from run to run, unlike the folder for temporary files (scripts/run-tests.ts).
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  testSequencer: '<rootDir>/scripts/slow-tests-first.js',
  // By default one core is left free; these tests wait a lot, for processes and for sockets.
  maxWorkers: availableParallelism() + 1,
  // Modules loaded through node:vm are not let go: a worker that has grown is replaced.
  workerIdleMemoryLimit: '1500MB',
  testTimeout: 60_000,
};
