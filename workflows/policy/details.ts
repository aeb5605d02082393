import { holdoutMark, type HoldoutPast } from '../../contracts/search/holdout.js';
import type { SearchProgress, SearchResult } from '../../contracts/search/search.js';
import type { Strategy } from '../../contracts/search/strategy.js';

/** Escapes text from data for a Markdown table. */
export function cell(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+!|<>~-]/g, '\\$&').replace(/\s+/g, ' ');
}

/** A search's progress as Markdown, for the Web UI's pane "Current Details". */
export function progressMarkdown(progress: SearchProgress): string {
  const { trials, leaders, metric, warnings } = progress;
  const of = progress.maxTrials === null ? '' : ` of ${progress.maxTrials}`;
  const within = progress.maxSeconds === null ? '' : ` of ${Math.round(progress.maxSeconds)}`;
  const lines = [
    `### ${progress.paused ? 'Paused. ' : ''}${headline(progress)}`,
    '',
    ...progress.troubles.map(({ message }) => `**Waiting:** ${cell(message)}`),
    progress.note === '' ? '' : cell(progress.note),
    '',
    `**${trials.total}**${of} trials (${trials.reused} reused, ${trials.failed} failed), ` +
      `**${Math.round(progress.seconds)}**${within} s`,
  ];
  if (leaders.length > 0) {
    lines.push('', `| | ${metric} | ± | paradigm | columns | found by |`, '|-|-|-|-|-|-|');
    leaders.slice(0, 10).forEach(({ score, spread, paradigm, features, axis }, place) => {
      lines.push(
        `| ${place + 1} | ${digits(score)} | ${digits(spread)} | ${cell(paradigm)} | ${features} | ${cell(axis)} |`,
      );
    });
  }
  lines.push(...accounts(progress), ...failures(progress));
  if (warnings.length > 0) lines.push('', ...warnings.map((warning) => `- ${cell(warning)}`));
  // The pane cuts off its last line.
  return [...lines, '', '—', ''].join('\n');
}

/** Cost and gain of each axis. */
function accounts({ axes, metric }: SearchProgress): string[] {
  const stepped = axes.filter(({ steps }) => steps > 0);
  if (stepped.length === 0 || metric === null) return [];
  const rows = stepped.map(
    ({ axis, steps, trials, seconds, gain }) =>
      `| ${cell(axis)} | ${steps} | ${trials} | ${seconds.toFixed(1)} | ${gain === 0 ? '–' : digits(gain)} |`,
  );
  return ['', `| axis | steps | trials | training, s | gain in ${metric} |`, '|-|-|-|-|-|', ...rows];
}

/** Why trials have no score. */
function failures({ failures }: SearchProgress): string[] {
  if (failures.length === 0) return [];
  const rows = failures.map(
    ({ paradigm, code, reason, trials }) => `| ${trials} | ${cell(paradigm)} | ${cell(code)} | ${cell(reason)} |`,
  );
  return ['', '| failed | paradigm | how | why |', '|-|-|-|-|', ...rows];
}

function headline({ phase, axis, step }: SearchProgress): string {
  switch (phase) {
    case 'profiling':
      return 'Reading the data';
    case 'searching':
      return axis === null ? 'Searching' : `Searching: ${cell(axis)}, step ${step}`;
    case 'confirming':
      return 'Scoring the finalists on other folds';
    case 'training':
      return 'Training the final model';
    case 'reporting':
      return 'Writing the report';
    case 'done':
      return 'Done';
  }
}

function holdout({ holdoutScore, ...past }: Pick<SearchResult, 'holdoutScore' | keyof HoldoutPast>): string {
  return holdoutScore === null ? '–' : `${digits(holdoutScore)}${holdoutMark(past)}`;
}

/** A comparison's results so far, and the strategy that runs now. */
export function comparisonMarkdown(results: readonly SearchResult[], running: Strategy | null): string {
  const rows = results.map(
    ({ strategy, cvScore, trials, seconds, best, ...result }) =>
      `| ${strategy} | ${digits(cvScore)} | ${holdout(result)} | ${trials.total} | ` +
      `${Math.round(seconds)} | ${cell(best.paradigm)} | ${best.features.length} |`,
  );
  const head = [
    '| strategy | in cross-validation | on held out rows | trials | s | paradigm | columns |',
    '|-|-|-|-|-|-|-|',
  ];
  return [
    running === null ? '### Done' : `### Running: ${running}`,
    '',
    ...(rows.length === 0 ? [] : [...head, ...rows, '']),
    '—',
    '',
  ].join('\n');
}

export function digits(value: number): string {
  return value.toPrecision(5);
}
