import { z } from 'zod';
import { candidateSchema } from '../../../contracts/candidate/candidate.js';
import type { SearchContext } from '../../../contracts/module/context.js';
import { isBetter } from '../../../contracts/metric.js';
import { paradigmIdSchema } from '../../../contracts/candidate/paradigm.js';
import { completed, trialKeySchema, type Trial } from '../../../contracts/candidate/trial.js';
import { armSchema, freshArms, pullArms } from '../../../optimizers/bandit/improvement.js';
import { changeSchema } from '../../../optimizers/transforms/change.js';

const trackSchema = z.strictObject({
  paradigm: paradigmIdSchema,
  /** Its best completed trial, of any axis; null before the first. */
  best: z.strictObject({ candidate: candidateSchema, score: z.number(), scores: z.array(z.number()) }).nullable(),
  phase: z.enum(['type-wide', 'by-column']),
  /** Proposed in the last step: each change with the hash of its candidate. */
  asked: z.array(z.strictObject({ hash: trialKeySchema, changes: z.array(changeSchema).min(1) })),
  /** Scores by fold of the base of the last step's changes; null before the first. */
  before: z.array(z.number()).nullable(),
  /** Labels of the changes that were tried. */
  labels: z.array(z.string()),
  /** Overrides since the last one that helped. */
  inVain: z.int().min(0),
  /** Trials for it so far. */
  trials: z.int().min(0),
});
/** The state of the search for one paradigm: transforms that help one paradigm may not help another. */
export type Track = z.infer<typeof trackSchema>;

export const transformsStateSchema = z.strictObject({
  version: z.literal(1),
  /** One for each paradigm. */
  tracks: z.array(trackSchema),
  /** In the same order: data for the share of trials that each should get. */
  arms: z.array(armSchema),
  /** Candidates that were tried, see `TriedSet`. */
  tried: z.string(),
});
export type TransformsState = z.infer<typeof transformsStateSchema>;

export function freshState(context: SearchContext): TransformsState {
  const tracks = context.paradigms.map(({ id }): Track => ({
    paradigm: id,
    best: null,
    phase: 'type-wide',
    asked: [],
    before: null,
    labels: [],
    inVain: 0,
    trials: 0,
  }));
  return { version: 1, tracks, arms: freshArms(context), tried: '' };
}

/** Adds trials, of all axes. */
export function withTrials(state: TransformsState, context: SearchContext, trials: readonly Trial[]): TransformsState {
  const tracks = state.tracks.map((track) =>
    trials
      .filter(({ candidate }) => candidate.paradigm === track.paradigm)
      .reduce((before, trial) => withTrial(before, context, trial), track),
  );
  return { ...state, tracks, arms: pullArms(state.arms, context, trials) };
}

function withTrial(track: Track, { metric }: SearchContext, { candidate, outcome }: Trial): Track {
  const done = completed({ outcome });
  if (!done || (track.best && !isBetter(metric, done.score, track.best.score))) return track;
  return { ...track, best: { candidate, score: done.score, scores: done.scores } };
}
