import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { withLock } from '../../server/lock.js';
import { end, type TestHome, type TestWorker } from './test-home.js';

/** The worker of another team, in Python. */
export const PYTHON_TEAM = resolve(import.meta.dirname, '../../examples/python-team');

const ENVIRONMENT = join(PYTHON_TEAM, '.venv');
const OLDEST = [3, 11];
/** Prints the version, and fails where an environment could not be made. */
const PROBE = 'import ensurepip, sys, venv; print(*sys.version_info[:3], sep=".")';
/** Downloads of about 200 MB. */
const INSTALL_PATIENCE_MS = 15 * 60_000;

/** Why tests in Python do not run: there is no Python that is new enough. Null if they do, as they must in CI. */
export function whyNoPython(): string | null {
  if (process.env.COAXIAL_TEST_PYTHON === 'required') return null;
  try {
    pythonVersion();
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

/** @throws Error if there is no Python with which an environment can be made, or it is too old */
function pythonVersion(): string {
  const needed = `it needs python3 ${OLDEST.join('.')} or newer, with venv`;
  let version: string;
  try {
    version = execFileSync('python3', ['-c', PROBE], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    throw new Error(`${needed}, and there is none on PATH`);
  }
  const [major, minor] = version.split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return version;
  throw new Error(`${needed}, and python3 on PATH is ${version}`);
}

/**
 * The Python of the example's own environment, which is made where it is not there, or is that of other requirements.
 *
 * @throws Error with what pip said
 */
export async function pythonOfTeam(): Promise<string> {
  const python = join(ENVIRONMENT, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  const stamp = join(ENVIRONMENT, 'made-for');
  const requirements = join(PYTHON_TEAM, 'requirements.txt');
  const wanted = createHash('sha256')
    .update(pythonVersion())
    .update(await readFile(requirements))
    .digest('hex');
  await withLock(`${ENVIRONMENT}.lock`, INSTALL_PATIENCE_MS, async () => {
    const found = await readFile(stamp, 'utf8').catch(() => null);
    if (found === wanted) return;
    await rm(ENVIRONMENT, { recursive: true, force: true });
    await run('python3', ['-m', 'venv', ENVIRONMENT]);
    await run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements]);
    await writeFile(stamp, wanted);
  });
  return python;
}

/** Runs a program to its end in the example's folder. @returns its output. @throws Error with its output if it fails */
export function run(program: string, args: string[], env: NodeJS.ProcessEnv = process.env): Promise<string> {
  return new Promise((done, failed) => {
    execFile(program, args, { cwd: PYTHON_TEAM, env, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      if (error)
        failed(new Error(`${[program, ...args].join(' ')}: ${error.code ?? error.signal}\n${stdout}${stderr}`));
      else done(stdout);
    });
  });
}

/** What the worker needs to know of a home. */
export type TeamHome = Pick<TestHome, 'address' | 'namespace'> & { store: { root: string } };

/**
 * Starts the Python team's worker and waits until it polls: queue `python-team` for its paradigms, `python-team-axis`
 * for its axis.
 *
 * @param env more of its environment, as COAXIAL_QUEUE or COAXIAL_BUILD_ID
 */
export async function startPythonTeam(home: TeamHome, env: NodeJS.ProcessEnv = {}): Promise<TestWorker> {
  const child = spawn(await pythonOfTeam(), ['-m', 'coaxial_team'], {
    cwd: PYTHON_TEAM,
    env: {
      ...process.env,
      TEMPORAL_ADDRESS: home.address,
      TEMPORAL_NAMESPACE: home.namespace,
      COAXIAL_STORE: home.store.root,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await untilReady(child);
  return { pid: child.pid!, end: (signal?: NodeJS.Signals) => end(child, signal ?? 'SIGTERM') };
}

function untilReady(child: ChildProcess): Promise<void> {
  let said = '';
  return new Promise<void>((ready, failed) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        said = (said + text).slice(-4000);
        if (/^ready$/m.test(said)) ready();
      });
    }
    child.once('error', failed);
    child.once('exit', (code) => failed(new Error(`the Python team's worker ended with ${code}: ${said}`)));
  });
}
