import { stringify } from 'csv-stringify/sync';
import { loadModel, type Predictions } from '../activities/final/predictor.js';
import { UserError } from '../contracts/errors.js';
import { writeWhole } from '../storage/files.js';
import { registry } from '../workers/registry.js';
import { readCsvFile } from './check-search.js';
import { loadProject } from './project.js';
import { counted, printable } from './text.js';

export interface PredictOptions {
  proba?: boolean;
  out?: string;
}

/** `coaxial predict`: a CSV of predictions, on stdout or in a file. @returns the exit code. */
export async function predict(model: string, path: string, { proba = false, out }: PredictOptions): Promise<number> {
  const { settings } = await loadProject();
  const predictor = await loadModel(model, registry);
  if (proba && predictor.model.task === 'regression') {
    throw new UserError('InvalidInput', '--proba: this model predicts numbers, which have no probabilities');
  }
  const predictions = await predictor.predict(await readCsvFile(path, settings.data.maxMegabytes));
  for (const warning of predictions.warnings) process.stderr.write(`warning: ${printable(warning)}\n`);
  const csv = predictionsCsv(predictions, proba);
  if (out === undefined) {
    process.stdout.write(csv);
    return 0;
  }
  await writeWhole(out, csv);
  process.stderr.write(`${counted(predictions.predictions.length, 'prediction')} in ${out}\n`);
  return 0;
}

/** A column `prediction`, and with `withProba` one `proba_<class>` for each class. */
export function predictionsCsv({ predictions, classes, proba }: Predictions, withProba: boolean): string {
  const shown = withProba && proba !== null ? proba : null;
  const header = ['prediction', ...(shown ? classes.map((label) => `proba_${label}`) : [])];
  const rows = predictions.map((prediction, row) => {
    const start = row * classes.length;
    return [prediction, ...(shown ? Array.from(shown.subarray(start, start + classes.length), String) : [])];
  });
  return stringify([header, ...rows]);
}
