import type { ArtifactRef } from '../../contracts/artifact.js';
import { searchContextSchema, type SearchContext } from '../../contracts/module/context.js';
import { deriveSeed } from '../../contracts/json.js';
import type { Store } from '../../storage/store.js';
import { inPieces } from '../../storage/files/pieces.js';
import type { DealJob } from './run-deal.js';
import type { ThreadPool } from '../threads/thread-pool.js';
import type { SharedData } from './shared-data.js';

export interface LoadedSearch {
  context: SearchContext;
  shared: SharedData;
  /** The data with another split of the search rows into folds; 0 for the search's own. */
  dealt(repeat: number): Promise<SharedData>;
}

const KEPT = 4;

/** Loads searches' contexts and data sets from the store, and keeps the last few. @param pool makes other splits */
export function createSearchLoader(
  store: Store,
  pool: Pick<ThreadPool, 'run'>,
): (contextRef: ArtifactRef) => Promise<LoadedSearch> {
  const kept = new Map<ArtifactRef, Promise<LoadedSearch>>();
  return (contextRef) => {
    const loading = kept.get(contextRef) ?? load(store, pool, contextRef);
    kept.delete(contextRef);
    kept.set(contextRef, loading);
    loading.catch(() => kept.delete(contextRef));
    for (const oldest of [...kept.keys()].slice(0, -KEPT)) kept.delete(oldest);
    return loading;
  };
}

async function load(store: Store, pool: Pick<ThreadPool, 'run'>, contextRef: ArtifactRef): Promise<LoadedSearch> {
  const context = await loadContext(store, contextRef);
  const [data, assignment] = await Promise.all([
    store.artifacts.get(context.dataRef),
    store.artifacts.get(context.assignmentRef),
  ]);
  const shared = { ref: context.dataRef, data: await toShared(data), assignment: await toShared(assignment) };
  return { context, shared, dealt: dealer(context, shared, pool) };
}

function dealer(context: SearchContext, shared: SharedData, pool: Pick<ThreadPool, 'run'>): LoadedSearch['dealt'] {
  const dealt = new Map([[0, Promise.resolve(shared)]]);
  return (repeat) => {
    const dealing = dealt.get(repeat) ?? deal(context, shared, pool, repeat);
    dealt.set(repeat, dealing);
    // Not cached, so that another attempt can use another thread.
    dealing.catch(() => dealt.delete(repeat));
    return dealing;
  };
}

async function deal(
  { plan, seed }: SearchContext,
  shared: SharedData,
  pool: Pick<ThreadPool, 'run'>,
  repeat: number,
): Promise<SharedData> {
  const job: DealJob = { kind: 'deal', shared, plan, seed: deriveSeed('deal', seed, repeat) };
  return { ...shared, assignment: await toShared(await pool.run<Int8Array>(job, new AbortController().signal)) };
}

export async function loadContext(store: Store, contextRef: ArtifactRef): Promise<SearchContext> {
  return searchContextSchema.parse(JSON.parse((await store.artifacts.get(contextRef)).toString('utf8')));
}

/** A copy that threads share. */
async function toShared(bytes: Uint8Array | Int8Array): Promise<SharedArrayBuffer> {
  const shared = new SharedArrayBuffer(bytes.byteLength);
  const target = new Uint8Array(shared);
  await inPieces(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength), (piece, at) =>
    target.set(piece, at),
  );
  return shared;
}
