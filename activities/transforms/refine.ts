import type { AdvanceInput, AdvanceOutput } from '../../contracts/axis.js';
import { candidateHash } from '../../contracts/candidate.js';
import { isBetter } from '../../contracts/metric.js';
import { completed, type Trial } from '../../contracts/trial.js';
import { TriedSet } from '../../optimizers/genetic/tried.js';
import type { Change } from '../../optimizers/transforms/change.js';
import { propose, type Proposal } from './propose.js';
import { FRESH_STATE, type TransformsState } from './state.js';
import { winnersOf, type Winner } from './winners.js';

/** Trials after which the search ends. */
const MOST_TRIALS = 20;

/** One step of the greedy search, from the incumbent or a trial of this axis that beats it. */
export function refine(before: TransformsState, input: AdvanceInput, incumbent: Trial): AdvanceOutput {
  const state = forParadigm(before, incumbent.candidate.paradigm);
  const winners = winnersOf(state, input);
  const base = bestOf(input, incumbent, state);
  const choice = base === incumbent ? null : base.key;
  const { asked } = state;
  const current: TransformsState = { ...state, asked: [], before: completed(base)?.scores ?? null };
  const left = Math.min(MOST_TRIALS - state.trials, input.trialsLeft ?? Infinity);
  if (state.phase === 'by-column' && asked.length > 0 && winners.length === 0) {
    return ended(current, choice, `The last ${asked.length} overrides brought nothing.`);
  }
  if (left <= 0) return ended(current, choice, 'Its trials are spent.');
  const { proposals, phase } = propose(current, input.context, base, winners, left);
  if (proposals.length === 0)
    return ended(current, choice, `No other transform could matter for ${base.candidate.paradigm}.`);
  const tried = new TriedSet(current.tried);
  for (const { candidate } of proposals) tried.add(candidateHash(candidate));
  const next: TransformsState = {
    ...current,
    phase,
    asked: proposals.map(({ changes, candidate }) => ({ hash: candidateHash(candidate), changes })),
    labels: [...current.labels, ...proposals.flatMap(({ changes }) => changes.map(({ label }) => label))],
    tried: tried.toString(),
    trials: current.trials + proposals.length,
  };
  const candidates = proposals.map(({ candidate }) => candidate);
  return { state: next, candidates, converged: false, choice, note: noteOf(winners, proposals) };
}

/** What was tried for one paradigm says little of another. */
function forParadigm(state: TransformsState, paradigm: string): TransformsState {
  if (state.paradigm === paradigm) return state;
  return { ...FRESH_STATE, paradigm, tried: state.tried };
}

/** The incumbent, or the best of the trials that were asked for where it beats it. */
function bestOf({ context, trials }: AdvanceInput, incumbent: Trial, { asked }: TransformsState): Trial {
  const own = new Set(asked.map(({ hash }) => hash));
  return trials
    .filter(({ candidate }) => own.has(candidateHash(candidate)))
    .reduce((best, trial) => {
      const [a, b] = [completed(trial), completed(best)];
      return a && b && isBetter(context.metric, a.score, b.score) ? trial : best;
    }, incumbent);
}

function noteOf(winners: readonly Winner[], proposals: readonly Proposal[]): string {
  const helped = winners.length === 0 ? '' : `Helped: ${listed(winners, 3)}. `;
  return `${helped}Tries ${listed(proposals, 4)}.`.slice(0, 300);
}

function listed(items: readonly { changes: Change[] }[], limit: number): string {
  const names = items.map(({ changes }) => changes.map(({ label }) => label).join(' with '));
  const more = names.length > limit ? ` and ${names.length - limit} more` : '';
  return names.slice(0, limit).join(', ') + more;
}

function ended(state: TransformsState, choice: string | null, note: string): AdvanceOutput {
  return { state, candidates: [], converged: true, choice, note };
}
