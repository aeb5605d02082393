import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { listExecutions } from '../server/list-executions.js';
import { startServer } from '../server/start.js';
import { eventually } from '../test/support/test-home.js';

// Loading Temporal's SDK and the learners takes several times as long as what these commands do.
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coaxial-loaded-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Runs a command line. @returns names of the packages whose modules Node has loaded for it */
async function packagesOf(line: string): Promise<string[]> {
  const coverage = join(folder, 'coverage');
  const { status, stderr } = spawnSync(process.execPath, [resolve('dist/cli/main.js'), ...line.split(' ')], {
    cwd: folder,
    env: { PATH: process.env.PATH, NODE_V8_COVERAGE: coverage, COAXIAL_HOME: join(folder, 'home') },
    encoding: 'utf8',
  });
  expect({ status, stderr }).toMatchObject({ status: 0 });
  // A process writes one file, with the URLs of all scripts that it has loaded.
  const [file] = await readdir(coverage);
  const { result } = JSON.parse(await readFile(join(coverage, file), 'utf8')) as { result: { url: string }[] };
  const names = result.flatMap(({ url }) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? []);
  return [...new Set(names)].sort();
}

test.each(['--help', 'search --help', 'store gc --help'])('%s loads options alone', async (line) => {
  expect(await packagesOf(line)).toEqual(['commander', 'zod']);
});

test.each(['list', 'store stats'])('%s loads no SDK where no server runs', async (line) => {
  const packages = await packagesOf(line);
  expect(packages).toContain('yaml');
  for (const heavy of ['@temporalio/client', '@grpc/grpc-js', 'protobufjs', 'undici', 'apache-arrow', 'csv-parse']) {
    expect(packages).not.toContain(heavy);
  }
});

test('list asks a local server without the SDK', async () => {
  const home = join(folder, 'home');
  const server = await startServer({ home, log: () => undefined });
  try {
    // The Web UI starts a little later than the server.
    await eventually('an answer of the Web UI', async () => (await listExecutions(home, '')) !== null);
    expect(await packagesOf('list')).not.toContain('@temporalio/client');
  } finally {
    await server.release();
  }
});
