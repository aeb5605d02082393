import type { SearchProgress } from '../../contracts/search/search.js';
import { counted, durationText } from '../../client/text.js';
import { printable, scoreText } from '../text/text.js';

/** What runs now: `features, step 2`, `writing the report`. */
export function stageText({ phase, paused, axis, step }: SearchProgress): string {
  if (paused) return 'paused';
  switch (phase) {
    case 'profiling':
      return 'reading the data';
    case 'searching':
      return axis === null ? 'searching' : `${printable(axis)}, step ${step}`;
    case 'confirming':
      return 'scoring the finalists on other folds';
    case 'training':
      return 'training the final model';
    case 'reporting':
      return 'writing the report';
    case 'done':
      return 'done';
  }
}

/** Share of the budget that is spent, from 0 to 1: of trials or of time, whichever is larger. */
export function fractionDone({ phase, trials, maxTrials, maxSeconds }: SearchProgress, seconds: number): number {
  if (phase === 'done') return 1;
  const byTrials = maxTrials === null ? 0 : trials.total / maxTrials;
  const byTime = maxSeconds === null ? 0 : seconds / maxSeconds;
  return Math.min(1, Math.max(byTrials, byTime));
}

/** `57 trials, 9 reused, 2 failed`. */
export function trialsText({ trials: { total, reused, failed }, maxTrials }: SearchProgress): string {
  const trials = maxTrials === null ? counted(total, 'trial') : `${total} of ${maxTrials} trials`;
  return [trials, reused > 0 && `${reused} reused`, failed > 0 && `${failed} failed`].filter(Boolean).join(', ');
}

/** `best log-loss 0.0412`; empty before the first completed trial. */
export function bestText({ leaders, metric }: SearchProgress): string {
  return leaders.length === 0 || metric === null ? '' : `best ${metric} ${scoreText(leaders[0].score)}`;
}

/** `35 s left`, or another text without a budget in time. */
export function timeText({ maxSeconds }: SearchProgress, seconds: number): string {
  return maxSeconds === null ? durationText(seconds) : `${durationText(Math.max(0, maxSeconds - seconds))} left`;
}

/** All of it in one line. */
export function progressLine(progress: SearchProgress, seconds: number): string {
  const parts = [stageText(progress), trialsText(progress), bestText(progress), timeText(progress, seconds)];
  return parts.filter(Boolean).join(' | ');
}
