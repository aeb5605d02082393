import type { ArtifactRef } from '../../contracts/artifact.js';
import type { AxisDeclaration } from '../../contracts/module/axis.js';
import type { SearchContext } from '../../contracts/module/context.js';
import {
  completed,
  type Trial,
  type TrialKey,
  type TrialRecord,
  type TrialSummary,
} from '../../contracts/candidate/trial.js';
import { decodeSafetensors } from '../../learning/arrays/safetensors.js';
import type { Store } from '../../storage/store.js';
import { readTrial, TrialsLost } from '../../storage/lost-trials.js';
import { Recent } from '../../training/data/recent.js';
import { loadContext } from '../../training/data/search-loader.js';

/** Reads the input of axes, with a cache: all axes of a search read the same trials. */
export interface SearchReader {
  context(ref: ArtifactRef): Promise<SearchContext>;
  /** @throws TrialsLost if the store has lost the trial, or a part of it */
  trial(summary: TrialSummary, importances: AxisDeclaration['importances']): Promise<Trial>;
}

/** Importances of a trial's models, one number for each input column. */
interface Importances {
  mean: number[];
  byFold: number[][];
}

const KEPT_CONTEXTS = 4;
const KEPT_TRIALS = 4_000;

export function createSearchReader(store: Store): SearchReader {
  const contexts = new Recent<Promise<SearchContext>>(KEPT_CONTEXTS);
  const records = new Recent<Promise<TrialRecord>>(KEPT_TRIALS);
  const importances = new Recent<Promise<Importances>>(KEPT_TRIALS);
  return {
    context: (ref) => keeping(contexts, ref, () => loadContext(store, ref)),
    trial: async ({ key, origin, outcome }, wanted) => {
      const record = await keeping(records, key, () => readRecord(store, key));
      // A timed-out trial can be completed later by another search.
      if (!completed(record)) records.forget(key);
      const { candidate, arrays } = record;
      const trial = { key, origin, candidate, outcome, importances: null, foldImportances: null };
      if (wanted === 'none' || !completed({ outcome }) || arrays === null) return trial;
      const { mean, byFold } = await keeping(importances, arrays, () =>
        readImportances(store, arrays).catch(() => {
          // Damaged or gone: the trial is trained again, with its arrays.
          records.forget(key);
          throw new TrialsLost([key]);
        }),
      );
      return { ...trial, importances: mean, foldImportances: wanted === 'by-fold' ? byFold : null };
    },
  };
}

/** The cached value, or a new one; errors are not cached. */
function keeping<Value>(kept: Recent<Promise<Value>>, key: string, read: () => Promise<Value>): Promise<Value> {
  const value = kept.get(key, () => ({ value: read(), size: 1 }));
  value.catch(() => kept.forget(key));
  return value;
}

async function readRecord(store: Store, key: TrialKey): Promise<TrialRecord> {
  const record = await readTrial(store, key);
  if (!record) throw new TrialsLost([key]);
  return record;
}

async function readImportances(store: Store, ref: ArtifactRef): Promise<Importances> {
  const { importances, foldImportances } = decodeSafetensors(await store.artifacts.get(ref)).arrays;
  const columns = importances.array.length;
  const folds = Math.round(foldImportances.array.length / columns);
  const byFold = Array.from({ length: folds }, (_, fold) =>
    Array.from(foldImportances.array.subarray(fold * columns, (fold + 1) * columns)),
  );
  return { mean: Array.from(importances.array), byFold };
}
