import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coaxial-room-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A file system of one's own needs a namespace of one's own, which not every machine allows. */
const SMALL_DISK = ['-rm', 'bash', '-c'];
const canMount = spawnSync('unshare', [...SMALL_DISK, 'mount -t tmpfs none /mnt']).status === 0;
if (!canMount) console.warn('skipped: no file system can be mounted here to fill up');

jest.setTimeout(900_000);

/** Fills the disk once trials have ended, and makes room once the search has said that it waits. */
const SCRIPT = `
  mount -t tmpfs -o size=60m none "$COAXIAL_HOME" || exit 90
  said="$COAXIAL_HOME.said"
  node "$MAIN" search "$DATA" --target species --paradigms linear,tree,naive-bayes --max-trials 30 --id small > "$said" 2>&1 &
  search=$!
  until_said() { until grep -qE "$1" "$said"; do kill -0 $search 2> /dev/null || return; sleep 0.1; done; }
  until_said ' [1-9][0-9]* of 30 trials'
  dd if=/dev/zero of="$COAXIAL_HOME/filler" bs=64k 2> /dev/null
  until_said 'cannot be written( to)?: there is no space left'
  rm "$COAXIAL_HOME/filler"
  wait $search
  code=$?
  cat "$said"
  exit $code`;

(canMount ? test : test.skip)('a search whose whole home is on a full disk goes on once there is room', async () => {
  const home = join(folder, 'home');
  await writeFile(join(folder, 'home.said'), '');
  await mkdir(home);
  const { status, stdout } = spawnSync('unshare', [...SMALL_DISK, SCRIPT], {
    env: {
      ...process.env,
      NODE_ENV: undefined,
      COAXIAL_HOME: home,
      MAIN: resolve('dist/cli/main.js'),
      DATA: resolve('examples/data/penguins.csv'),
    },
    encoding: 'utf8',
  });
  // By the trials, while the log of the server's database has room in itself; else by the command, whose server fails.
  expect(stdout).toMatch(/cannot be written( to)?: there is no space left.*; make room/);
  expect(stdout).toMatch(/30 trials \(\d+ reused, 0 failed\)/);
  expect(status).toBe(0);
});
