import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ArtifactRef } from '../contracts/artifact.js';
import { nullIfAbsent, quarantine, readIfThere, withFile, writeWhole } from './files/files.js';
import { digestOf } from './files/pieces.js';

/** Immutable bytes, named by their SHA-256. Putting the same bytes twice has no effect. */
export interface ArtifactStore {
  put(bytes: Uint8Array | string): Promise<ArtifactRef>;
  /** @throws Error if there is no such artifact, or its bytes are damaged (it is then moved to the quarantine). */
  get(ref: ArtifactRef): Promise<Buffer>;
  has(ref: ArtifactRef): Promise<boolean>;
  /** Sets an artifact's time to now, so that garbage collection does not remove it. @returns whether it is there */
  touch(ref: ArtifactRef): Promise<boolean>;
  /** Path of its file. */
  path(ref: ArtifactRef): string;
}

export class FileArtifactStore implements ArtifactStore {
  constructor(private readonly root: string) {}

  async put(bytes: Uint8Array | string): Promise<ArtifactRef> {
    const ref = refOf(await digestOf(typeof bytes === 'string' ? Buffer.from(bytes) : bytes));
    if (!(await this.touch(ref))) await writeWhole(this.path(ref), bytes);
    return ref;
  }

  async get(ref: ArtifactRef): Promise<Buffer> {
    const bytes = await readIfThere(this.path(ref));
    if (!bytes) throw new Error(`${ref} is not in the store at ${this.root}`);
    if (refOf(await digestOf(bytes)) === ref) return bytes;
    if (!(await quarantineArtifact(this.root, this.path(ref), ref))) return this.get(ref);
    throw new Error(`${ref} was damaged on disk and has been put aside in ${join(this.root, 'quarantine')}`);
  }

  async touch(ref: ArtifactRef): Promise<boolean> {
    const now = new Date();
    return (await utimes(this.path(ref), now, now).then(() => true, nullIfAbsent)) ?? false;
  }

  async has(ref: ArtifactRef): Promise<boolean> {
    return access(this.path(ref)).then(
      () => true,
      () => false,
    );
  }

  path(ref: ArtifactRef): string {
    const digest = ref.slice('sha256:'.length);
    return join(this.root, 'artifacts', digest.slice(0, 2), digest.slice(2));
  }
}

/** @returns whether it was really damaged */
export function quarantineArtifact(root: string, path: string, ref: ArtifactRef): Promise<boolean> {
  return quarantine(root, path, async (moved) => refOf(await digestOfFile(moved)) !== ref, ref.slice('sha256:'.length));
}

/** SHA-256 of a file of any size, in hexadecimal digits. */
export async function digestOfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await withFile(() => pipeline(createReadStream(path), hash));
  return hash.digest('hex');
}

export function refOf(digest: string): ArtifactRef {
  return `sha256:${digest}`;
}
