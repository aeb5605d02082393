import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { endProcess } from '../../server/processes.js';
import { readState } from '../../server/state.js';
import { isAlive } from '../../storage/files/is-alive.js';
import { eventually } from '../support/test-home.js';

jest.setTimeout(900_000);

/** Runs a command on a terminal of its own: what it writes there comes out, what is sent is typed. */
const TERMINAL = `
import os, pty, select, sys
pid, fd = pty.fork()
if pid == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
print(pid, flush=True)
sources = [fd, 0]
while fd in select.select(sources, [], [])[0] or 0 in select.select(sources, [], [], 0)[0]:
    for source in select.select(sources, [], [], 0)[0]:
        try:
            data = os.read(source, 65536)
        except OSError:
            data = b''
        if source == fd and not data:
            os._exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) & 255)
        if source == 0 and not data:
            sources.remove(0)
        elif source == 0:
            os.write(fd, data)
        else:
            os.write(1, data)
`;
const hasPython = spawnSync('python3', ['-c', 'import pty, os; os.waitstatus_to_exitcode']).status === 0;
if (!hasPython) console.warn('skipped: no python3 that opens terminals');
const onTerminal = hasPython ? describe : describe.skip;

let home: string;
let running: ChildProcess | null = null;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'coaxial-terminal-'));
});
afterEach(async () => {
  if (running?.pid !== undefined && running.exitCode === null) await endProcess(running.pid, 0);
  const state = await eventually('the end of the server', async () => {
    const { pid = null } = (await readState(home)) ?? {};
    return (pid === null || !isAlive(pid)) && { pid };
  });
  expect(state).toBeTruthy();
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
});

interface Screen {
  pid: number;
  said: () => string;
  says: (pattern: RegExp) => Promise<unknown>;
  type: (text: string) => void;
  ended: Promise<number | null>;
}

async function search(env: NodeJS.ProcessEnv = {}): Promise<Screen> {
  const main = resolve('dist/cli/main.js');
  const words = ['search', 'examples/data/penguins.csv', '--target', 'species', '--max-trials', '5000'];
  const child = spawn('python3', ['-c', TERMINAL, process.execPath, main, ...words, '--paradigms', 'linear'], {
    env: { ...process.env, COAXIAL_HOME: home, NODE_ENV: undefined, CI: undefined, TERM: 'xterm-256color', ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  running = child;
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ended = new Promise<number | null>((done) => child.once('close', done));
  const says = (pattern: RegExp): Promise<unknown> =>
    eventually(`${pattern}`, () => Promise.resolve(pattern.test(said) || child.exitCode !== null), 60_000);
  await says(/ of 5000 trials/);
  return { pid: Number(said.split('\n')[0]), said: () => said, says, type: (text) => child.stdin.write(text), ended };
}

/** What is on the last line of a screen on which only a line's own cursor moves. */
function lastLine(said: string): string {
  const line = said.split('\n').at(-1)!;
  return line.slice(line.lastIndexOf('\u001b[1G') + 4).replaceAll('\u001b[0K', '');
}

/** Switches the cursor off, the wrapping of lines, or another mode; or saves where the cursor is. */

const MODES = /\u001b\[\?|\u001b[78]|\u001b\[[su]/;

onTerminal('a terminal', () => {
  test('is as it was after two Ctrl-C', async () => {
    const { type, says, said, ended } = await search();
    type('\u0003');
    await says(/a second Ctrl-C leaves at once/);
    type('\u0003');
    expect(await ended).toBe(130);
    expect(said()).toMatch(/█|░/);
    expect(said()).not.toMatch(MODES);
    expect(lastLine(said())).toBe('');
  });

  test('that is dumb gets lines, and no cursor moves', async () => {
    const { pid, said, ended } = await search({ TERM: 'dumb' });
    process.kill(pid, 'SIGTERM');
    await ended;
    expect(said()).toMatch(/trials/);

    expect(said()).not.toMatch(/\u001b/);
  });
});
