import { stat } from 'node:fs/promises';
import type { ArtifactRef } from '../../contracts/artifact.js';
import { decodeMatrix } from '../../learning/arrays/arrow.js';
import type { ArtifactStore } from '../../storage/artifacts.js';
import { Recent } from '../data/recent.js';
import type { SharedMatrix } from './fit-job.js';

/** Cache of matrices: the fits of a search's trials often share them. */
const KEPT_BYTES = 256 * 2 ** 20;

/** Matrices of the store, in memory that threads share. */
export class SharedMatrices {
  private readonly kept = new Recent<Promise<SharedMatrix>>(KEPT_BYTES);

  constructor(private readonly artifacts: ArtifactStore) {}

  /** @throws Error if the store has no such artifact; ArrowError where it is not a matrix */
  async get(ref: ArtifactRef): Promise<SharedMatrix> {
    const size = await stat(this.artifacts.path(ref)).then(
      (file) => file.size,
      () => 0, // errors are reported when it is read
    );
    const matrix = this.kept.get(ref, () => ({ value: this.read(ref), size }));
    matrix.catch(() => this.kept.forget(ref));
    return matrix;
  }

  private async read(ref: ArtifactRef): Promise<SharedMatrix> {
    return sharedMatrix(await this.artifacts.get(ref));
  }
}

/** @throws ArrowError if the bytes are no matrix */
export function sharedMatrix(bytes: Uint8Array): SharedMatrix {
  const { x, y, groups } = decodeMatrix(bytes);
  const { rows, columns, names, source } = x;
  return { rows, columns, data: shared(x.data), names: [...names], source, y: y && shared(y), groups };
}

function shared(values: Float64Array): SharedArrayBuffer {
  const buffer = new SharedArrayBuffer(values.byteLength);
  new Float64Array(buffer).set(values);
  return buffer;
}
