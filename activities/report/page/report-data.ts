import type { ReportRequest } from '../../../contracts/search/search-activities.js';
import { decodeColumns } from '../../../contracts/candidate/column-set.js';
import type { SearchContext } from '../../../contracts/module/context.js';
import { searchInputSchema, type ParsedSearchInput } from '../../../contracts/search/search-input.js';
import type { Budget, SearchPlan } from '../../../contracts/search/search-plan.js';
import type { SearchResult, StepRecord } from '../../../contracts/search/search.js';
import { decodeDataset } from '../../../learning/dataset/dataset.js';
import type { DataProfile } from '../../../learning/dataset/profile.js';
import { decodeSafetensors } from '../../../learning/arrays/safetensors.js';
import type { Store } from '../../../storage/store.js';
import { loadContext } from '../../../training/data/search-loader.js';

/** The final fit's predictions on the holdout rows. */
export interface HoldoutPredictions {
  /** Class codes or values, one a row. */
  truth: Float64Array;
  /** Row-major: rows × classes, or rows × 1. */
  predictions: Float64Array;
}

/** The data of a report. */
export interface ReportData {
  dataName: string;
  /** As given by the user; {} if its record is lost. */
  input: Partial<ParsedSearchInput>;
  context: SearchContext;
  plan: SearchPlan;
  /** At the end of the search; people may have changed the plan's. */
  budget: Budget;
  profile: DataProfile;
  steps: StepRecord[];
  result: SearchResult;
  /** Null without a holdout. */
  holdout: HoldoutPredictions | null;
  /** Of the delivered model, one for each input column. */
  importances: Float64Array;
  /** Kept columns by trial key, for the trials of axes that change them. */
  keptColumns: Map<string, number[]>;
}

/** Reads the data of a report from the store. */
export async function collectReport(store: Store, request: ReportRequest): Promise<ReportData> {
  const { result, dataName, contextRef } = request;
  const context = await loadContext(store, contextRef);
  const plan = await store.searches.readPlan(result.searchId);
  if (!plan) throw new Error(`the plan of search ${result.searchId} is not in the store at ${store.root}`);
  const [opening, profileBytes, steps, finalBytes] = await Promise.all([
    store.searches.readOpening(result.searchId),
    store.artifacts.get(context.profileRef),
    store.searches.readSteps(result.searchId, 0, request.steps),
    store.artifacts.get(request.finalArrays),
  ]);
  const { arrays } = decodeSafetensors(finalBytes);
  return {
    dataName,
    input: searchInputSchema.safeParse(opening?.input).data ?? {},
    context,
    plan,
    budget: request.budget,
    profile: JSON.parse(profileBytes.toString('utf8')) as DataProfile,
    steps,
    result,
    holdout: await holdoutOf(store, context, arrays),
    importances: arrays.importances.array as Float64Array,
    keptColumns: await keptColumns(store, context, steps),
  };
}

async function holdoutOf(
  store: Store,
  context: SearchContext,
  arrays: ReturnType<typeof decodeSafetensors>['arrays'],
): Promise<HoldoutPredictions | null> {
  const rows = arrays.rows.array as Int32Array;
  if (rows.length === 0) return null;
  const bytes = await store.artifacts.get(context.dataRef);
  const { target } = decodeDataset(Uint8Array.from(bytes).buffer);
  const values = 'codes' in target ? target.codes : target.values;
  const truth = Float64Array.from(rows, (row) => values[row]);
  return { truth, predictions: arrays.predictions.array as Float64Array };
}

/** Of trials that kept fewer columns than the table has. */
async function keptColumns(
  store: Store,
  { columns }: SearchContext,
  steps: StepRecord[],
): Promise<Map<string, number[]>> {
  const fewer = steps.flatMap(({ trials }) => trials).filter(({ features }) => features < columns.length);
  const kept = new Map<string, number[]>();
  for (const { key } of fewer) {
    if (kept.has(key)) continue;
    const record = await store.trials.read(key);
    if (record) kept.set(key, decodeColumns(record.candidate.features));
  }
  return kept;
}
