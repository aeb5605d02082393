import { isBetter } from '../../../contracts/metric.js';
import { completed } from '../../../contracts/candidate/trial.js';
import type { ReportData } from './report-data.js';
import { draw } from './charts.js';
import { short } from './format.js';
import { html, Html } from './html.js';
import { table } from './table.js';

interface Stop {
  key: string;
  columns: number;
  score: number;
  low: number;
  high: number;
  dropped: string[];
  /** Columns that it has and the next larger set does not. */
  back: string[];
}

/** How the score changed as columns were left out. Empty if no axis left any out. */
export async function eliminationSection(data: ReportData): Promise<Html> {
  const path = pathOf(data);
  if (path.length < 2) return new Html('');
  const { metric, best } = data.result;
  const x = {
    field: 'columns',
    type: 'quantitative',
    title: 'columns kept',
    axis: { tickMinStep: 1 },
    scale: { zero: false },
  } as const;
  const y = { type: 'quantitative', title: metric, scale: { zero: false } } as const;
  const chart = await draw(
    {
      width: 640,
      height: 260,
      data: { values: path },
      layer: [
        { mark: { type: 'rule', color: '#cbd5e1' }, encoding: { x, y: { field: 'low', ...y }, y2: { field: 'high' } } },
        { mark: { type: 'line', color: '#9ca3af' }, encoding: { x, y: { field: 'score', ...y } } },
        { mark: { type: 'point', filled: true, size: 60 }, encoding: { x, y: { field: 'score', ...y } } },
      ],
    },
    'Score by number of columns kept',
  );
  return html`<section>
    <h2>Elimination of columns</h2>
    ${chart}
    <p class="quiet">Bars are one standard error over the folds.</p>
    ${table(
      [
        {
          title: 'columns',
          value: ({ columns, key }) => (key === best.key ? `${columns} ★` : columns),
          kind: 'number',
        },
        { title: metric, value: ({ score }) => short(score), kind: 'number' },
        { title: 'left out since the line above', value: ({ dropped }) => dropped.join(', '), kind: 'wide' },
        ...(path.some(({ back }) => back.length > 0)
          ? [{ title: 'brought back', value: ({ back }: Stop) => back.join(', '), kind: 'wide' as const }]
          : []),
      ],
      path,
    )}
  </section>`;
}

/** Names of the columns that are in one set and not in the other. */
function namesWithout({ columns }: ReportData['context'], set: readonly number[], other: readonly number[]): string[] {
  const left = new Set(other);
  return set.filter((column) => !left.has(column)).map((column) => columns[column].name);
}

/** The best trial of each size, of the axis that changed columns, from the first set to the smallest. */
function pathOf({ steps, keptColumns, context, result }: ReportData): Stop[] {
  const eliminating = new Set(
    steps.filter(({ trials }) => new Set(trials.map(({ features }) => features)).size > 1).map(({ axis }) => axis),
  );
  const first = steps.findIndex(({ axis }) => eliminating.has(axis));
  const start = first > 0 ? steps[first - 1].incumbent : null;
  const bySize = new Map<number, Stop>();
  for (const trial of steps.flatMap(({ trials }) => trials)) {
    const outcome = completed(trial);
    if (!outcome || (trial.key !== start && !eliminating.has(trial.origin.axis))) continue;
    const { score, spread, scores } = outcome;
    const error = spread / Math.sqrt(scores.length);
    const known = bySize.get(trial.features);
    if (known && !isBetter(result.metric, score, known.score)) continue;
    const stop = { key: trial.key, columns: trial.features, score, low: score - error, high: score + error };
    bySize.set(trial.features, { ...stop, dropped: [], back: [] });
  }
  const path = [...bySize.values()].sort((a, b) => b.columns - a.columns);
  let before = context.columns.map((_, column) => column);
  for (const stop of path) {
    const kept = keptColumns.get(stop.key) ?? before;
    stop.dropped = namesWithout(context, before, kept);
    stop.back = namesWithout(context, kept, before);
    before = kept;
  }
  return path;
}
