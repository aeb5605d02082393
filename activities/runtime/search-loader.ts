import type { ArtifactRef } from '../../contracts/artifact.js';
import { searchContextSchema, type SearchContext } from '../../contracts/context.js';
import { deriveSeed } from '../../contracts/json.js';
import { decodeDataset } from '../../learning/dataset.js';
import { redealFolds } from '../../learning/folds.js';
import type { Store } from '../../storage/store.js';
import type { SharedData } from '../trials/fold-job.js';

export interface LoadedSearch {
  context: SearchContext;
  shared: SharedData;
  /** The data with the search rows dealt to folds anew; 0 for the search's own dealing. */
  dealt(repeat: number): SharedData;
}

const KEPT = 4;

/** Loads searches' contexts and data sets from the store, and keeps the last few. */
export function createSearchLoader(store: Store): (contextRef: ArtifactRef) => Promise<LoadedSearch> {
  const kept = new Map<ArtifactRef, Promise<LoadedSearch>>();
  return (contextRef) => {
    const loading = kept.get(contextRef) ?? load(store, contextRef);
    kept.delete(contextRef);
    kept.set(contextRef, loading);
    loading.catch(() => kept.delete(contextRef));
    for (const oldest of [...kept.keys()].slice(0, -KEPT)) kept.delete(oldest);
    return loading;
  };
}

async function load(store: Store, contextRef: ArtifactRef): Promise<LoadedSearch> {
  const context = await loadContext(store, contextRef);
  const [data, assignment] = await Promise.all([
    store.artifacts.get(context.dataRef),
    store.artifacts.get(context.assignmentRef),
  ]);
  const shared = { ref: context.dataRef, data: toShared(data), assignment: toShared(assignment) };
  return { context, shared, dealt: dealer(context, shared) };
}

function dealer({ plan, seed }: SearchContext, shared: SharedData): LoadedSearch['dealt'] {
  const dealt = [shared];
  return (repeat) => {
    dealt[repeat] ??= {
      ...shared,
      assignment: toShared(
        redealFolds(
          decodeDataset(shared.data),
          new Int8Array(shared.assignment),
          plan,
          deriveSeed('deal', seed, repeat),
        ),
      ),
    };
    return dealt[repeat];
  };
}

export async function loadContext(store: Store, contextRef: ArtifactRef): Promise<SearchContext> {
  return searchContextSchema.parse(JSON.parse((await store.artifacts.get(contextRef)).toString('utf8')));
}

function toShared(bytes: Uint8Array | Int8Array): SharedArrayBuffer {
  const shared = new SharedArrayBuffer(bytes.byteLength);
  new Uint8Array(shared).set(bytes);
  return shared;
}
