import { expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

const onUnix = process.platform === 'win32' ? test.skip : test;

onUnix.each([24, 32, 64])('with %d open files, the program says so in two lines', (files) => {
  const command = `ulimit -n ${files}; exec "$0" "$@"`;
  const words = [process.execPath, resolve('dist/cli/main.js'), 'search', 'examples/data/penguins.csv'];
  const { status, stderr } = spawnSync('bash', ['-c', command, ...words, '--target', 'species'], {
    env: { ...process.env, NODE_ENV: undefined, COAXIAL_HOME: '/proc/none' },
    encoding: 'utf8',
  });
  const lines = stderr.trimEnd().split('\n');
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(/^error: .*EMFILE/);
  expect(lines[1]).toMatch(/ulimit -n 1024/);
  expect(status).toBe(1);
});

test('a worker whose server does not answer says so, and ends', () => {
  const { status, stderr } = spawnSync(process.execPath, [resolve('dist/cli/main.js'), 'worker', 'features'], {
    env: { ...process.env, NODE_ENV: undefined, TEMPORAL_ADDRESS: '127.0.0.1:9', NO_COLOR: '1' },
    encoding: 'utf8',
    timeout: 100_000,
  });
  expect(stderr).toMatch(/the Temporal server at 127\.0\.0\.1:9 .*does not answer/);
  expect(status).toBe(2);
});
