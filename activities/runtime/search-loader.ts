import type { ArtifactRef } from '../../contracts/artifact.js';
import { searchContextSchema, type SearchContext } from '../../contracts/context.js';
import type { Store } from '../../storage/store.js';
import type { SharedData } from '../trials/fold-job.js';

export interface LoadedSearch {
  context: SearchContext;
  shared: SharedData;
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
  return { context, shared: { ref: context.dataRef, data: toShared(data), assignment: toShared(assignment) } };
}

export async function loadContext(store: Store, contextRef: ArtifactRef): Promise<SearchContext> {
  return searchContextSchema.parse(JSON.parse((await store.artifacts.get(contextRef)).toString('utf8')));
}

function toShared(bytes: Buffer): SharedArrayBuffer {
  const shared = new SharedArrayBuffer(bytes.byteLength);
  new Uint8Array(shared).set(bytes);
  return shared;
}
