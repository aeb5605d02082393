/** What other programs use of Coaxial: definitions of axes and paradigms, workers that serve them, and models. */
export type { ParadigmRegistry } from './training/paradigm/paradigm.js';
export * from './define.js';
export { CoaxialPlugin, type CoaxialPluginOptions } from './workers/plugin/plugin.js';
export { UserError, type UserErrorCode } from './contracts/errors.js';
export type { SearchInput } from './contracts/search/search-input.js';
export type { SearchProgress, SearchResult } from './contracts/search/search.js';
export type { Columns, Rows, Value } from './prediction/inputs.js';
export {
  Model,
  type ClassPredictions,
  type Csv,
  type ModelReference,
  type PredictOptions,
  type RegressionPredictions,
} from './prediction/model.js';
export { openStore, type Store } from './storage/store.js';
export { registry } from './activities/paradigms/index.js';
export { WORKER_ROLES } from './workers/roles.js';
export { runWorkers, type RunningWorkers, type WorkersOptions } from './workers/run.js';
