import {
  PARADIGM_CONTRACT,
  PARADIGM_CONTRACTS,
  type FitPredictRequest,
  type FitSpec,
} from '../../contracts/module/fit-predict.js';
import { encodeMatrix } from '../../learning/arrays/arrow.js';
import { Unmet, type Check } from '../check/check.js';
import { failed, refused } from '../check/refusing.js';
import { completedFit, fitAll, fitProblem, fitRequest } from './ask.js';
import type { ParadigmRules } from './options.js';
import { EASY, shapeOf, type LearningProblem } from './problems.js';
import type { ParadigmUnderTest } from './under-test.js';

/** What a paradigm must refuse, and when it must fail. */
export function refusalChecks(rules: ParadigmRules): Check<ParadigmUnderTest>[] {
  return [
    {
      name: 'refuses to describe another paradigm, and invalid requests',
      run: async (module) => {
        const request = { paradigm: module.id, contracts: PARADIGM_CONTRACTS, shape: shapeOf(EASY[0]) };
        const other = { ...request, paradigm: 'no-such-paradigm' };
        await refused('a request for another paradigm', () => module.describe(other));
        const shape = { ...request.shape, task: 'ranking' };
        await refused('a request for an unknown task', () => module.describe({ ...request, shape }));
      },
    },
    { name: 'refuses another version of the contract', run: refusesVersions(rules) },
    { name: 'refuses invalid requests', run: refusesMalformed(rules) },
    { name: 'fails where the store does not have a matrix or a model', run: failsWithout(rules) },
    { name: 'fails where there is nothing to learn from', run: failsUnlabelled(rules) },
    { name: "times out fits that the search's end leaves no time for", run: timesOut(rules) },
  ];
}

const NOWHERE = `sha256:${'0'.repeat(64)}`;

/** A request for one fit of the first problem that it applies to. */
async function usual(
  module: ParadigmUnderTest,
  rules: ParadigmRules,
): Promise<{ problem: LearningProblem; request: FitPredictRequest; fit: FitSpec }> {
  for (const problem of EASY) {
    const request = await fitRequest(module, problem, [{}], rules);
    if (request) return { problem, request, fit: request.fits[0] };
  }
  throw new Unmet('a description for one task at least', 'it is null for all', 'Describe it for what it can learn.');
}

async function kept(module: ParadigmUnderTest, rules: ParadigmRules) {
  const { problem, fit } = await usual(module, rules);
  const [done] = (await fitProblem(module, problem, [{ keepModel: true }], rules))!;
  const model = completedFit(done, problem).reply.model!;
  const { task, classes } = problem;
  return { contract: PARADIGM_CONTRACT, paradigm: module.id, task, classes, model, matrix: fit.valid! };
}

const refusesVersions = (rules: ParadigmRules) => async (module: ParadigmUnderTest) => {
  const contract = PARADIGM_CONTRACT + 1000;
  const { request } = await usual(module, rules);
  const prediction = await kept(module, rules);
  await refused(`fits by version ${contract} of the contract`, () => module.fitPredict({ ...request, contract }));
  await refused(`predictions by version ${contract}`, () => module.predict({ ...prediction, contract }));
};

const refusesMalformed = (rules: ParadigmRules) => async (module: ParadigmUnderTest) => {
  const { request, fit } = await usual(module, rules);
  const prediction = await kept(module, rules);
  const { seed: _, ...seedless } = fit;
  const malformed: [string, unknown][] = [
    ['nothing at all', null],
    ['a request without fits', { ...request, fits: [] }],
    ['fits of a paradigm that it is not', { ...request, paradigm: 'no-such-paradigm' }],
    ['a fit without a seed', { ...request, fits: [seedless] }],
    ['hyperparameters that are a list', { ...request, fits: [{ ...fit, hyperparameters: [1] }] }],
    ['a matrix that is not a reference', { ...request, fits: [{ ...fit, train: 'rows.arrow' }] }],
  ];
  for (const [what, argument] of malformed) await refused(what, () => module.fitPredict(argument));
  const { model: __, ...modelless } = prediction;
  await refused('predictions without a model', () => module.predict(modelless));
};

const failsWithout = (rules: ParadigmRules) => async (module: ParadigmUnderTest) => {
  const { request, fit } = await usual(module, rules);
  const prediction = await kept(module, rules);
  const unfound = { ...request, fits: [{ ...fit, train: NOWHERE }] };
  await failed('a matrix that is not in the store', () => module.fitPredict(unfound));
  await failed('a model that is not in the store', () => module.predict({ ...prediction, model: NOWHERE }));
};

/** The call may fail, or the fit. */
const failsUnlabelled = (rules: ParadigmRules) => async (module: ParadigmUnderTest) => {
  const { problem, request, fit } = await usual(module, rules);
  const train = await module.artifacts.put(encodeMatrix(problem.train.x, null));
  await failed('a matrix without y to learn from', async () => {
    const [answer] = await fitAll(module, problem, { ...request, fits: [{ ...fit, train }] });
    if (answer.status === 'failed') throw new Error(answer.reply.reason);
    return answer.reply;
  });
};

const timesOut = (rules: ParadigmRules) => async (module: ParadigmUnderTest) => {
  const { problem, request, fit } = await usual(module, rules);
  const fits = await fitAll(module, problem, { ...request, fits: [fit, fit], secondsLeft: 0 });
  const wrong = fits.find(({ reply }) => reply.status !== 'failed' || reply.code !== 'timed-out');
  if (!wrong) return;
  throw new Unmet(
    'fits to fail as timed-out where secondsLeft is 0',
    `one is ${wrong.reply.status === 'failed' ? wrong.reply.code : 'completed'}`,
    'Begin no fit once secondsLeft has passed since the start of the activity.',
  );
};
