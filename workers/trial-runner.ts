import { createOwnProcess, type OwnProcess } from '../training/threads/own-process.js';
import type { ThreadPool } from '../training/threads/thread-pool.js';
import type { Matrices } from '../training/fit/matrices.js';
import { createTrialPreparer, type TrialPreparer } from '../training/trial/prepare-trial.js';
import type { EstimateBytes } from '../training/trial/refusal.js';
import { createTrialRunner, type TrialRunner, type TrialRunnerDependencies } from '../training/trial/run-trial.js';
import { decodeColumns } from '../contracts/candidate/column-set.js';
import type { Store } from '../storage/store.js';
import { registry } from '../activities/paradigms/index.js';

/** What trains trials in this process: its threads, and what keeps a trial from harming others. */
export function openTrialRunner(deps: Omit<TrialRunnerDependencies, 'estimateBytes'>): TrialRunner {
  return createTrialRunner({ ...deps, estimateBytes });
}

/** What prepares trials for the teams that serve their paradigms. */
export function openTrialPreparer(store: Store, matrices: Matrices): TrialPreparer {
  return createTrialPreparer({ store, matrices, estimateBytes });
}

/** Processes for jobs that may take theirs down: as many at once as there are threads. */
export function openOwnProcess(pool: ThreadPool, memoryMb: number): OwnProcess {
  return createOwnProcess({ file: new URL('./own-process.js', import.meta.url), memoryMb, most: pool.threads });
}

/** By its table's columns: what transforms make of them is known once they are fitted, and looked at again then. */
export const estimateBytes: EstimateBytes = ({ search, candidate }, rows) => {
  const { task, classes } = search.context;
  const columns = decodeColumns(candidate.features).length;
  const shape = { task, rows, columns, classes: classes.length };
  const served = search.context.paradigms.find(({ id }) => id === candidate.paradigm)?.served;
  // What a fit takes on a team's machine is the team's affair.
  const { bytes } = served
    ? { bytes: 0 }
    : registry[candidate.paradigm].cost(shape, candidate.hyperparameters, candidate.architecture);
  return bytes + rows * columns * Float64Array.BYTES_PER_ELEMENT;
};
