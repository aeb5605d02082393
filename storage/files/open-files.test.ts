import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const SCRIPT = fileURLToPath(new URL('../../test/support/many-files.js', import.meta.url));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coaxial-open-files-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('thousands of files are written and read at once where few may be open', async () => {
  const limited = ['-c', 'ulimit -n 200 && exec "$0" "$@"', process.execPath, SCRIPT, folder];
  const { stdout } = await promisify(execFile)('sh', limited);
  expect(JSON.parse(stdout)).toEqual({ trials: 1500, steps: 1500, attempts: 1500, artifacts: 1500, searches: 300 });
}, 60_000);
