/** What other programs use of Coaxial: the contracts of axes and paradigms, workers that serve them, and models. */
export type { Axis } from './activities/axis/axis.js';
export type {
  FitInput,
  FitOutput,
  ModelArray,
  ModelData,
  Paradigm,
  ParadigmRegistry,
} from './activities/paradigms/paradigm.js';
export { loadModel, type Predictions, type Predictor } from './activities/final/predictor.js';
export { UserError, type UserErrorCode } from './contracts/errors.js';
export type { SearchInput } from './contracts/search-input.js';
export type { SearchProgress, SearchResult } from './contracts/search.js';
export { readCsv, type CsvTable } from './learning/csv/index.js';
export { columnOf, type Matrix } from './learning/matrix.js';
export { openStore, type Store } from './storage/store.js';
export { registry } from './workers/registry.js';
export { runWorkers, WORKER_ROLES, type RunningWorkers, type WorkersOptions } from './workers/run.js';
