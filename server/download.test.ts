import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { download } from './download.js';

const silent = (): void => undefined;
const servers: Server[] = [];
let folder: string;
let archive: Buffer;

async function listen(server: Server): Promise<string> {
  servers.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** What downloads come from: the first answer names the archive, the second is it. */
async function origin(bytes: () => Buffer): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const url: string = await listen(
    createServer(({ url: path = '' }, response) => {
      asked.push(path);
      if (path.startsWith('/cli/default')) {
        response.end(JSON.stringify({ archiveUrl: `${url}/a.tar.gz`, fileToExtract: 'temporal', more: 1 }));
      } else if (path === '/a.tar.gz') response.end(bytes());
      else response.writeHead(404).end();
    }),
  );
  return { url, asked };
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coaxial-download-'));
  await mkdir(join(folder, 'packed'));
  await writeFile(join(folder, 'packed', 'temporal'), '#!/bin/sh\necho served\n');
  await writeFile(join(folder, 'packed', 'LICENSE'), 'text');
  await chmod(join(folder, 'packed', 'temporal'), 0o755);
  archive = execFileSync('tar', ['-czf', '-', '-C', join(folder, 'packed'), 'temporal', 'LICENSE']);
});

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
  await rm(folder, { recursive: true, force: true });
});

test('takes the program, which can be run, out of the archive for this machine, and does so once', async () => {
  const { url, asked } = await origin(() => archive);
  const path = await download(folder, silent, url);
  expect(await readFile(path, 'utf8')).toMatch(/echo served/);
  expect((await stat(path)).mode & 0o111).toBe(0o111);
  expect(asked).toEqual([
    expect.stringMatching(/arch=(amd64|arm64)&platform=\w+&format=tar.gz&sdk-name=/),
    '/a.tar.gz',
  ]);
  expect(await download(folder, silent, url)).toBe(path);
  expect(asked).toHaveLength(2);
  expect(await readdir(join(folder, 'download'))).toHaveLength(1);
});

test('leaves nothing behind of an archive that breaks off, and says so', async () => {
  const { url } = await origin(() => archive.subarray(0, archive.length / 2));
  await expect(download(folder, silent, url)).rejects.toThrow(/the archive cannot be unpacked: /);
  expect(await readdir(join(folder, 'download'))).toEqual([]);
});

test('says who refuses', async () => {
  const { url } = await origin(() => archive);
  await expect(download(folder, silent, `${url}/nowhere`)).rejects.toThrow(/^127\.0\.0\.1:\d+ answers 404 Not Found$/);
  await expect(download(folder, silent, 'http://127.0.0.1:1')).rejects.toThrow(/^127\.0\.0\.1:1: /);
});

test('goes through the proxy of the environment', async () => {
  const { url } = await origin(() => archive);
  const tunnels: string[] = [];
  const proxy = createServer().on('connect', ({ url: target = '' }, socket) => {
    tunnels.push(target);
    const { hostname, port } = new URL(`http://${target}`);
    const there = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      there.pipe(socket).pipe(there);
    });
  });
  const before = { ...process.env };
  Object.assign(process.env, { http_proxy: await listen(proxy), no_proxy: '' });
  try {
    await download(folder, silent, url);
  } finally {
    for (const name of ['http_proxy', 'no_proxy']) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  }
  expect(tunnels).toContain(new URL(url).host);
});
