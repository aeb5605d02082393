/**
 * Tests run as ES modules (see "test" in package.json for the flag that jest needs), compiled by swc.
 * Worker threads, worker processes and the workflow bundle are taken from dist/, which pretest builds.
 */
export default {
  testEnvironment: './test/support/environment.cjs',
  setupFiles: ['./test/support/plain-output.ts'],
  testMatch: ['<rootDir>/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '/.build/', '/.venv/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.build/', '/.venv/'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'es6' } },
    ],
  },
  testTimeout: 30_000,
};
