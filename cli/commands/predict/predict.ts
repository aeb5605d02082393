import { OWN_MODEL_FORMAT } from '../../../training/model/model-file.js';
import { readModel, type ReadModel } from '../../../training/model/model-folder.js';
import { noFormHere, predictorHere, predictorOf, type Predictor } from '../../../training/model/predictor.js';
import { UserError } from '../../../contracts/errors.js';
import { registry } from '../../../activities/paradigms/index.js';
import { readCsvFile } from '../../input/check-search.js';
import { INTERRUPTED } from '../../processes/interrupt.js';
import type { ReadingOptions } from '../../input/reading-options.js';
import { checkWhole, predictionsCsv } from './predictions-csv.js';
import { checkPredictionsFile, writePredictions } from './predictions-file.js';
import { loadProject, type Project } from '../../project/project.js';
import { counted } from '../../../client/text.js';
import { printable } from '../../text/text.js';

export interface PredictOptions extends ReadingOptions {
  proba?: boolean;
  safeCsv?: boolean;
  out?: string;
  /** How to predict with a model of a served paradigm. */
  by?: 'exported' | 'team';
}

/** `coaxial predict`: a CSV of predictions, on stdout or in a file. @returns the exit code. */
export async function predict(model: string, path: string, options: PredictOptions): Promise<number> {
  const { proba = false, safeCsv = false, out, decimal, dateOrder, missing } = options;
  const project = await loadProject();
  const predictor = predictorFor(project, model, await readModel(model), options);
  if (proba && predictor.model.task === 'regression') {
    throw new UserError('InvalidInput', '--proba: this model predicts numbers, which have no probabilities');
  }
  if (out !== undefined) await checkPredictionsFile(out, { data: path, model, settings: project.file });
  const { csv } = await readCsvFile(path, options.encoding, project.settings);
  const predictions = await predictor.predict(csv, { decimal, dateOrder, missing }).catch((error: unknown) => {
    if (error instanceof Interrupted) return null;
    throw error;
  });
  if (predictions === null) return INTERRUPTED;
  for (const warning of [...csv.warnings, ...predictions.warnings]) log(`warning: ${warning}`);
  checkWhole(predictions, csv.rows);
  const text = predictionsCsv(predictions, { proba, safe: safeCsv });
  if (out === undefined) {
    process.stdout.write(text);
    return 0;
  }
  await writePredictions(out, text);
  log(`${counted(predictions.predictions.length, 'prediction')} in ${out}`);
  return 0;
}

/** The user has pressed Ctrl-C. */
class Interrupted extends Error {}

function log(line: string): void {
  process.stderr.write(`${printable(line)}\n`);
}

/** In this process if this release can, else by the team that serves the model's paradigm; or as requested. */
function predictorFor(
  project: Project,
  folder: string,
  { file, data }: ReadModel,
  { by }: Pick<PredictOptions, 'by'>,
): Predictor {
  const here = data !== null && registry[data.paradigm] !== undefined;
  if (file.format === OWN_MODEL_FORMAT) {
    if (by !== undefined) throw new UserError('InvalidInput', `--by: no team serves this model, there is one way only`);
    if (here) return predictorHere(file, data, registry);
    throw noFormHere(folder, file, data);
  }
  if (by === 'team' || (by === undefined && !here)) {
    return predictorOf(file, async (x) => {
      const { predictByTeam } = await import('./predict-by-team.js');
      const values = await predictByTeam({ project, folder, file, log }, x);
      if (values === null) throw new Interrupted();
      return values;
    });
  }
  if (!here) throw noFormHere(folder, file, data);
  log(`predicted by the model's exported form (${data.paradigm})`);
  return predictorHere(file, data, registry);
}
