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
