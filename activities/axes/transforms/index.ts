import type { AdvanceInput, AdvanceOutput } from '../../../contracts/module/axis.js';
import { candidateHash } from '../../../contracts/candidate/candidate.js';
import { untriedDefaults, usefulColumns } from '../../../optimizers/starting-candidates.js';
import { TriedSet } from '../../../optimizers/genetic/tried-set.js';
import type { Axis } from '../../../optimizers/axis.js';
import { parseState } from '../../../optimizers/parse-state.js';
import { refine } from './refine.js';
import { freshState, transformsStateSchema, withTrials, type TransformsState } from './state.js';

/**
 * Transforms of the columns for the incumbent's paradigm: a greedy coordinate search. First the relevant alternatives
 * for types of columns, each by itself, then those that helped together; then overrides for groups of similar columns
 * and for single ones. It ends when many successive overrides do not help. Promising other paradigms get a part of each
 * step.
 */
export const transformsAxis: Axis = {
  declaration: {
    name: 'transforms',
    activity: 'chooseTransforms',
    varies: 'part',
    requires: null,
    order: 30,
    share: 2,
    importances: 'mean',
  },
  advance,
};

function advance(input: AdvanceInput): AdvanceOutput {
  const { context, trials, incumbent } = input;
  const before =
    input.state === null ? freshState(context) : parseState('transforms', transformsStateSchema, input.state);
  const tried = new TriedSet(before.tried);
  for (const { candidate } of trials) tried.add(candidateHash(candidate));
  const state = { ...withTrials(before, context, trials), tried: tried.toString() };
  return incumbent ? refine(state, input, incumbent) : open(state, input);
}

/** No trial was completed yet: the paradigms at their defaults. */
function open(state: TransformsState, { context, trials, trialsNow, step }: AdvanceInput): AdvanceOutput {
  const candidates = step > 0 ? [] : untriedDefaults(context, { features: usefulColumns(context) }, trials);
  const affordable = candidates.slice(0, trialsNow ?? undefined);
  const converged = affordable.length === 0;
  const note = converged
    ? 'No trial could be completed to choose transforms for.'
    : `Tries ${affordable.length} paradigms at their defaults first.`;
  return { state, candidates: affordable, converged, choice: null, note };
}
