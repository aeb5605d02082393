import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, copyFile, mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ArtifactRef } from '../contracts/artifact.js';
import { explained, quarantine, readIfThere, removeFile, writeWhole } from './files.js';

/** Immutable bytes under their SHA-256. Putting the same bytes twice costs nothing and changes nothing. */
export interface ArtifactStore {
  put(bytes: Uint8Array | string): Promise<ArtifactRef>;
  /** As `put`, without reading the file into memory. */
  putFile(path: string): Promise<ArtifactRef>;
  /** @throws Error where there is no such artifact, or its bytes are damaged (it is then put aside). */
  get(ref: ArtifactRef): Promise<Buffer>;
  has(ref: ArtifactRef): Promise<boolean>;
  /** Where its bytes lie. */
  path(ref: ArtifactRef): string;
}

export class FileArtifactStore implements ArtifactStore {
  constructor(private readonly root: string) {}

  async put(bytes: Uint8Array | string): Promise<ArtifactRef> {
    const ref = refOf(createHash('sha256').update(bytes).digest('hex'));
    if (!(await this.has(ref))) await writeWhole(this.path(ref), bytes);
    return ref;
  }

  async putFile(path: string): Promise<ArtifactRef> {
    const hash = createHash('sha256');
    await pipeline(createReadStream(path), hash);
    const ref = refOf(hash.digest('hex'));
    if (await this.has(ref)) return ref;
    const target = this.path(ref);
    const partial = `${target}.${process.pid}.partial`;
    try {
      await mkdir(dirname(target), { recursive: true });
      await copyFile(path, partial);
      await rename(partial, target);
    } catch (error) {
      await removeFile(partial);
      throw explained(error, target);
    }
    return ref;
  }

  async get(ref: ArtifactRef): Promise<Buffer> {
    const bytes = await readIfThere(this.path(ref));
    if (!bytes) throw new Error(`${ref} is not in the store at ${this.root}`);
    const found = refOf(createHash('sha256').update(bytes).digest('hex'));
    if (found === ref) return bytes;
    const aside = await quarantine(this.root, this.path(ref), ref.slice('sha256:'.length));
    throw new Error(`${ref} was damaged on disk and has been put aside at ${aside}`);
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

function refOf(digest: string): ArtifactRef {
  return `sha256:${digest}`;
}
