import { afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { connectClient } from '../cli/project/client.js';
import { askServer } from './endpoint.js';
import { listExecutions, type ExecutionInfo } from './list-executions.js';
import { endProcess } from './processes.js';
import { isAlive } from '../storage/files/is-alive.js';
import { findProgram } from './program.js';
import { runningEndpoint, startServer, type LocalServer } from './start.js';
import { readState } from './state.js';
import { eventually } from '../test/support/test-home.js';

const silent = (): void => undefined;

let folder: string;
const started: LocalServer[] = [];

async function start(home: string): Promise<LocalServer> {
  const server = await startServer({ home: join(folder, home), log: silent });
  started.push(server);
  return server;
}

/** A program of this name that does what the script says. */
async function program(place: string, script: string): Promise<string> {
  const path = join(folder, place, 'temporal');
  await mkdir(join(folder, place), { recursive: true });
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
  return path;
}

beforeAll(async () => {
  // A machine without the program downloads or builds it here.
  await findProgram(silent);
}, 15 * 60_000);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coaxial-server-'));
});

afterEach(async () => {
  jest.restoreAllMocks();
  for (const server of started.splice(0)) await endProcess(server.pid, 5_000);
  await rm(folder, { recursive: true, force: true });
});

describe('the server of a home', () => {
  test('starts, keeps its ports and its database over restarts, and ends with its last user', async () => {
    const first = await start('home');
    const second = await start('home');
    expect([first.started, second.started]).toEqual([true, false]);
    expect(second.pid).toBe(first.pid);
    const answer = await askServer(first.endpoint, 5_000);
    await first.release();
    expect(isAlive(first.pid)).toBe(true);
    await second.release();
    expect(isAlive(first.pid)).toBe(false);
    const again = await start('home');
    expect(again.endpoint).toEqual(first.endpoint);
    expect(await askServer(again.endpoint, 5_000)).toEqual(answer);
    await again.release();
    expect(await runningEndpoint(join(folder, 'home'))).toBeNull();
  });

  test('never meets that of another home', async () => {
    const [one, other] = await Promise.all([start('one'), start('other')]);
    expect(one.endpoint.connection.address).not.toBe(other.endpoint.connection.address);
    // As if the first home's server had ended, and its process id and ports belonged to the other's now.
    const state = await readState(join(folder, 'other'));
    await writeFile(
      join(folder, 'one', 'server.json'),
      JSON.stringify({ ...state, namespaceId: (await readState(join(folder, 'one')))?.namespaceId }),
    );
    expect(await runningEndpoint(join(folder, 'one'))).toBeNull();
  });

  test('takes other ports where a program took its own before it started', async () => {
    const { path: real } = await findProgram(silent);
    const once = join(folder, 'tried');
    await program(
      'unlucky',
      `[ -e "${once}" ] && exec "${real}" "$@"; touch "${once}"
       echo 'panic: listen tcp 127.0.0.1:7: bind: address already in use' >&2; echo 'main.go:18 +0x96' >&2; exit 1`,
    );
    const env = { ...process.env, PATH: [join(folder, 'unlucky'), process.env.PATH].join(delimiter) };
    const server = await startServer({ home: join(folder, 'home'), log: silent, env });
    started.push(server);
    expect(await askServer(server.endpoint, 5_000)).toHaveProperty('namespaceId');
  });

  test('lies in the home, whatever the home is called', async () => {
    const home = 'a?b#c%41 d é';
    await (await start(home)).release();
    expect(await readdir(folder)).toEqual([home]);
    expect(await readdir(join(folder, home))).toContain('temporal.db');
  });

  test('keeps its database by a write-ahead log: no call waits for the disk', async () => {
    await start('home');
    const header = (await readFile(join(folder, 'home', 'temporal.db'))).subarray(0, 20);
    expect([...header.subarray(18)]).toEqual([2, 2]);
  });

  test('lists the runs of workflows by HTTP as by the client', async () => {
    const { endpoint } = await start('home');
    const { client, close } = await connectClient(endpoint);
    const query = "WorkflowType = 'unserved'";
    for (const workflowId of ['a', 'b', 'c']) {
      await client.workflow.start('unserved', { workflowId, taskQueue: 'nobody' });
    }
    await client.workflow.getHandle('b').terminate();
    const byHttp = (pageSize?: number): Promise<ExecutionInfo[] | null> =>
      listExecutions(join(folder, 'home'), query, pageSize);
    const all = await eventually('runs in the index', async () => {
      const runs = await byHttp();
      return runs?.length === 3 && runs.some(({ status }) => status === 'TERMINATED') ? runs : null;
    });
    const byClient: ExecutionInfo[] = [];
    for await (const { workflowId, type, status, startTime } of client.workflow.list({ query })) {
      byClient.push({ workflowId, type, status: status.name, startTime });
    }
    await close();
    expect(all).toEqual(byClient);
    expect(await byHttp(2)).toEqual(all);
    expect(await listExecutions(join(folder, 'none'), query)).toBeNull();
  });

  test('is reached beside the proxies of the environment', async () => {
    jest.spyOn(console, 'error').mockImplementation(() => undefined); // gRPC tells of the proxy
    const proxies = ['grpc_proxy', 'https_proxy', 'http_proxy'];
    for (const name of proxies) process.env[name] = 'http://127.0.0.1:9';
    try {
      const { endpoint } = await start('home');
      expect(await askServer(endpoint, 5_000)).toHaveProperty('namespaceId');
      const { client, close } = await connectClient(endpoint);
      await client.workflowService.getSystemInfo({});
      await close();
      // One on another machine is asked through them.
      const elsewhere = { ...endpoint, connection: { address: '192.0.2.1:7233' } };
      expect(await askServer(elsewhere, 1_000)).toHaveProperty(
        'why',
        expect.stringMatching(/127\.0\.0\.1:9|deadline/i),
      );
    } finally {
      for (const name of proxies) delete process.env[name];
    }
  });

  test.each([
    ['is not a folder', 'file'],
    ['cannot be made', 'file/home'],
    ['at most 480', join(...Array.from({ length: 12 }, () => 'x'.repeat(40)))],
  ])('is refused where its home %s', async (why, home) => {
    await writeFile(join(folder, 'file'), '');
    const named = { ...process.env, COAXIAL_HOME: 'set' };
    const starting = startServer({ home: join(folder, home), log: silent, env: named });
    await expect(starting).rejects.toThrow(new RegExp(`^COAXIAL_HOME: .*${why}`));
    const unnamed = startServer({ home: join(folder, home), log: silent, env: {} });
    await expect(unnamed).rejects.toThrow(/set COAXIAL_HOME to name another/);
  });

  test('is started once when several start it at the same time', async () => {
    const servers = await Promise.all([start('home'), start('home'), start('home')]);
    expect(new Set(servers.map(({ pid }) => pid)).size).toBe(1);
    expect(servers.filter(({ started }) => started)).toHaveLength(1);
    await Promise.all(servers.map((server) => server.release()));
    expect(isAlive(servers[0].pid)).toBe(false);
  });

  test('outlives a user that is killed, and the next user stops it', async () => {
    const server = await start('home');
    const user = spawn('sleep', ['60']);
    await writeFile(join(folder, 'home', 'server-users', `${server.pid}-${user.pid}-0`), '');
    await server.release();
    expect(isAlive(server.pid)).toBe(true);
    await new Promise((resolve) => {
      user.once('exit', resolve);
      user.kill('SIGKILL');
    });
    const next = await start('home');
    expect(next.started).toBe(false);
    await next.release();
    expect(isAlive(server.pid)).toBe(false);
  });

  test('that was killed is started again on the same database', async () => {
    const server = await start('home');
    const answer = await askServer(server.endpoint, 5_000);
    await endProcess(server.pid, 0);
    const again = await start('home');
    expect(again.started).toBe(true);
    expect(await askServer(again.endpoint, 5_000)).toEqual(answer);
    await server.release();
    expect(isAlive(again.pid)).toBe(true);
    await again.release();
  });

  test('moves to other ports if another program took its own', async () => {
    const first = await start('home');
    await first.release();
    const { port } = (await readState(join(folder, 'home')))!;
    const other = await listen(port);
    const second = await start('home');
    expect(second.endpoint.connection.address).not.toBe(first.endpoint.connection.address);
    await second.release();
    await new Promise((resolve) => other.close(resolve));
  });

  test('that does not start says what its program said', async () => {
    await program('path', 'echo "panic: broken" >&2; echo "main.go:18 +0x96" >&2; exit 3');
    const env = { PATH: `${join(folder, 'path')}${delimiter}${process.env.PATH}` };
    const starting = startServer({ home: join(folder, 'home'), log: silent, env });
    await expect(starting).rejects.toMatchObject({
      code: 'ServerUnavailable',
      message: expect.stringContaining('broken'),
    });
  });
});

function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}
