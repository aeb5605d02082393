import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/**
 * Writes the API reference, docs/api, from the comments of what the package exports. With --check it writes nothing, and
 * ends with 1 where the reference is another.
 */
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const REFERENCE = resolve(ROOT, 'docs/api');

const made = await mkdtemp(join(tmpdir(), 'coaxial-api-'));
try {
  const typedoc = resolve(ROOT, 'node_modules/typedoc/bin/typedoc');
  await promisify(execFile)(process.execPath, [typedoc, '--out', made, '--logLevel', 'Warn'], { cwd: ROOT });
  if (!process.argv.includes('--check')) {
    await rm(REFERENCE, { recursive: true, force: true });
    await cp(made, REFERENCE, { recursive: true });
    console.log('docs/api is written.');
  } else {
    const [now, before] = await Promise.all([textsOf(made), textsOf(REFERENCE)]);
    const differing = [...new Set([...now.keys(), ...before.keys()])].filter(
      (file) => now.get(file) !== before.get(file),
    );
    if (differing.length > 0) {
      console.error(`docs/api is not what the code says: ${differing.join(', ')}. "npm run api" writes it.`);
      process.exitCode = 1;
    }
  }
} finally {
  await rm(made, { recursive: true });
}

/** Texts of the files below a folder, by their paths in it. */
async function textsOf(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const texts = files.map(async (file) => [file.slice(folder.length + 1), await readFile(file, 'utf8')] as const);
  return new Map(await Promise.all(texts));
}
