import { strategySchema, type Strategy } from '../../contracts/search/strategy.js';
import { differenceOf, holdoutAt, meanOf, type Difference, type ProblemResults } from './compare.js';
import type { Problem } from './problems.js';
import type { RunResult } from './result.js';

/** A comparison of two sides, each at a share of the budget. */
interface Contest {
  name: string;
  first: { strategy: Strategy; share: number };
  second: { strategy: Strategy; share: number };
}

const WHOLE = { strategy: 'pseudo-joint', share: 1 } as const;

const CONTESTS: readonly Contest[] = [
  { name: 'pseudo-joint − sequential', first: WHOLE, second: { strategy: 'sequential', share: 1 } },
  { name: 'pseudo-joint − joint', first: WHOLE, second: { strategy: 'joint', share: 1 } },
  {
    name: 'pseudo-joint at a tenth − joint at the whole budget',
    first: { strategy: 'pseudo-joint', share: 0.1 },
    second: { strategy: 'joint', share: 1 },
  },
];

/** The whole report as Markdown. */
export function reportOf(all: readonly ProblemResults[]): string {
  return [overview(all), counts(all), ...all.map(problemReport)].join('\n\n');
}

/** A row for each problem, and what they come to together, as shares of scores. */
function overview(all: readonly ProblemResults[]): string {
  const rows = all.map((results) => [
    results.problem.name,
    results.problem.interaction === null ? '' : 'yes',
    results.metric,
    String(results.runs.joint.length),
    ...CONTESTS.map((contest) => inOneCell(contestOf(results, contest))),
  ]);
  const groups = [
    { name: 'all problems, in percent', of: all },
    {
      name: 'where axes interact, in percent',
      of: all.filter(({ problem }) => problem.interaction !== null),
    },
  ];
  const totals = groups.map(({ name, of }) => {
    const together = CONTESTS.map((contest) => inPercent(of, contest));
    return [name, '', '', '', ...together.map(inOneCell)];
  });
  const head = ['problem', 'axes interact', 'metric', 'seeds', ...CONTESTS.map(({ name }) => name)];
  return table(head, [...rows, ...totals]);
}

/** Trials for candidates, the finalists left out, and what all combinations of the sequential strategy's would be. */
function counts(all: readonly ProblemResults[]): string {
  const rows = all.map(({ problem, runs }) => {
    const trialsOf = (strategy: Strategy): number[] =>
      runs[strategy][0].axes.map((_, i) => Math.round(meanOf(runs[strategy].map(({ axes }) => axes[i].trials))));
    const added = (trials: readonly number[]): string =>
      `${trials.join(' + ')} = ${trials.reduce((sum, one) => sum + one, 0)}`;
    const sequential = trialsOf('sequential');
    const product = sequential.reduce((all, one) => all * Math.max(1, one), 1);
    const cells = [added(sequential), String(product), added(trialsOf('pseudo-joint')), String(trialsOf('joint')[0])];
    return [problem.name, problem.axes.join(' + '), ...cells];
  });
  return table(['problem', 'axes', 'sequential, N + M', 'all combinations, N × M', 'pseudo-joint', 'joint'], rows);
}

/** Mean over problems of the differences as percentages of the second's score, with its interval over problems. */
function inPercent(all: readonly ProblemResults[], contest: Contest): Difference | null {
  const differences = all.flatMap((results) => contestOf(results, contest) ?? []);
  const percentages = differences.map(({ relative }) => 100 * relative);
  // By a metric of which more is better: a higher percentage is.
  return differenceOf('r2', percentages, Array<number>(percentages.length).fill(0));
}

function contestOf({ problem, metric, runs }: ProblemResults, { first, second }: Contest): Difference | null {
  const scores = ({ strategy, share }: Contest['first']): number[] =>
    runs[strategy].map((run) => holdoutAt(run, share === 1 ? Infinity : Math.round(share * problem.maxTrials)));
  return differenceOf(metric, scores(first), scores(second));
}

function problemReport(results: ProblemResults): string {
  const { problem, metric, runs } = results;
  const strategies = strategySchema.options;
  return [
    `### ${problem.name}`,
    `${describe(problem)} Scores are ${metric}, means over ${runs.joint.length} seed${runs.joint.length === 1 ? '' : 's'}.`,
    table(
      ['strategy', 'nested holdout', 'best in cross-validation', 'trials', 'active time', 'steps', 'delivered'],
      strategies.map((strategy) => strategyRow(strategy, runs[strategy])),
    ),
    table(
      ['comparison', 'difference', '95 % interval', 'in spreads', 'the first is'],
      CONTESTS.map((contest) => differenceRow(contest.name, contestOf(results, contest))),
    ),
    table(
      ['strategy', 'axis', 'steps', 'trials', 'training', 'gain'],
      strategies.flatMap((strategy) => axisRows(strategy, runs[strategy])),
    ),
  ].join('\n\n');
}

function describe({ axes, paradigms, maxTrials, interaction }: Problem): string {
  const why = interaction === null ? '' : ` Interaction: ${interaction}.`;
  return `${maxTrials} trials; axes ${axes.join(', ')}; paradigms ${paradigms.join(', ')}.${why}`;
}

function strategyRow(strategy: Strategy, runs: readonly RunResult[]): string[] {
  const last = runs.map(({ curve }) => curve[curve.length - 1]);
  const delivered = runs.map(({ paradigm, features }) => `${paradigm} (${features})`);
  return [
    strategy,
    number(meanOf(last.map(({ holdout }) => holdout))),
    number(meanOf(last.map(({ best }) => best))),
    meanOf(runs.map(({ trials }) => trials.total)).toFixed(0),
    seconds(meanOf(runs.map((run) => run.seconds))),
    meanOf(runs.map(({ steps }) => steps)).toFixed(1),
    counted(delivered),
  ];
}

function axisRows(strategy: Strategy, runs: readonly RunResult[]): string[][] {
  return runs[0].axes.map(({ axis }, i) => {
    const mean = (field: 'steps' | 'trials' | 'seconds' | 'gain'): number =>
      meanOf(runs.map((run) => run.axes[i][field]));
    const counts = [mean('steps').toFixed(1), mean('trials').toFixed(1)];
    return [strategy, axis, ...counts, seconds(mean('seconds')), number(mean('gain'))];
  });
}

function differenceRow(name: string, difference: Difference | null): string[] {
  if (!difference) return [name, 'needs two seeds', '', '', ''];
  const { mean, low, high, inSpreads, verdict } = difference;
  return [name, signed(mean), `${signed(low)} to ${signed(high)}`, inSpreads.toFixed(1), verdict];
}

function inOneCell(difference: Difference | null): string {
  if (!difference) return '';
  const { mean, low, high, verdict } = difference;
  return `${signed(mean)} (${signed(low)} to ${signed(high)}) ${verdict}`;
}

/** Each text once, with how often it stands there, the most frequent first. */
function counted(texts: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  return sorted.map(([text, count]) => (count === 1 ? text : `${count} × ${text}`)).join(', ');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function number(value: number): string {
  return value.toPrecision(4);
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toPrecision(3)}`;
}

function seconds(value: number): string {
  return `${value.toFixed(value < 10 ? 1 : 0)} s`;
}
