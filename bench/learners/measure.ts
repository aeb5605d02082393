import { median } from '../median.js';
import type { Paradigm } from '../../training/paradigm/paradigm.js';
import { score } from '../../learning/metrics/index.js';
import type { Match } from './matched-settings.js';
import type { Fit, Peer } from './peer.js';
import type { Prepared } from './prepared.js';

/** A split's outcome. Scores are log loss or root mean squared error: less is better. */
export interface Measured {
  score: number;
  peerScore: number;
  seconds: number;
  peerSeconds: number;
}

/** Rounds in which each side fits once, for what takes less than this in a round; the others have one. */
const QUICK_SECONDS = 0.2;
const QUICK_ROUNDS = 3;
/** A warm-up lasts so long or so many fits, but one fit at least. */
const WARM_SECONDS = 0.2;
const WARM_FITS = 30;

export async function fitOurs(paradigm: Paradigm, match: Match, prepared: Prepared, seed: number): Promise<Fit> {
  const { fold, task, classes } = prepared;
  const { hyperparameters, architecture, effort, timesPrediction } = match;
  const start = process.cpuUsage();
  const { model } = await paradigm.fit({
    // A new object: bins are cached with the matrix.
    x: { ...fold.train },
    y: fold.yTrain,
    weights: null,
    groups: fold.groups,
    task,
    classes,
    hyperparameters,
    architecture,
    seed,
    effort,
  });
  const fitted = process.cpuUsage(start);
  const predictions = await paradigm.predict(model, fold.valid);
  const { user, system } = timesPrediction ? process.cpuUsage(start) : fitted;
  return { seconds: (user + system) / 1e6, predictions };
}

/** Fits until compilers have had their time, on both sides. @returns the seconds of our first fit */
export async function warmUp(paradigm: Paradigm, match: Match, prepared: Prepared, peer: Peer): Promise<number> {
  await peer.fit(match, prepared, 0);
  const { seconds: first } = await fitOurs(paradigm, match, prepared, 0);
  for (let fits = 1, spent = first; fits < WARM_FITS && spent < WARM_SECONDS; fits++)
    spent += (await fitOurs(paradigm, match, prepared, fits)).seconds;
  return first;
}

/**
 * Lets both sides fit in turn, so that both meet the same noise of the machine. Times are medians of the CPU time of the
 * whole process, garbage collection and compilation with it: what else the machine does is not in it.
 */
export async function measure(
  paradigm: Paradigm,
  match: Match,
  prepared: Prepared,
  seed: number,
  peer: Peer,
): Promise<Measured> {
  const ours: Fit[] = [];
  const peers: Fit[] = [];
  for (let round = 0; round < QUICK_ROUNDS; round++) {
    ours.push(await fitOurs(paradigm, match, prepared, seed));
    peers.push(await peer.fit(match, prepared, seed));
    if (ours[0].seconds + peers[0].seconds > QUICK_SECONDS) break;
  }
  return {
    score: scoreOf(prepared, ours[0].predictions),
    peerScore: scoreOf(prepared, peers[0].predictions),
    seconds: median(ours.map(({ seconds }) => seconds)),
    peerSeconds: median(peers.map(({ seconds }) => seconds)),
  };
}

/**
 * Root mean squared error, or log loss. On both sides a probability is at least that of half a training row, for else
 * one row that a learner holds impossible would decide its score.
 */
function scoreOf({ fold, task, classes }: Prepared, predictions: Float64Array): number {
  const least = 0.5 / fold.train.rows;
  const judged = classes === 0 ? predictions : predictions.map((p) => (p + least) / (1 + classes * least));
  return score(classes === 0 ? 'rmse' : 'log-loss', { task, truth: fold.yValid, predictions: judged, classes });
}
