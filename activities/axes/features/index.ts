import type { AdvanceInput, AdvanceOutput } from '../../../contracts/module/axis.js';
import { defaultCandidate } from '../../../contracts/candidate/candidate.js';
import { decodeColumns, type ColumnSet } from '../../../contracts/candidate/column-set.js';
import type { SearchContext } from '../../../contracts/module/context.js';
import type { ParadigmId } from '../../../contracts/candidate/paradigm.js';
import type { Trial } from '../../../contracts/candidate/trial.js';
import { untriedDefaults, usefulColumns } from '../../../optimizers/starting-candidates.js';
import type { Axis } from '../../../optimizers/axis.js';
import { parseState } from '../../../optimizers/parse-state.js';
import { eliminate } from './eliminate.js';
import { probeOrder } from './rank.js';
import { featuresStateSchema, FRESH_STATE, goingOnFrom, withTrials, type FeaturesState } from './state.js';

/**
 * Which columns to keep: recursive feature elimination (Guyon et al. 2002) from the incumbent, whose other parts stay
 * fixed. Each step tries a few nested sets of the current ranking at once, so that parallel workers have work, then
 * ranks again by the importances of the smallest good set and of the elite. If elimination improves the score
 * significantly, it recommends the smallest set that is as good as the best.
 */
export const featuresAxis: Axis = {
  declaration: {
    name: 'features',
    activity: 'eliminateFeatures',
    varies: 'part',
    requires: null,
    order: 20,
    share: 2,
    importances: 'by-fold',
  },
  advance,
};

function advance(input: AdvanceInput): AdvanceOutput {
  const { incumbent, trials } = input;
  const before = input.state === null ? FRESH_STATE : parseState('features', featuresStateSchema, input.state);
  const state = withTrials(before, trials);
  if (!incumbent) return open(state, input);
  const current = goingOnFrom(state, incumbent);
  if (!current.base) throw new Error(`trial ${incumbent.key} is the incumbent but was not completed`);
  return eliminate(current, current.base, input, incumbent);
}

/** No trial was completed yet: each paradigm in turn until one is, boosting first for its importances. */
function open(state: FeaturesState, { context, trials, trialsNow }: AdvanceInput): AdvanceOutput {
  const features = usefulColumns(context);
  const [next, ...openings] = state.openings ?? untried(context, features, trials);
  if (next === undefined || trialsNow === 0) {
    const note = 'No trial could be completed to rank columns by.';
    return { state, candidates: [], converged: true, choice: null, note };
  }
  const paradigm = context.paradigms.find(({ id }) => id === next)!;
  const note = `Trains ${next} on ${decodeColumns(features).length} columns first, to rank them by its importances.`;
  const candidates = [defaultCandidate(paradigm, { features })];
  return { state: { ...state, openings }, candidates, converged: false, choice: null, note };
}

function untried(context: SearchContext, features: ColumnSet, trials: readonly Trial[]): ParadigmId[] {
  const ids = new Set(untriedDefaults(context, { features }, trials).map(({ paradigm }) => paradigm));
  return probeOrder(context)
    .map(({ id }) => id)
    .filter((id) => ids.has(id));
}
