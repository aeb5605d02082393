// Writes and reads many files of a store at once, and says how many came back. Plain JavaScript: it runs in a process of
// its own, which may open few files.
import { openStore } from '../../dist/storage/store.js';
import { hashJson } from '../../dist/contracts/json.js';

const store = openStore(process.argv[2]);
const each = (count, act) => Promise.all(Array.from({ length: count }, (_, i) => act(i)));
const key = (i) => hashJson(i);
const candidate = {
  features: '0',
  transforms: {
    numeric: { impute: 'none', indicator: false, shape: 'none', scale: 'none' },
    categorical: { impute: 'none', indicator: false, encode: 'ordinal' },
    boolean: { impute: 'none', indicator: false, encode: 'ordinal' },
    date: { parts: ['timestamp'] },
    overrides: [],
  },
  paradigm: 'tree',
  hyperparameters: {},
  architecture: null,
};
const outcome = { status: 'failed', code: 'error', reason: 'none' };
const cost = { seconds: 0, work: 0, bytes: 0 };
const step = (index) => ({
  ...{ index, axis: 'features', step: index, note: '', converged: false, candidates: { inline: [] }, trials: [] },
  ...{ seconds: 0, gain: 0, incumbent: null, state: { inline: null } },
});
const opening = (i) => ({ searchId: `s${i}`, workflow: 'jointSearch', input: {}, at: new Date(0).toISOString() });
await Promise.all([
  each(1500, (i) => store.trials.write({ key: key(i), candidate, outcome, cost, arrays: null, backend: 'js' })),
  each(1500, (i) => store.searches.writeStep('s0', step(i))),
  each(1500, (i) => store.attempts.started(key(i), 'a', { folds: 0, fits: 0 })),
  each(1500, (i) => store.artifacts.put(`artifact ${i}`)),
  each(300, (i) => store.searches.writeOpening(opening(i))),
]);
const [trials, steps, attempts, artifacts, searches] = await Promise.all([
  each(1500, (i) => store.trials.read(key(i))),
  store.searches.readSteps('s0', 0, 1500),
  each(1500, (i) => store.attempts.of(key(i))),
  each(1500, async (i) => store.artifacts.get(await store.artifacts.put(`artifact ${i}`))),
  store.searches.list(),
]);
const found = {
  trials: trials.filter((trial) => trial !== null).length,
  steps: steps.length,
  attempts: attempts.filter(({ started }) => started === 1).length,
  artifacts: artifacts.length,
  searches: searches.length,
};
console.log(JSON.stringify(found));
