import { resolve } from 'node:path';
import { runProfile } from '../../activities/dataset/run-profile.js';
import { shapeOf } from '../../activities/dataset/problem-shape.js';
import type { Paradigm } from '../../training/paradigm/paradigm.js';
import type { ArtifactRef } from '../../contracts/artifact.js';
import type { SearchContext } from '../../contracts/module/context.js';
import { defaultMetric } from '../../contracts/metric.js';
import type { Store } from '../../storage/store.js';

const DATA = resolve(import.meta.dirname, '../../examples/data/penguins.csv');

export interface SmallSearch {
  context: SearchContext;
  contextRef: ArtifactRef;
}

/** A search of the penguins, as `profileDataset` and `planSearch` leave it in a store. */
export async function smallSearch(
  store: Store,
  target: string,
  paradigms: readonly Paradigm[],
  served?: { backend: string },
): Promise<SmallSearch> {
  const { dataRef, assignmentRef, profileRef, task, classes, columns, plan } = await runProfile({
    kind: 'profile',
    storeRoot: store.root,
    data: { path: DATA },
    maxBytes: 2 ** 20,
    name: 'penguins.csv',
    target,
    task: 'auto',
    types: [],
    seed: 1,
  });
  const shape = shapeOf({ task, classes, columns, plan });
  const context: SearchContext = {
    version: 1,
    dataRef,
    assignmentRef,
    profileRef,
    fingerprint: `penguins, ${target}`,
    target,
    task,
    classes,
    metric: defaultMetric(task),
    plan,
    seed: 7,
    columns,
    axes: ['hyperparameters'],
    paradigms: paradigms.map((paradigm) => ({ ...paradigm.describe(shape)!, ...(served && { served }) })),
  };
  return { context, contextRef: await store.artifacts.put(JSON.stringify(context)) };
}
