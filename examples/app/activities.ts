import { createReadStream } from 'node:fs';
import { Model } from 'coaxial';

export interface PredictionCounts {
  rows: number;
  /** Predicted classes with their rows, the most frequent first; empty for a regression. */
  counts: { label: string; rows: number }[];
}

/**
 * Predicts the rows of a CSV file by a delivered model.
 *
 * @param paths `model`: a folder in the store, which this worker must see; `data`: a file, from the worker's own folder
 * @throws UserError for a model that this release cannot load, or a file that lacks a column of it
 */
export async function countPredictions(paths: { model: string; data: string }): Promise<PredictionCounts> {
  const model = await Model.load(paths.model);
  const { task, predictions } = await model.predict(createReadStream(paths.data));
  const rowsOf = new Map(model.classes.map((label) => [label, 0]));
  for (const label of task === 'regression' ? [] : predictions) rowsOf.set(label, (rowsOf.get(label) ?? 0) + 1);
  const counts = [...rowsOf].map(([label, rows]) => ({ label, rows })).sort((a, b) => b.rows - a.rows);
  return { rows: predictions.length, counts };
}
