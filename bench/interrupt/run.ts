import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { strategySchema } from '../../contracts/search/strategy.js';
import { createRandom } from '../../random/index.js';
import { measureLatencies } from './latency.js';
import { interruptSearches, type Experiment, type Interruption } from './measure.js';
import { measurePeers, type PeerRow } from './peers.js';
import { interruptTable, latencyTable, victimTable } from './table.js';

/**
 * What interruptions cost: `npm run bench:interrupt`. PYTHON names the Python that has the packages of
 * bench/requirements.txt; `--no-peers` does without, `--all-peers` tries more of their settings.
 */
const { values } = parseArgs({
  options: {
    data: { type: 'string', default: fileURLToPath(new URL('../../../examples/data/penguins.csv', import.meta.url)) },
    target: { type: 'string', default: 'species' },
    kills: { type: 'string', default: '20' },
    'peer-kills': { type: 'string', default: '20' },
    trials: { type: 'string', default: '16' },
    latencies: { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
    strategy: { type: 'string', multiple: true, default: [...strategySchema.options] },
    'no-peers': { type: 'boolean', default: false },
    'all-peers': { type: 'boolean', default: false },
  },
});
const { data, target } = values;
const seed = Number(values.seed);

/** Kinds of model whose fits take long enough to be killed in. */
const PARADIGMS = ['linear', 'random-forest', 'boosting', 'neural-network'];

function experimentOf(): Experiment {
  return {
    data: resolve(data),
    input: { target, paradigms: PARADIGMS, maxTrials: Number(values.trials), seed },
    kills: Number(values.kills),
    random: createRandom(seed),
    log: (line) => console.error(line),
  };
}

const interruptions: Interruption[] = [];
for (const strategy of values.strategy.map((name) => strategySchema.parse(name))) {
  interruptions.push(...(await interruptSearches(strategy, experimentOf())));
}

const latencies = await measureLatencies({ ...experimentOf(), kills: Number(values.latencies) });

let peers: PeerRow[] = [];
if (!values['no-peers']) {
  const python = process.env.PYTHON ?? 'python3';
  peers = await measurePeers({
    python,
    data,
    target,
    kills: Number(values['peer-kills']),
    seed,
    all: values['all-peers'],
  });
  for (const row of peers) console.error(JSON.stringify(row));
}

console.log([interruptTable(interruptions, peers), victimTable(interruptions), latencyTable(latencies)].join('\n\n'));
