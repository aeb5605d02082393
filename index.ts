/**
 * What other programs use of Coaxial: searches, models, the plugin, and the definitions of teams' own modules.
 *
 * @module coaxial
 */

export type { ParadigmRegistry } from './training/paradigm/paradigm.js';
export * from './define.js';
export { CoaxialPlugin, type CoaxialPluginOptions } from './workers/plugin/plugin.js';
export { UserError, type UserErrorCode } from './contracts/errors.js';
export { SearchFailed } from './client/search-failed.js';
export { searchHandle, type HandleOptions, type SearchHandle } from './client/search-handle.js';
export { startSearch, type StartSearchOptions } from './client/start-search.js';
export type { NewLimits } from './client/limit-change.js';
export type { Strategy } from './contracts/search/strategy.js';
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
