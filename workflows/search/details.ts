import type { SearchProgress } from '../../contracts/search.js';

/** Text from data in a Markdown table: nothing in it may act as markup. */
function cell(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+!|<>~-]/g, '\\$&').replace(/\s+/g, ' ');
}

/** A search's progress as Markdown, for the Web UI's pane "Current Details". */
export function progressMarkdown(progress: SearchProgress): string {
  const { trials, leaders, metric, warnings } = progress;
  const of = progress.maxTrials === null ? '' : ` of ${progress.maxTrials}`;
  const within = progress.maxSeconds === null ? '' : ` of ${Math.round(progress.maxSeconds)}`;
  const lines = [
    `### ${headline(progress)}`,
    '',
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
  if (warnings.length > 0) lines.push('', ...warnings.map((warning) => `- ${cell(warning)}`));
  // The pane cuts its last line off.
  return [...lines, '', '—', ''].join('\n');
}

function headline({ phase, axis, step }: SearchProgress): string {
  switch (phase) {
    case 'profiling':
      return 'Reading the data';
    case 'searching':
      return axis === null ? 'Searching' : `Searching: ${cell(axis)}, step ${step}`;
    case 'training':
      return 'Training the final model';
    case 'reporting':
      return 'Writing the report';
    case 'done':
      return 'Done';
  }
}

export function digits(value: number): string {
  return value.toPrecision(5);
}
