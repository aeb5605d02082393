import { expect, test } from '@jest/globals';
import { foldJob } from '../../test/support/fold-job.js';
import type { Paradigm, ParadigmRegistry } from '../paradigm/paradigm.js';
import { tree } from '../../activities/paradigms/tree/index.js';
import type { FitJob } from './jobs.js';
import { runFit } from './run-fit.js';

/** A registry whose tree behaves otherwise. */
const withTree = (changes: Partial<Paradigm> = {}): ParadigmRegistry => ({ tree: { ...tree, ...changes } });

const NOT_FINITE = { status: 'failed', code: 'not-finite' };

test.each<[string, ParadigmRegistry, Partial<FitJob>, object]>([
  ['learns', withTree(), {}, { status: 'completed' }],
  ['predicts what is not a number', withTree({ predict: () => new Float64Array(100).fill(NaN) }), {}, NOT_FINITE],
  [
    'needs more memory than there is',
    withTree(),
    { limit: { maxBytes: 10, rows: 344 } },
    { status: 'failed', code: 'memory' },
  ],
  [
    'throws',
    withTree({
      fit: () => {
        throw new Error('singular matrix');
      },
    }),
    {},
    { status: 'failed', code: 'error', reason: 'singular matrix' },
  ],
])('a fold whose learner %s', async (_, paradigms, changes, expected) => {
  expect(await runFit(paradigms, { ...foldJob(), ...changes })).toMatchObject(expected);
});
