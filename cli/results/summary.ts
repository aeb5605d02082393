import pc from 'picocolors';
import { holdoutMark, holdoutText } from '../../contracts/search/holdout.js';
import type { ComparisonResult, SearchResult } from '../../contracts/search/search.js';
import type { DataJson } from './data-json.js';
import { failureLines, leaderboard } from './leaderboard.js';
import { plainTable } from '../text/table.js';
import { counted, durationText } from '../../client/text.js';
import { printable, scoreText } from '../text/text.js';

const STOPPED: Record<SearchResult['stopped'], string> = {
  converged: 'no axis found anything better',
  trials: 'the budget in trials is spent',
  time: 'the budget in time is spent',
  target: 'the target score is reached',
  stopped: 'it was stopped',
};

/**
 * A search's result for people, as lines.
 *
 * @param url its page in the Web UI, if known
 * @param stopped whether the server of that page stops with this command
 */
export function summaryLines(result: SearchResult, url: string | null, stopped = false): string[] {
  const { metric, trials, best, holdoutScore, cvScore, repeats } = result;
  const holdout =
    holdoutScore === null
      ? 'too few rows to hold any out'
      : `${pc.bold(scoreText(holdoutScore))} on ${holdoutText(result)}`;
  const kept = best.features.slice(0, 8).map(printable).join(', ');
  const more = best.features.length > 8 ? `, … (${best.features.length} in all)` : '';
  return [
    `${counted(trials.total, 'trial')} (${trials.reused} reused, ${trials.failed} failed) in ${durationText(result.seconds)}; ${STOPPED[result.stopped]}`,
    '',
    leaderboard(result.leaders, metric),
    ...failureLines(result.failures),
    ...warningLines(result.warnings),
    '',
    ...accountLines(result),
    '',
    `${pc.bold('best')}      ${printable(best.paradigm)} on ${counted(best.features.length, 'column')}: ${kept}${more}`,
    `${pc.bold('score')}     ${metric} ${holdout} (${scoreText(cvScore)} ${crossValidated(repeats)})`,
    `${pc.bold('model')}     ${result.model}`,
    ...(result.report === '' ? [] : [`${pc.bold('report')}    ${result.report}`]),
    ...(url === null ? [] : [`${pc.bold('web ui')}    ${url}${stopped ? ' ("coaxial up" opens it again later)' : ''}`]),
  ];
}

/** Warnings of a search. */
export function warningLines(warnings: readonly string[]): string[] {
  return warnings.map((warning) => `warning: ${printable(warning)}`);
}

/** A table of the strategies, with the delivered one. */
export function comparisonLines({ results, failures, best }: ComparisonResult): string[] {
  const [{ metric }] = results;
  const head = ['strategy', metric, 'on held out rows', 'trials', 'reused', 'time', 'paradigm', 'columns', 'search'];
  const table = plainTable(head, 'lrrrrrlrl');
  for (const result of results) {
    const { strategy, cvScore, holdoutScore, trials, seconds, best: found, searchId } = result;
    table.push([
      strategy === best ? pc.bold(strategy) : strategy,
      scoreText(cvScore),
      holdoutScore === null ? '–' : `${scoreText(holdoutScore)}${holdoutMark(result)}`,
      trials.total,
      trials.reused,
      durationText(seconds),
      printable(found.paradigm),
      found.features.length,
      printable(searchId),
    ]);
  }
  return [
    ...table.toString().split('\n'),
    ...failures.map(({ strategy, reason }) => `${strategy} failed: ${printable(reason)}`),
    '',
    `${pc.bold(best)} has the best score in cross-validation; this is its search:`,
    '',
  ];
}

function crossValidated(repeats: number): string {
  return repeats === 1 ? 'in cross-validation' : `in cross-validation, ${repeats} times`;
}

/** Cost and gain of each axis. */
function accountLines({ axes, metric }: SearchResult): string[] {
  const table = plainTable(['axis', 'steps', 'trials', 'training', `gain in ${metric}`], 'lrrrr');
  for (const { axis, steps, trials, seconds, gain } of axes) {
    if (steps === 0) continue;
    table.push([printable(axis), steps, trials, durationText(seconds), gain === 0 ? '–' : scoreText(gain)]);
  }
  return table.toString().split('\n');
}

/** Reads the profile of a search's data; null if it is lost. */
export type FindData = (searchId: string) => Promise<DataJson | null>;

/** A comparison's result, for programs. */
export async function comparisonJson(
  { searchId, results, failures, best }: ComparisonResult,
  findData: FindData,
): Promise<object> {
  const strategies = await Promise.all(results.map((result) => resultJson(result, findData)));
  return { searchId, best, strategies, failures };
}

/** A search's result, for programs. */
export async function resultJson(result: SearchResult, findData: FindData): Promise<object> {
  const { searchId, strategy, task, metric, seed, seconds, stopped, trials, axes } = result;
  const { cvScore, repeats, holdoutScore, holdoutReads, holdoutSeen, model, report } = result;
  const { features, transforms, paradigm, hyperparameters, architecture } = result.best;
  const { failures, warnings } = result;
  return {
    searchId,
    strategy,
    task,
    metric,
    seed,
    seconds,
    trials,
    cvScore,
    holdoutScore,
    holdoutReads,
    holdoutSeen,
    best: { features, transforms, paradigm, hyperparameters, architecture },
    model,
    report,
    stopped,
    axes,
    repeats,
    failures,
    warnings,
    data: await findData(searchId),
  };
}
