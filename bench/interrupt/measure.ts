import { setTimeout as delay } from 'node:timers/promises';
import type { SearchInput } from '../../contracts/search/search-input.js';
import type { Strategy } from '../../contracts/search/strategy.js';
import type { Random } from '../../random/index.js';
import { Cluster, VICTIMS, type Victim } from './cluster.js';
import { outcomeOf, trainingIn, type Training } from './outcome.js';

const SEARCH_ID = 'interrupted';

/** A search from its start to its end, in a fresh home. */
interface Measured {
  /** Canonical text of all that must not depend on interruptions. */
  outcome: string;
  seconds: number;
  training: Training;
  /** Seconds until what was killed ran again; 0 where nothing was. */
  restartSeconds: number;
}

/** One interrupted search beside the same one undisturbed. */
export interface Interruption {
  strategy: Strategy;
  victim: Victim;
  /** Seconds after its start. */
  at: number;
  equal: boolean;
  training: Training;
  /** What it took beyond the undisturbed one and the restart. */
  lostSeconds: number;
}

export interface Experiment {
  /** Path of a CSV file. */
  data: string;
  input: Omit<SearchInput, 'data'>;
  /** Interruptions of each strategy. */
  kills: number;
  random: Random;
  /** Told of each search that has ended. */
  log: (line: string) => void;
}

/**
 * Kills at random instants of a search's time, each victim in its turn. The undisturbed search is run again after every
 * few interrupted ones, for what else the machine does changes its time.
 */
export async function interruptSearches(strategy: Strategy, experiment: Experiment): Promise<Interruption[]> {
  const { kills, random, log } = experiment;
  const interruptions: Interruption[] = [];
  let undisturbed = await run(strategy, experiment, null);
  const { outcome } = undisturbed;
  log(`${strategy}, undisturbed: ${undisturbed.seconds.toFixed(1)} s`);
  for (let i = 0; i < kills; i++) {
    if (i > 0 && i % VICTIMS.length === 0) undisturbed = await run(strategy, experiment, null);
    if (undisturbed.outcome !== outcome) throw new Error(`two undisturbed ${strategy} searches differ`);
    const victim = VICTIMS[i % VICTIMS.length];
    const at = random.float() * undisturbed.seconds;
    const measured = await run(strategy, experiment, { victim, at });
    const { training, seconds, restartSeconds } = measured;
    const lostSeconds = seconds - undisturbed.seconds - restartSeconds;
    const equal = measured.outcome === outcome;
    interruptions.push({ strategy, victim, at, equal, training, lostSeconds });
    log(`${strategy}, ${victim} at ${at.toFixed(1)} s: ${equal ? 'equal' : 'DIFFERENT'}, ${JSON.stringify(training)}`);
  }
  return interruptions;
}

async function run(
  strategy: Strategy,
  { data, input }: Experiment,
  kill: { victim: Victim; at: number } | null,
): Promise<Measured> {
  const cluster = await Cluster.open();
  try {
    const start = performance.now();
    await cluster.start(SEARCH_ID, strategy, data, input);
    const ending = cluster.end(SEARCH_ID);
    const restartSeconds = kill ? await delay(kill.at * 1000).then(() => cluster.strike(kill.victim)) : 0;
    const result = await ending;
    const seconds = (performance.now() - start) / 1000;
    const outcome = JSON.stringify(await outcomeOf(result));
    return { outcome, seconds, training: await trainingIn(cluster.store), restartSeconds };
  } finally {
    await cluster.close();
  }
}
