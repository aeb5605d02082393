import type { Store } from '../../storage/store.js';
import { Recent } from '../data/recent.js';
import type { ThreadPool } from '../threads/thread-pool.js';
import { jobFailure } from './failure.js';
import type { PrepareJob, PrepareResult } from './prepare-job.js';

/** Fits whose matrices are remembered, by reference. */
const KEPT = 512;

export type MatricesOf = Omit<PrepareJob, 'kind' | 'store'>;

/** Prepares matrices for paradigms that their teams serve. */
export interface Matrices {
  /**
   * The matrices of a fit, in the store. Candidates with the same columns and transforms share them, and they are
   * prepared once while this process remembers them.
   *
   * @throws the signal's reason once it aborts; Error where a thread ended, or the store cannot be written to
   */
  prepare(of: MatricesOf, signal: AbortSignal): Promise<PrepareResult>;
}

export interface MatricesDependencies {
  store: Store;
  pool: ThreadPool;
}

export function createMatrices({ store, pool }: MatricesDependencies): Matrices {
  const known = new Recent<Promise<PrepareResult>>(KEPT);
  const run = (of: MatricesOf, signal: AbortSignal): Promise<PrepareResult> =>
    pool
      .run<PrepareResult>({ kind: 'prepare', store: store.root, ...of } satisfies PrepareJob, signal)
      .catch((error: unknown) => {
        signal.throwIfAborted();
        const failure = jobFailure(error);
        if (failure.code !== 'memory') throw error;
        return { status: 'failed', ...failure };
      });
  return {
    async prepare(of, signal) {
      const { shared, features, transforms, takesMissing, rows, prepareSeed, limit } = of;
      const key = JSON.stringify([shared.ref, features, transforms, takesMissing, rows, prepareSeed, limit]);
      for (;;) {
        signal.throwIfAborted();
        let own = false;
        const preparing = known.get(key, () => {
          own = true;
          return { value: run(of, signal), size: 1 };
        });
        try {
          const result = await preparing;
          if (own || (await areThere(store, result))) return result;
        } catch (error) {
          known.forget(key);
          // Another's end, or another's thread: not this one's trouble.
          if (own || signal.aborted) throw error;
          continue;
        }
        known.forget(key);
      }
    },
  };
}

/** Keeps them from the collection of garbage. @returns false where one of them was lost */
async function areThere({ artifacts }: Store, result: PrepareResult): Promise<boolean> {
  if (result.status === 'failed') return true;
  const refs = [result.train, ...(result.valid === null ? [] : [result.valid])];
  return (await Promise.all(refs.map((ref) => artifacts.touch(ref)))).every(Boolean);
}
