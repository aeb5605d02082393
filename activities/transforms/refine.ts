import type { AdvanceInput, AdvanceOutput } from '../../contracts/axis.js';
import { candidateHash, type Candidate } from '../../contracts/candidate.js';
import { isBetter } from '../../contracts/metric.js';
import { completed, type Trial } from '../../contracts/trial.js';
import { TriedSet } from '../../optimizers/genetic/tried.js';
import { pairedGain } from '../../optimizers/statistics/paired.js';
import { columnChanges } from './by-column.js';
import { applyChange, type Change } from './change.js';
import { keptColumns } from './kept.js';
import type { TransformsState } from './state.js';
import { typeWideChanges } from './type-wide.js';

/** Trials in the first step, in the others, and at most in all. */
const FIRST_BATCH = 8;
const BATCH = 4;
const MOST_TRIALS = 20;
/** Gain below which a change counts as chance, in standard errors of the gain. */
const CHANCE = 0.5;

/** A change that helped, by how much. */
interface Winner {
  changes: Change[];
  gain: number;
}

/** A candidate to try, with what it changes. */
interface Proposal {
  changes: Change[];
  candidate: Candidate;
}

/** One step of the greedy search, from the incumbent or a trial of this axis that beats it. */
export function refine(state: TransformsState, input: AdvanceInput, incumbent: Trial): AdvanceOutput {
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
  const [proposals, phase] = propose(current, input, base, winners, left);
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

/** Those of the last step's changes that gained more than chance would, the best of each coordinate, best first. */
function winnersOf({ asked, before }: TransformsState, { context, trials }: AdvanceInput): Winner[] {
  if (!before) return [];
  const gains = asked.flatMap(({ hash, changes }) => {
    const outcome = trials.map(outcomeIf(hash)).find((found) => found !== null);
    if (!outcome) return [];
    const { mean, standardError } = pairedGain(context.metric, outcome.scores, before, context.plan.validationRows);
    return mean > 0 && mean >= CHANCE * standardError ? [{ changes, gain: mean }] : [];
  });
  gains.sort((a, b) => b.gain - a.gain);
  const taken = new Set<string>();
  return gains.filter(({ changes }) => {
    const free = changes.every(({ coordinate }) => !taken.has(coordinate));
    if (free) changes.forEach(({ coordinate }) => taken.add(coordinate));
    return free;
  });
}

function outcomeIf(hash: string): (trial: Trial) => ReturnType<typeof completed> {
  return (trial) => (candidateHash(trial.candidate) === hash ? completed(trial) : null);
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

/** Winners together, then new changes one by one; overrides once the types' alternatives have been tried. */
function propose(
  state: TransformsState,
  { context }: AdvanceInput,
  base: Trial,
  winners: readonly Winner[],
  left: number,
): [Proposal[], TransformsState['phase']] {
  const paradigm = context.paradigms.find(({ id }) => id === base.candidate.paradigm)!;
  const types = context.columns.map(({ type }) => type);
  const kept = keptColumns(context, base);
  const { transforms } = base.candidate;
  const labels = new Set(state.labels);
  const untried = (change: Change): boolean => !labels.has(change.label);
  const wide = typeWideChanges(transforms, paradigm, kept).filter(untried);
  const first = state.trials === 0;
  const together = winners.length > 1 ? [winners.flatMap(({ changes }) => changes)] : [];
  const fresh =
    first && wide.length > 0
      ? wide
      : [...wide.slice(0, 1), ...columnChanges(transforms, paradigm, kept, context.plan.searchRows).filter(untried)];
  const limit = Math.min(left, first ? FIRST_BATCH : BATCH);
  const taken = new TriedSet(state.tried);
  const proposals: Proposal[] = [];
  for (const changes of [...together, ...fresh.map((change) => [change])]) {
    if (proposals.length >= limit) break;
    const changed = changes.reduce((sum, change) => applyChange(sum, types, change), transforms);
    const candidate = { ...base.candidate, transforms: changed };
    const hash = candidateHash(candidate);
    if (taken.has(hash) || hash === candidateHash(base.candidate)) continue;
    taken.add(hash);
    proposals.push({ changes, candidate });
  }
  return [proposals, first && wide.length > 0 ? 'type-wide' : 'by-column'];
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
