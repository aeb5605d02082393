import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { UserError } from '../../../contracts/errors.js';
import type { ModuleKind } from '../../../contracts/module/module.js';

/** The project that a new module goes into. */
export interface Place {
  root: string;
  /** Coaxial's own checkout, where modules are built and tested with it; otherwise a project that depends on it. */
  checkout: boolean;
}

/** @throws UserError if the folder belongs to neither */
export async function findPlace(start: string): Promise<Place> {
  for (let root = start; ; root = dirname(root)) {
    const file = join(root, 'package.json');
    if (existsSync(file)) {
      const found = JSON.parse(await readFile(file, 'utf8')) as Package;
      if (found.name === 'coaxial') return { root, checkout: true };
      if (found.dependencies?.coaxial !== undefined || found.devDependencies?.coaxial !== undefined) {
        return { root, checkout: false };
      }
    }
    if (root === dirname(root)) break;
  }
  throw new UserError(
    'InvalidInput',
    `no package.json above ${start} depends on coaxial: install it there (npm install coaxial), or go to such a project`,
  );
}

interface Package {
  name?: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

/** The module's folder, relative to the project's. */
export function folderOf(kind: ModuleKind, name: string, { checkout }: Place): string {
  if (!checkout) return join('modules', name);
  return join('activities', kind === 'axis' ? 'axes' : 'paradigms', name);
}

/** Git's output for a folder; null if it fails or is not installed. */
export async function gitOutput(folder: string, ...args: string[]): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)('git', args, { cwd: folder });
    return stdout.trim() || null;
  } catch {
    return null; // no repository, no Git, or nothing set: the caller continues without it
  }
}
