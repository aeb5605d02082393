import pc from 'picocolors';
import type { SearchResult } from '../contracts/search.js';
import { leaderboard } from './leaderboard.js';
import { counted, durationText, printable, scoreText } from './text.js';

const STOPPED: Record<SearchResult['stopped'], string> = {
  converged: 'every axis has converged',
  trials: 'the budget in trials is spent',
  time: 'the budget in time is spent',
};

/**
 * A search's result for people, as lines.
 *
 * @param url its page in the Web UI, where one is known
 * @param stopped whether the server of that page stops with this command
 */
export function summaryLines(result: SearchResult, url: string | null, stopped = false): string[] {
  const { metric, trials, best, holdoutScore, cvScore } = result;
  const holdout =
    holdoutScore === null
      ? 'too few rows to hold any out'
      : `${pc.bold(scoreText(holdoutScore))} on rows that no step of the search saw`;
  const kept = best.features.slice(0, 8).map(printable).join(', ');
  const more = best.features.length > 8 ? `, … (${best.features.length} in all)` : '';
  return [
    `${counted(trials.total, 'trial')} (${trials.reused} reused, ${trials.failed} failed) in ${durationText(result.seconds)}; ${STOPPED[result.stopped]}`,
    '',
    leaderboard(result.leaders, metric),
    '',
    `${pc.bold('best')}      ${printable(best.paradigm)} on ${counted(best.features.length, 'column')}: ${kept}${more}`,
    `${pc.bold('score')}     ${metric} ${holdout} (${scoreText(cvScore)} in cross-validation)`,
    `${pc.bold('model')}     ${result.model}`,
    `${pc.bold('report')}    ${result.report}`,
    ...(url === null ? [] : [`${pc.bold('web ui')}    ${url}${stopped ? ' ("coaxial up" opens it again later)' : ''}`]),
  ];
}

/** A search's result as one line of JSON, for programs. */
export function resultJson(result: SearchResult): string {
  const { searchId, strategy, task, metric, seed, seconds, trials, cvScore, holdoutScore, model, report } = result;
  const { features, transforms, paradigm, hyperparameters, architecture } = result.best;
  const best = { features, transforms, paradigm, hyperparameters, architecture };
  return JSON.stringify({
    searchId,
    strategy,
    task,
    metric,
    seed,
    seconds,
    trials,
    cvScore,
    holdoutScore,
    best,
    model,
    report,
  });
}
