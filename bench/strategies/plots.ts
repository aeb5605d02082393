import { join } from 'node:path';
import type { TopLevelSpec } from 'vega-lite';
import { draw } from '../../activities/report/page/charts.js';
import { strategySchema, type Strategy } from '../../contracts/search/strategy.js';
import { writeWhole } from '../../storage/files/files.js';
import { meanOf, variance, type ProblemResults } from './compare.js';
import { pointAt } from './curve.js';

type Axis = 'trials' | 'seconds';
type Score = 'holdout' | 'best';

/** Mean over seeds of a strategy's score at a place, ± its standard error. */
export interface Band {
  strategy: Strategy;
  place: number;
  mean: number;
  low: number;
  high: number;
}

/** Points along an axis, at most. */
const PLACES = 150;
/** How far axes go beyond the longest search, to show what was delivered. */
const BEYOND = 1.03;
/** What comes before is so much worse that it would hide what comes after. */
const SHOWN_FROM = 0.06;
/** Room above and below the scores, as a share of their range. */
const MARGIN = 0.04;
const PANEL = { width: 330, height: 200 };
const TITLES = {
  holdout: 'nested holdout',
  best: 'best in cross-validation',
  trials: 'trials',
  seconds: 'active seconds',
};
const COLOURS: Record<Strategy, string> = { sequential: '#E69F00', 'pseudo-joint': '#0072B2', joint: '#009E73' };

/** Draws each problem's curves into a folder, one SVG file a problem. */
export async function writePlots(folder: string, all: readonly ProblemResults[]): Promise<void> {
  for (const results of all) {
    const { name } = results.problem;
    const { text } = await draw(chartOf(results), `${name}: scores against trials and time`);
    // A file is shown on any background: the ink is dark.
    const svg = text.replace(/<svg [^>]*>/, (open) => `${open}<rect width="100%" height="100%" fill="#ffffff"/>`);
    await writeWhole(join(folder, `${name}.svg`), svg);
  }
}

function chartOf(results: ProblemResults): TopLevelSpec {
  const { problem, metric, runs } = results;
  const seeds = runs.joint.length;
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title: {
      text: `${problem.name}: ${metric}, mean of ${seeds} seed${seeds === 1 ? '' : 's'} ± standard error`,
      subtitle: 'Dashed: a tenth of the budget in trials. The last value is that of the delivered candidate.',
      offset: 14,
    },
    vconcat: (['holdout', 'best'] as const).map((score) => rowOf(results, score)),
    padding: 12,
  } as TopLevelSpec;
}

/** A score against trials and against time, on the same scale. */
function rowOf(results: ProblemResults, score: Score): object {
  const domain = shown(bandsOf(results, score, 'trials'));
  return { hconcat: (['trials', 'seconds'] as const).map((axis) => panel(results, score, axis, domain)) };
}

function panel(results: ProblemResults, score: Score, axis: Axis, domain: [number, number]): object {
  const { problem, metric } = results;
  const bands = bandsOf(results, score, axis);
  const scale = { domain: [0, Math.max(...bands.map(({ place }) => place))], nice: false };
  const x = { field: 'place', type: 'quantitative', title: TITLES[axis], scale, axis: { grid: false } };
  const y = { type: 'quantitative', title: `${metric}, ${TITLES[score]}`, scale: { zero: false, domain } };
  const color = {
    field: 'strategy',
    type: 'nominal',
    title: null,
    scale: { domain: Object.keys(COLOURS), range: Object.values(COLOURS) },
    legend: { orient: 'top', symbolType: 'stroke', symbolOpacity: 1, symbolStrokeWidth: 3 },
  };
  const step = { interpolate: 'step-after', clip: true };
  const area = { type: 'area', opacity: 0.18, ...step };
  const line = { type: 'line', strokeWidth: 2, ...step };
  const tenth = { mark: { type: 'rule', strokeDash: [3, 3], color: '#9ca3af' }, encoding: { x } };
  return {
    ...PANEL,
    data: { values: thinned(bands) },
    layer: [
      ...(axis === 'trials' ? [{ data: { values: [{ place: problem.maxTrials / 10 }] }, ...tenth }] : []),
      { mark: area, encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color } },
      { mark: line, encoding: { x, y: { ...y, field: 'mean' }, color } },
    ],
  };
}

/** Each strategy's scores along an axis, from where all seeds have an incumbent. A search that has ended keeps its score. */
export function bandsOf({ runs }: ProblemResults, score: Score, axis: Axis): Band[] {
  const ends = Object.values(runs).flatMap((of) => of.map(({ curve }) => curve[curve.length - 1][axis]));
  const places = Array.from({ length: PLACES + 1 }, (_, i) => (i / PLACES) * BEYOND * Math.max(...ends));
  return strategySchema.options.flatMap((strategy) =>
    places.flatMap((place) => {
      const points = runs[strategy].map(({ curve }) => pointAt(curve, axis, place));
      const scores = points.flatMap((point) => point?.[score] ?? []);
      if (scores.length < points.length) return [];
      const mean = meanOf(scores);
      const error = Math.sqrt(variance(scores) / scores.length);
      return [{ strategy, place, mean, low: mean - error, high: mean + error }];
    }),
  );
}

/** The points at which a strategy's scores change, and its last: a line of steps needs no others. */
function thinned(bands: readonly Band[]): Band[] {
  return bands.filter(({ strategy, mean, low }, i) => {
    const [before, after] = [bands[i - 1], bands[i + 1]];
    return before?.strategy !== strategy || after?.strategy !== strategy || before.mean !== mean || before.low !== low;
  });
}

/** The range of the scores, but those of the first moments, with a margin. */
function shown(bands: readonly Band[]): [number, number] {
  const from = SHOWN_FROM * Math.max(...bands.map(({ place }) => place));
  const later = bands.filter(({ place }) => place >= from);
  const low = Math.min(...later.map((band) => band.low));
  const high = Math.max(...later.map((band) => band.high));
  const margin = MARGIN * (high - low) || MARGIN;
  return [low - margin, high + margin];
}
