import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, extname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { EnvHttpProxyAgent, fetch, type Response } from 'undici';
import { z } from 'zod';

/** The service from which Temporal's own SDKs download the server. */
const ORIGIN = 'https://temporal.download';

const PLATFORMS: Partial<Record<NodeJS.Platform, string>> = { linux: 'linux', darwin: 'darwin', win32: 'windows' };
const ARCHITECTURES: Partial<Record<NodeJS.Architecture, string>> = { x64: 'amd64', arm64: 'arm64' };

/** The service's answer: an archive for this machine (tar.gz), and the path of the program in it. */
const archiveSchema = z.object({ archiveUrl: z.string(), fileToExtract: z.string() });

/**
 * The program in the version that suits Temporal's SDK, downloaded into the cache where it is not there yet. Proxies of the
 * environment (`http_proxy`, `https_proxy`, `no_proxy`) are used.
 *
 * @throws Error with the reason if there is no program for this machine, or the download is refused.
 */
export async function download(cache: string, log: (line: string) => void, origin = ORIGIN): Promise<string> {
  const folder = join(cache, 'download');
  await mkdir(folder, { recursive: true });
  const downloaded = await newest(folder);
  if (downloaded) return downloaded;
  log('downloading the Temporal server, once');
  const version = (createRequire(import.meta.url)('@temporalio/client/package.json') as { version: string }).version;
  const proxies = new EnvHttpProxyAgent();
  try {
    const get = (url: string): Promise<Response> => answerOf(url, proxies);
    const { archiveUrl, fileToExtract } = archiveSchema.parse(await (await get(archiveQuery(origin, version))).json());
    const path = join(folder, `temporal-sdk-typescript-${version}${extname(basename(fileToExtract))}`);
    await extract(await get(archiveUrl), fileToExtract, path);
    return path;
  } finally {
    await proxies.close();
  }
}

function archiveQuery(origin: string, version: string): string {
  const [platform, arch] = [PLATFORMS[process.platform], ARCHITECTURES[process.arch]];
  if (!platform || !arch) throw new Error(`there is no program for ${process.platform} on ${process.arch}`);
  const sdk = { 'sdk-name': 'sdk-typescript', 'sdk-version': version };
  return `${origin}/cli/default?${new URLSearchParams({ arch, platform, format: 'tar.gz', ...sdk }).toString()}`;
}

async function answerOf(url: string, dispatcher: EnvHttpProxyAgent): Promise<Response> {
  const answer = await fetch(url, { dispatcher }).catch((error: Error) => {
    throw new Error(`${new URL(url).host}: ${(error.cause as Error | undefined)?.message ?? error.message}`);
  });
  if (answer.ok) return answer;
  throw new Error(`${new URL(url).host} answers ${answer.status} ${answer.statusText}`);
}

/** Unpacks one file of an archive to a path, whole or not at all. */
async function extract(archive: Response, file: string, path: string): Promise<void> {
  const folder = `${path}.${process.pid}`;
  await mkdir(folder, { recursive: true });
  try {
    const tar = spawn('tar', ['-xzf', '-', '-C', folder, file], { stdio: ['pipe', 'ignore', 'pipe'] });
    let said = '';
    tar.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-1_000)));
    const closed = once(tar, 'close') as Promise<[number | null]>;
    // A truncated archive or download also gives a non-zero exit code.
    const [fed, [code]] = await Promise.all([
      pipeline(Readable.fromWeb(archive.body!), tar.stdin).catch(asError),
      closed,
    ]);
    if (code !== 0)
      throw new Error(`the archive cannot be unpacked: ${said.trim().split('\n').at(-1) || `exit ${code}`}`);
    if (fed) throw fed;
    await rename(join(folder, file), path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const asError = (error: unknown): Error => error as Error;

async function newest(folder: string): Promise<string | null> {
  const names = (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => entry.isFile() && entry.name.startsWith('temporal'))
    .map(({ name }) => name)
    .sort();
  const path = names.length ? join(folder, names[names.length - 1]) : null;
  if (path) await access(path);
  return path;
}
