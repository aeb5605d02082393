import type { AdvanceInput, AdvanceOutput } from '../../../contracts/module/axis.js';
import { candidateHash } from '../../../contracts/candidate/candidate.js';
import { isBetter } from '../../../contracts/metric.js';
import { completed, type Trial } from '../../../contracts/candidate/trial.js';
import { armShares } from '../../../optimizers/bandit/improvement.js';
import { TriedSet } from '../../../optimizers/genetic/tried-set.js';
import { propose, proposeTypeWide, type Base, type Proposal } from './propose.js';
import type { Track, TransformsState } from './state.js';
import { winnersOf, type Winner } from './winners.js';

/** Trials after which the search for a paradigm ends. */
const MOST_TRIALS = 60;
/** Successive overrides without gain after which it ends too, as a share of the trials left. */
const PATIENCE = 0.25;
/** Trials of a step that may go to other paradigms than the incumbent's. */
const CHALLENGE = 4;
/** Trials of a challenger before any change has helped it, and at most. */
const FIRST_CHALLENGES = 1;
const MOST_CHALLENGES = 8;

/** The proposals of a step for one paradigm; none, with the reason, if its search has ended. */
interface Part {
  track: Track;
  winners: Winner[];
  proposals: Proposal[];
  reason: string;
}

/** One step of the greedy search: for the incumbent, or a trial of this axis that beats it, and for challengers. */
export function refine(state: TransformsState, input: AdvanceInput, incumbent: Trial): AdvanceOutput {
  const tried = new TriedSet(state.tried);
  const own = state.tracks.find(({ paradigm }) => paradigm === incumbent.candidate.paradigm)!;
  const lead = bestOf(input, incumbent, own);
  const choice = lead === incumbent ? null : lead.key;
  const scores = completed(lead)!.scores;
  const left = input.trialsNow ?? Infinity;
  const first = refineTrack(own, input, lead, scores, left, tried);
  const parts = [first, ...challenge(state, input, own, left - first.proposals.length, tried)];
  const changed = new Map(parts.map(({ track }) => [track.paradigm, track]));
  return {
    state: {
      ...state,
      // The trials of the last step have ended, for all paradigms.
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
  const inVain = track.phase === 'by-column' && winners.length === 0 ? track.inVain + track.asked.length : 0;
  const counted: Track = { ...track, inVain };
  const rested: Track = { ...counted, asked: [], before: scores };
  const none = (reason: string): Part => ({ track: rested, winners, proposals: [], reason });
  if (track.asked.length > 0 && inVain > PATIENCE * (input.trialsLeft ?? 0)) {
    return none(`The last ${inVain} overrides brought nothing.`);
  }
  const left = Math.min(MOST_TRIALS - track.trials, trialsLeft);
  if (left <= 0) return none('Its trials are spent.');
  const { proposals, phase } = propose(counted, input.context, base, winners, left, tried);
  if (proposals.length === 0) return none(`No other transform could matter for ${track.paradigm}.`);
  return partOf(counted, phase, scores, winners, proposals);
}

/** @param before scores by fold of the base of the changes */
function partOf(track: Track, phase: Track['phase'], before: number[], winners: Winner[], proposals: Proposal[]): Part {
  const next: Track = {
    ...track,
    phase,
    before,
    asked: proposals.map(({ changes, candidate }) => ({ hash: candidateHash(candidate), changes })),
    labels: [...track.labels, ...proposals.flatMap(({ changes }) => changes.map(({ label }) => label))],
    trials: track.trials + proposals.length,
  };
  return { track: next, winners, proposals, reason: '' };
}

/**
 * Alternatives of types for paradigms behind the incumbent's, which may become the best with other transforms. One for
 * each of them, and more for those that the last one helped. None if the strategy shows the incumbent only: the
 * paradigm is then fixed.
 */
function challenge(
  { tracks, arms }: TransformsState,
  input: AdvanceInput,
  own: Track,
  trialsLeft: number,
  tried: TriedSet,
): Part[] {
  if (input.elite.length < 2) return [];
  const shares = armShares(input.context.metric, arms);
  const ranked = tracks
    .map((track, i) => ({ track, share: shares[i], winners: winnersOf(track, input) }))
    .filter(({ track }) => track !== own && track.best !== null)
    .filter(({ track, winners }) => track.trials < (winners.length > 0 ? MOST_CHALLENGES : FIRST_CHALLENGES))
    .sort((a, b) => Number(b.winners.length > 0) - Number(a.winners.length > 0) || b.share - a.share);
  const parts: Part[] = [];
  for (const { track, winners } of ranked) {
    if (parts.length >= Math.min(CHALLENGE, trialsLeft)) break;
    const { candidate, scores } = track.best!;
    const base = { candidate, importances: null };
    const proposals = proposeTypeWide(track, input.context, base, winners, tried);
    if (proposals.length > 0) parts.push(partOf(track, 'type-wide', scores, winners, proposals));
  }
  return parts;
}

/** The incumbent, or the best of the proposed trials if it is better. */
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
