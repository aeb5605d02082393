import type { AdvanceInput, AdvanceOutput } from '../../../contracts/module/axis.js';
import { columnsOf, type Candidate } from '../../../contracts/candidate/candidate.js';
import { decodeColumns } from '../../../contracts/candidate/column-set.js';
import type { SearchContext } from '../../../contracts/module/context.js';
import { isBetter } from '../../../contracts/metric.js';
import { untriedDefaults, usefulColumns } from '../../../optimizers/starting-candidates.js';
import type { Axis } from '../../../optimizers/axis.js';
import { parseState } from '../../../optimizers/parse-state.js';
import { drawRound, ROUNDS } from './draw.js';
import { portContenders } from './port.js';
import { freshState, paradigmStateSchema, withTried, withTrials, type ParadigmState } from './state.js';

/**
 * Selects the paradigm: first each of them at its defaults, cheapest first, because a step may be ended by time; then a
 * few draws of hyperparameters for those near the best, fewer of them each round (successive halving). It ends when
 * only one is left, or after the last round. If another axis has changed the columns since, every paradigm is first
 * tried on these.
 */
export const paradigmAxis: Axis = {
  declaration: {
    name: 'paradigm',
    activity: 'selectParadigm',
    varies: 'part',
    requires: null,
    order: 10,
    share: 3,
    importances: 'none',
  },
  advance,
};

function advance(input: AdvanceInput): AdvanceOutput {
  const { context, trials, trialsNow, incumbent } = input;
  const first = input.state === null;
  const before = first ? freshState(context) : parseState('paradigm', paradigmStateSchema, input.state);
  const state = withTrials(before, context, trials);
  if (first) {
    const columns = incumbent ? columnsOf(incumbent.candidate) : { features: usefulColumns(context) };
    const defaults = untriedDefaults(context, columns, trials).slice(0, trialsNow ?? undefined);
    if (defaults.length > 0) return proposing(state, defaults, `Tries ${listed(defaults)} at their defaults.`);
  }
  const ports = incumbent ? portContenders(state, context, columnsOf(incumbent.candidate)) : [];
  const affordable = ports.slice(0, trialsNow ?? undefined);
  if (affordable.length > 0) return proposing(state, affordable, portNote(affordable));
  return draw(state, input);
}

function portNote(candidates: readonly Candidate[]): string {
  const columns = decodeColumns(candidates[0].features).length;
  return `Tries ${listed(candidates)} on the ${columns} columns that are kept by now.`;
}

function draw(state: ParadigmState, { context, seed, trialsNow }: AdvanceInput): AdvanceOutput {
  const best = bestArm(state, context);
  if (!best) return converged(state, 'No paradigm could be trained so far.');
  if (state.round >= ROUNDS.length) return converged(state, `Settles on ${best}, the best after all rounds.`);
  const candidates = drawRound(state, context, seed).slice(0, trialsNow ?? undefined);
  if (candidates.length === 0) return converged(state, `Settles on ${best}: no other paradigm is within reach of it.`);
  const note = `Within reach of ${best}, the best so far: draws hyperparameters for ${listed(candidates)}.`;
  return proposing({ ...state, round: state.round + 1 }, candidates, note);
}

function proposing(state: ParadigmState, candidates: Candidate[], note: string): AdvanceOutput {
  const next = { ...state, tried: withTried(state.tried, candidates) };
  return { state: next, candidates, converged: false, choice: null, note };
}

function converged(state: ParadigmState, note: string): AdvanceOutput {
  return { state, candidates: [], converged: true, choice: null, note };
}

function bestArm({ contenders }: ParadigmState, { metric }: SearchContext): string | null {
  const tested = contenders.flatMap(({ paradigm, best }) => (best ? [{ paradigm, score: best.score }] : []));
  if (tested.length === 0) return null;
  return tested.reduce((best, arm) => (isBetter(metric, arm.score, best.score) ? arm : best)).paradigm;
}

/** The candidates' paradigms, each once; a note holds 300 characters. */
function listed(candidates: readonly Candidate[]): string {
  const names = [...new Set(candidates.map(({ paradigm }) => paradigm))];
  const shown = names.slice(0, 8).map((name) => name.slice(0, 20));
  return names.length > shown.length ? `${shown.join(', ')} and ${names.length - shown.length} more` : shown.join(', ');
}
