import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { resolve } from 'node:path';
import { Cluster, VICTIMS } from '../../bench/interrupt/cluster.js';
import { outcomeOf, trainingIn } from '../../bench/interrupt/outcome.js';
import { strategySchema, type Strategy } from '../../contracts/search/strategy.js';
import { createRandom } from '../../random/index.js';
import { eventually } from '../support/test-home.js';

// Where there is no server program yet, the first test builds it.
jest.setTimeout(900_000);

const DATA = resolve(import.meta.dirname, '../../examples/data/penguins.csv');
const TRIALS = 16;
const STRIKES = 12;

let quiet: Cluster;
let struck: Cluster;

beforeAll(async () => {
  quiet = await Cluster.open();
  struck = await Cluster.open();
});
afterAll(() => Promise.all([quiet.close(), struck.close()]));

/** Each with a seed of its own, so that none finds another's trials. */
async function startAll(cluster: Cluster): Promise<void> {
  for (const [seed, strategy] of strategySchema.options.entries()) {
    const input = { target: 'species', paradigms: ['linear', 'tree', 'boosting'], maxTrials: TRIALS, seed };
    await cluster.start(strategy, strategy, DATA, input);
  }
}

async function outcomes(cluster: Cluster): Promise<Record<string, object>> {
  const ended = strategySchema.options.map(async (strategy: Strategy) => {
    return [strategy, await outcomeOf(await cluster.end(strategy))] as const;
  });
  return Object.fromEntries(await Promise.all(ended));
}

async function startedTrials(cluster: Cluster): Promise<number> {
  const keys: string[] = [];
  for await (const key of cluster.store.trials.keys()) keys.push(key);
  return keys.length;
}

describe('searches of every strategy', () => {
  it('end as if nothing had happened, whatever is killed and when, and train no finished trial again', async () => {
    const random = createRandom(5);
    // Until the first kill two workers share the trials: how many there are must not matter either.
    await struck.startWorker('trials');
    await startAll(struck);
    const ending = outcomes(struck);
    const most = TRIALS * strategySchema.options.length - 8;
    const instants = Array.from({ length: STRIKES }, () => 1 + random.below(most)).sort((a, b) => a - b);
    const victims = random.shuffle(instants.map((_, i) => VICTIMS[i % VICTIMS.length]));
    for (const [i, victim] of victims.entries()) {
      await eventually(`trial ${instants[i]}`, async () => (await startedTrials(struck)) >= instants[i]);
      await struck.strike(victim);
    }
    const disturbed = await ending;
    await startAll(quiet);
    expect(disturbed).toEqual(await outcomes(quiet));
    expect(await trainingIn(struck.store)).toMatchObject({ again: 0 });
  });
});
