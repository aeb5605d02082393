import type { AdvanceInput, AdvanceOutput } from '../../contracts/axis.js';
import { candidateHash } from '../../contracts/candidate.js';
import { untriedDefaults, usefulColumns } from '../../optimizers/opening.js';
import { TriedSet } from '../../optimizers/genetic/tried.js';
import type { Axis } from '../axis/axis.js';
import { refine } from './refine.js';
import { FRESH_STATE, transformsStateSchema, type TransformsState } from './state.js';

/**
 * How each column is prepared for the incumbent's paradigm: greedy search along coordinates. First the alternatives
 * for whole types of columns that could matter for these data, each by itself, then those that helped together; then
 * overrides for groups of columns alike and for single ones. It ends when a step with overrides brings nothing.
 */
export const transformsAxis: Axis = {
  declaration: {
    name: 'transforms',
    activity: 'chooseTransforms',
    varies: 'part',
    order: 30,
    share: 2,
    importances: true,
  },
  advance,
};

function advance(input: AdvanceInput): AdvanceOutput {
  const before = input.state === null ? FRESH_STATE : transformsStateSchema.parse(input.state);
  const tried = new TriedSet(before.tried);
  for (const { candidate } of input.trials) tried.add(candidateHash(candidate));
  const state = { ...before, tried: tried.toString() };
  return input.incumbent ? refine(state, input, input.incumbent) : open(state, input);
}

/** Nothing was completed yet: the paradigms at their defaults. */
function open(state: TransformsState, { context, trials, trialsLeft, step }: AdvanceInput): AdvanceOutput {
  const candidates = step > 0 ? [] : untriedDefaults(context, usefulColumns(context), trials);
  const affordable = candidates.slice(0, trialsLeft ?? undefined);
  const converged = affordable.length === 0;
  const note = converged
    ? 'No trial could be completed to choose transforms for.'
    : `Tries ${affordable.length} paradigms at their defaults first.`;
  return { state, candidates: affordable, converged, choice: null, note };
}
