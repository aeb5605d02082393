import type { AxisDeclaration, AxisTrial, Document, StepTrials } from '../../contracts/module/axis.js';
import type { ShownTrials, StepTrialsRequest } from '../../contracts/search/search-activities.js';
import { completed, type TrialKey, type TrialRecord, type TrialSummary } from '../../contracts/candidate/trial.js';
import { LARGEST_INLINE_TRIALS } from '../../contracts/search/limits.js';
import { readTrial, TrialsLost } from '../../storage/lost-trials.js';
import type { Store } from '../../storage/store.js';
import { Recent } from '../../training/data/recent.js';
import { withUserErrors } from '../runtime/errors.js';
import { writeDocument } from './documents.js';

const KEPT_TRIALS = 4_000;

/** The local activity `writeStepTrials`: the trials that an axis is given at a step, as a document. */
export function createWriteStepTrials(store: Store): (request: StepTrialsRequest) => Promise<Document> {
  // The axes of a search are given the same trials.
  const records = new Recent<TrialRecord>(KEPT_TRIALS);
  return ({ shown, importances }) =>
    withUserErrors(async () => {
      const trials = await readStepTrials(store, records, shown, importances);
      return writeDocument(store.artifacts, trials, LARGEST_INLINE_TRIALS);
    });
}

/** @throws TrialsLost with all that the store has lost; StepLost */
async function readStepTrials(
  store: Store,
  records: Recent<TrialRecord>,
  { searchId, incumbent, elite, unseen }: ShownTrials,
  importances: AxisDeclaration['importances'],
): Promise<StepTrials> {
  const lost = new Set<TrialKey>();
  const read = async (summaries: readonly TrialSummary[]): Promise<AxisTrial[]> => {
    const trials = await Promise.all(summaries.map((summary) => readAxisTrial(store, records, summary, importances)));
    summaries.forEach(({ key }, i) => trials[i] ?? lost.add(key));
    return trials.filter((trial) => trial !== null);
  };
  const steps = await store.searches.readSteps(searchId, unseen.from, unseen.to);
  const [best = null] = await read(incumbent ? [incumbent] : []);
  const trials = {
    incumbent: best,
    elite: await read(elite),
    trials: await read(steps.flatMap((step) => step.trials)),
  };
  if (lost.size > 0) throw new TrialsLost([...lost]);
  return trials;
}

/** Null if the store has lost it, or its arrays that are needed. */
async function readAxisTrial(
  store: Store,
  records: Recent<TrialRecord>,
  { key, origin, outcome }: TrialSummary,
  importances: AxisDeclaration['importances'],
): Promise<AxisTrial | null> {
  const record = records.find(key) ?? (await readTrial(store, key));
  if (!record || (completed({ outcome }) && !completed(record))) return null;
  // A timed-out trial can be completed later by another search.
  if (completed(record)) records.get(key, () => ({ value: record, size: 1 }));
  const { candidate } = record;
  const arrays = importances === 'none' || !completed({ outcome }) ? null : record.arrays;
  if (arrays === null || (await store.artifacts.has(arrays))) return { key, origin, candidate, outcome, arrays };
  records.forget(key);
  return null;
}
