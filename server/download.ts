import { access, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The program as Temporal's SDK downloads it, kept in the cache.
 *
 * @throws Error with the reason where the download is refused.
 */
export async function download(cache: string, log: (line: string) => void): Promise<string> {
  const folder = join(cache, 'download');
  await mkdir(folder, { recursive: true });
  const downloaded = await newest(folder);
  if (downloaded) return downloaded;
  log('downloading the Temporal server, once');
  // The SDK downloads only as a part of starting a server: this one lives for a moment and in memory.
  const { TestWorkflowEnvironment } = await import('@temporalio/testing');
  const { Runtime, DefaultLogger } = await import('@temporalio/worker');
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const environment = await withoutProxyHere(() =>
    TestWorkflowEnvironment.createLocal({
      server: { executable: { type: 'cached-download', downloadDir: folder }, log: { format: 'json', level: 'error' } },
    }),
  ).catch((error: Error) => {
    throw new Error(innermost(error.message));
  });
  await environment.teardown();
  const path = await newest(folder);
  if (!path) throw new Error(`the download left no program in ${folder}`);
  return path;
}

/** The download may need the proxy of the environment; the client of a server on this machine would ask it in vain. */
async function withoutProxyHere<T>(work: () => Promise<T>): Promise<T> {
  const { no_grpc_proxy: before, no_proxy: others = '' } = process.env;
  process.env.no_grpc_proxy = [before ?? others, 'localhost', '127.0.0.1'].filter(Boolean).join(',');
  try {
    return await work();
  } finally {
    if (before === undefined) delete process.env.no_grpc_proxy;
    else process.env.no_grpc_proxy = before;
  }
}

/** The SDK's message repeats itself, with addresses in between: its end says why. */
function innermost(message: string): string {
  const end = message.split('): ').at(-1);
  return end ?? message;
}

async function newest(folder: string): Promise<string | null> {
  const names = (await readdir(folder)).filter((name) => name.startsWith('temporal')).sort();
  const path = names.length ? join(folder, names[names.length - 1]) : null;
  if (path) await access(path);
  return path;
}
