import type { AdvanceInput, AdvanceOutput } from '../../contracts/axis.js';
import { candidateHash } from '../../contracts/candidate.js';
import { isBetter } from '../../contracts/metric.js';
import { completed, type Trial } from '../../contracts/trial.js';
import { armShares } from '../../optimizers/bandit/improvement.js';
import { TriedSet } from '../../optimizers/genetic/tried.js';
import { propose, type Base, type Proposal } from './propose.js';
import type { Track, TransformsState } from './state.js';
import { winnersOf, type Winner } from './winners.js';

/** Trials after which the search for a paradigm ends. */
const MOST_TRIALS = 20;
/** Trials of a step that may go to another paradigm than the incumbent's. */
const CHALLENGE = 4;

/** What a step asks for one paradigm; no proposals where its search has ended, for this reason. */
interface Part {
  track: Track;
  winners: Winner[];
  proposals: Proposal[];
  reason: string;
}

/** One step of the greedy search: for the incumbent, or a trial of this axis that beats it, and for one challenger. */
export function refine(state: TransformsState, input: AdvanceInput, incumbent: Trial): AdvanceOutput {
  const tried = new TriedSet(state.tried);
  const own = state.tracks.find(({ paradigm }) => paradigm === incumbent.candidate.paradigm)!;
  const lead = bestOf(input, incumbent, own);
  const choice = lead === incumbent ? null : lead.key;
  const scores = completed(lead)!.scores;
  const left = input.trialsLeft ?? Infinity;
  const first = refineTrack(own, input, lead, scores, left, tried);
  const second = challenge(state, input, own, left - first.proposals.length, tried);
  const parts = second ? [first, second] : [first];
  const changed = new Map(parts.map(({ track }) => [track.paradigm, track]));
  return {
    state: {
      ...state,
      // What came of the last step is known by now, of whichever paradigm.
      tracks: state.tracks.map((track) => changed.get(track.paradigm) ?? { ...track, asked: [], before: null }),
      tried: tried.toString(),
    },
    candidates: parts.flatMap(({ proposals }) => proposals.map(({ candidate }) => candidate)),
    converged: parts.every(({ proposals }) => proposals.length === 0),
    choice,
    note: parts.map(noteOf).filter(Boolean).join(' ').slice(0, 300) || first.reason,
  };
}

/** The next changes for one paradigm. */
function refineTrack(
  track: Track,
  input: AdvanceInput,
  base: Base,
  scores: number[],
  trialsLeft: number,
  tried: TriedSet,
): Part {
  const winners = winnersOf(track, input);
  const rested: Track = { ...track, asked: [], before: scores };
  const none = (reason: string): Part => ({ track: rested, winners, proposals: [], reason });
  if (track.phase === 'by-column' && track.asked.length > 0 && winners.length === 0) {
    return none(`The last ${track.asked.length} overrides brought nothing.`);
  }
  const left = Math.min(MOST_TRIALS - track.trials, trialsLeft);
  if (left <= 0) return none('Its trials are spent.');
  const { proposals, phase } = propose(track, input.context, base, winners, left, tried);
  if (proposals.length === 0) return none(`No other transform could matter for ${track.paradigm}.`);
  const next: Track = {
    ...rested,
    phase,
    asked: proposals.map(({ changes, candidate }) => ({ hash: candidateHash(candidate), changes })),
    labels: [...track.labels, ...proposals.flatMap(({ changes }) => changes.map(({ label }) => label))],
    trials: track.trials + proposals.length,
  };
  return { track: next, winners, proposals, reason: '' };
}

/**
 * The types' alternatives for a paradigm behind the incumbent's, the likeliest to improve first: whether it may become
 * the best can depend on its transforms. Only where other paradigms are shown: where theirs is settled, null.
 */
function challenge(
  { tracks, arms }: TransformsState,
  input: AdvanceInput,
  own: Track,
  trialsLeft: number,
  tried: TriedSet,
): Part | null {
  if (input.elite.length < 2) return null;
  const shares = armShares(input.context.metric, arms);
  const ranked = tracks
    .map((track, i) => ({ track, share: shares[i], helped: Number(winnersOf(track, input).length > 0) }))
    .filter(({ track }) => track !== own && track.best !== null)
    // What helped a paradigm in the last step is put together in this one.
    .sort((a, b) => b.helped - a.helped || b.share - a.share);
  for (const { track } of ranked) {
    const { candidate, scores } = track.best!;
    const base = { candidate, importances: null };
    const part = refineTrack(track, input, base, scores, Math.min(CHALLENGE, trialsLeft), tried);
    if (part.proposals.length > 0) return part;
  }
  return null;
}

/** The incumbent, or the best of the trials that were asked for where it beats it. */
function bestOf({ context, trials }: AdvanceInput, incumbent: Trial, { asked }: Track): Trial {
  const own = new Set(asked.map(({ hash }) => hash));
  return trials
    .filter(({ candidate }) => own.has(candidateHash(candidate)))
    .reduce((best, trial) => {
      const [a, b] = [completed(trial), completed(best)];
      return a && b && isBetter(context.metric, a.score, b.score) ? trial : best;
    }, incumbent);
}

function noteOf({ winners, proposals, track }: Part, place: number): string {
  const helped = winners.length === 0 ? '' : `Helped: ${listed(winners, 3)}. `;
  if (proposals.length === 0) return helped;
  const to = place === 0 ? '' : ` for ${track.paradigm}`;
  return `${helped}Tries ${listed(proposals, 4)}${to}.`;
}

function listed(items: readonly { changes: { label: string }[] }[], limit: number): string {
  const names = items.map(({ changes }) => changes.map(({ label }) => label).join(' with '));
  const more = names.length > limit ? ` and ${names.length - limit} more` : '';
  return names.slice(0, limit).join(', ') + more;
}
