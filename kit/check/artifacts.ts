import { createHash } from 'node:crypto';
import type { ArtifactRef } from '../../contracts/artifact.js';
import { refOf, type ArtifactStore } from '../../storage/artifacts.js';

/** Artifacts that a module under test reads and writes, for values that are too large for a payload. */
export type Artifacts = Pick<ArtifactStore, 'put' | 'get'>;

/** Artifacts of one process, for modules that are tested within it. */
export class MemoryArtifacts implements Artifacts {
  private readonly kept = new Map<ArtifactRef, Buffer>();

  /** Keeps bytes. @returns their reference */
  put(bytes: Uint8Array | string): Promise<ArtifactRef> {
    const ref = refOf(createHash('sha256').update(bytes).digest('hex'));
    // A copy, because the caller may change the bytes later.
    this.kept.set(ref, Buffer.from(bytes as Uint8Array));
    return Promise.resolve(ref);
  }

  /** Whether there is such an artifact. */
  has(ref: ArtifactRef): Promise<boolean> {
    return Promise.resolve(this.kept.has(ref));
  }

  /** @throws Error if there is no such artifact */
  async get(ref: ArtifactRef): Promise<Buffer> {
    const bytes = this.kept.get(ref);
    if (!bytes) throw new Error(`${ref} is not in the store`);
    return Promise.resolve(Buffer.from(bytes));
  }
}
