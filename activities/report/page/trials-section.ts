import { direction, isBetter } from '../../../contracts/metric.js';
import { completed } from '../../../contracts/candidate/trial.js';
import type { ReportData } from './report-data.js';
import { draw } from './charts.js';
import { duration, short } from './format.js';
import { html, type Html } from './html.js';
import { table } from './table.js';

interface Point {
  trial: number;
  score: number;
  best: number;
  axis: string;
  paradigm: string;
}

/** Completed trials in the order in which the search asked for them. */
function pointsOf({ steps, result }: ReportData): Point[] {
  const points: Point[] = [];
  let best: number | null = null;
  for (const [i, trial] of steps.flatMap(({ trials }) => trials).entries()) {
    const outcome = completed(trial);
    if (!outcome) continue;
    const { score } = outcome;
    if (best === null || isBetter(result.metric, score, best)) best = score;
    points.push({ trial: i + 1, score, best, axis: trial.origin.axis, paradigm: trial.paradigm });
  }
  return points;
}

/** Bounds of the scores in the chart: a few very bad trials would compress all others. */
function bounds(points: Point[], sign: 1 | -1): [number, number] {
  const sorted = points.map(({ score }) => score).sort((a, b) => sign * (b - a));
  const worst = sorted[Math.min(sorted.length - 1, Math.floor(0.85 * sorted.length))];
  const best = sorted[0];
  const margin = Math.abs(worst - best) * 0.08 || Math.abs(best) * 0.1 || 1;
  return [Math.min(best, worst) - margin, Math.max(best, worst) + margin];
}

export async function scoresSection(data: ReportData): Promise<Html> {
  const points = pointsOf(data);
  const { metric } = data.result;
  const domain = bounds(points, direction(metric));
  const axes = data.plan.axes.map(({ name }) => name);
  const y = { type: 'quantitative' as const, scale: { domain, clamp: true, zero: false }, title: metric };
  const x = { field: 'trial', type: 'quantitative', title: 'trial', axis: { tickMinStep: 1 } } as const;
  const chart = await draw(
    {
      width: 820,
      height: 280,
      data: { values: points },
      layer: [
        {
          mark: { type: 'line', interpolate: 'step-after', color: '#9ca3af' },
          encoding: { x, y: { field: 'best', ...y } },
        },
        {
          mark: { type: 'point', filled: true, size: 55, opacity: 0.85 },
          encoding: {
            x,
            y: { field: 'score', ...y },
            color: { field: 'axis', type: 'nominal', sort: axes, title: 'axis' },
          },
        },
      ],
    },
    'Scores of trials in order, coloured by axis',
  );
  const better = direction(metric) > 0 ? 'higher' : 'lower';
  return html`<section>
    <h2>Score over trials</h2>
    ${chart}
    <p class="quiet">
      ${metric}: ${better} is better. The line is the best so far; scores beyond the frame are drawn at its edge.
    </p>
  </section>`;
}

export function leaderboardSection({ result }: ReportData): Html {
  const rows = result.leaders.map((leader, i) => ({ ...leader, rank: i + 1 }));
  return html`<section>
    <h2>Leaderboard</h2>
    ${table(
      [
        { title: '', value: ({ rank, key }) => (key === result.best.key ? `${rank} ★` : rank) },
        { title: 'paradigm', value: ({ paradigm }) => paradigm },
        { title: 'columns', value: ({ features }) => features, kind: 'number' },
        { title: result.metric, value: ({ score }) => short(score), kind: 'number' },
        { title: 'spread over folds', value: ({ spread }) => short(spread), kind: 'number' },
        { title: 'found by', value: ({ axis }) => axis },
        { title: 'training', value: ({ seconds }) => duration(seconds), kind: 'number' },
      ],
      rows,
    )}
    <p class="quiet">★ is the delivered model.</p>
  </section>`;
}
