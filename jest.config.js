import { availableParallelism } from 'node:os';

/**
 * Tests run as ES modules (see "test" in package.json for the flag that jest needs), compiled by swc.
 * Worker threads, worker processes and the workflow bundle are taken from dist/, which pretest builds.
 *
 * `npm test` runs two projects: `unit`, and `temporal`, whose files share one Temporal server. What takes long
 * (`test/long`) is run by `npm run test:long` (`jest.long.config.js`).
 */
const common = {
  testEnvironment: './test/support/environment.cjs',
  setupFiles: ['./test/support/plain-output.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.build/', '/.venv/'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'es6' } },
    ],
  },
};
const NO_TESTS = ['/node_modules/', '/dist/', '/.build/', '/.venv/'];
const WITH_SERVER = ['<rootDir>/test/search/', '<rootDir>/test/teams/'];
const LONG = '<rootDir>/test/long/';

const withServer = (displayName, folders) => ({
  ...common,
  displayName,
  testMatch: folders.map((folder) => `${folder}**/*.test.ts`),
  globalSetup: './test/support/start-server.js',
  globalTeardown: './test/support/stop-server.js',
});

export const shared = {
  // More than there are cores: tests with a server mostly wait.
  maxWorkers: Math.ceil(1.5 * availableParallelism()),
  testSequencer: './test/support/sequencer.cjs',
  // Jest takes no notice of it in a project.
  testTimeout: 120_000,
  reporters: ['default', './test/support/slowest-reporter.js'],
};
export const long = withServer('long', [LONG]);

export default {
  ...shared,
  projects: [
    {
      ...common,
      displayName: 'unit',
      testMatch: ['<rootDir>/**/*.test.ts'],
      testPathIgnorePatterns: [...NO_TESTS, ...WITH_SERVER, LONG],
    },
    withServer('temporal', WITH_SERVER),
  ],
};
