import { execFile, spawn } from 'node:child_process';
import { access, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { withLock } from './lock.js';

/** Later releases cannot be installed this way because their go.mod has a replace directive. */
const SOURCE = 'github.com/temporalio/cli/cmd/temporal@v1.5.1';
const GO_VERSION = [1, 25] as const;

/** File name of the program. */
export const PROGRAM_NAME = process.platform === 'win32' ? 'temporal.exe' : 'temporal';

/**
 * Builds the program with Go into the cache; concurrent processes wait for one build.
 *
 * @throws Error with the reason where Go is absent or too old, or the build fails.
 */
export async function buildFromSource(cache: string, log: (line: string) => void): Promise<string> {
  await requireGo();
  const path = join(cache, 'bin', PROGRAM_NAME);
  return withLock(join(cache, 'build.lock'), 20 * 60_000, async () => {
    if (await exists(path)) return path;
    log('building the Temporal server from source, about 3 minutes, once');
    const folder = join(cache, `build-${process.pid}`);
    try {
      await mkdir(folder, { recursive: true });
      await goInstall(folder);
      await mkdir(join(cache, 'bin'), { recursive: true });
      await rename(join(folder, PROGRAM_NAME), path);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
    return path;
  });
}

async function requireGo(): Promise<void> {
  const needed = `Go ${GO_VERSION.join('.')} or newer`;
  const { stdout } = await promisify(execFile)('go', ['env', 'GOVERSION']).catch(() => {
    throw new Error(`${needed} is not on PATH`);
  });
  const match = /^go(\d+)\.(\d+)/.exec(stdout);
  const [major, minor] = match ? [Number(match[1]), Number(match[2])] : [0, 0];
  const newEnough = major > GO_VERSION[0] || (major === GO_VERSION[0] && minor >= GO_VERSION[1]);
  if (!newEnough) throw new Error(`${needed} is needed, not ${stdout.trim()}`);
}

function goInstall(folder: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, GOBIN: folder, GOFLAGS: '' };
    const go = spawn('go', ['install', SOURCE], { env, stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    go.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-4_000)));
    go.once('error', reject);
    go.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`go install ${SOURCE} failed: ${said.trim().split('\n').at(-1) ?? `exit ${code}`}`));
    });
  });
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
