// Paradigms as a team's own program defines them. Plain JavaScript: threads and processes see no transform.
import { category, defineParadigm, real } from 'coaxial/define';
import { z } from 'zod';
import { HOSTILE } from './hostile-behaviours.js';

const model = z.strictObject({ mean: z.number() });
const mean = (y) => y.reduce((a, b) => a + b, 0) / y.length;

const BEHAVIOURS = {
  ...HOSTILE,
  // What it was given is its own to change.
  change: ({ x, y }) => {
    x.data.fill(0);
    y.fill(0);
  },
};

/** The mean of what is to be learnt, whose learner behaves as its one hyperparameter says. */
const behaving = defineParadigm({
  id: 'behaving',
  version: 4,
  tasks: ['regression', 'binary'],
  module: import.meta.url,
  backend: () => Promise.resolve('plain 1.0'),
  hyperparameters: {
    behaviour: category({ values: [...Object.keys(BEHAVIOURS), 'not-finite', 'bad-model'], default: 'fine' }),
  },
  model,
  fit(input) {
    const { x, y, hyperparameters } = input;
    BEHAVIOURS[hyperparameters.behaviour]?.(input);
    const meta = hyperparameters.behaviour === 'bad-model' ? { mean: 'none' } : { mean: mean(y) };
    if (hyperparameters.behaviour === 'not-finite') meta.mean = Number.MAX_VALUE;
    return { meta, importances: new Float64Array(x.columns).fill(1), effort: input.effort };
  },
  predict: ({ meta, classes }, x) =>
    classes === 0
      ? new Float64Array(x.rows).fill(meta.mean === Number.MAX_VALUE ? NaN : meta.mean)
      : Array.from({ length: x.rows }, () => [1 - meta.mean, meta.mean]).flat(),
});

/** The first column times what was found best. */
const slope = defineParadigm({
  id: 'slope',
  version: 1,
  tasks: ['regression'],
  module: import.meta.url,
  hyperparameters: { shrinkage: real({ min: 0, max: 1, default: 0 }) },
  model: z.strictObject({ slope: z.number() }),
  fit({ x, y, hyperparameters: { shrinkage } }) {
    let [xy, xx] = [0, 0];
    for (let r = 0; r < x.rows; r++) {
      xy += x.data[r] * y[r];
      xx += x.data[r] ** 2;
    }
    const importances = new Float64Array(x.columns);
    importances[0] = 1;
    return { meta: { slope: (1 - shrinkage) * (xy / xx) }, importances, arrays: { seen: Float64Array.from(y) } };
  },
  predict: ({ meta, arrays }, x) =>
    x.data.slice(0, x.rows).map((value) => (arrays.seen.length > 0 ? meta.slope * value : NaN)),
});

export default [behaving, slope];
