import { addDoubt, classPrior } from '../../learning/models/class-prior.js';
import { score } from '../../learning/metrics/index.js';
import { createRandom } from '../../random/index.js';
import { randomPoint } from '../../optimizers/spaces/random-point.js';
import { Unmet, type Check } from '../check/check.js';
import { completedFit, describeParadigm, fitProblem } from './ask.js';
import type { ParadigmRules } from './options.js';
import {
  ABSENT_CLASS,
  CONSTANT,
  DEGENERATE,
  EASY,
  FAR_VALUES,
  LONE_ROW,
  MANY_CLASSES,
  MISSING,
  shapeOf,
  type LearningProblem,
} from './problems.js';
import type { ParadigmUnderTest } from './under-test.js';

/** Checks of learning: a paradigm learns if there is something to learn, and handles data without anything to learn. */
export function learningChecks(rules: ParadigmRules): Check<ParadigmUnderTest>[] {
  const learns = (name: string, problems: readonly LearningProblem[], advice = ADVICE): Check<ParadigmUnderTest> => ({
    name: `learns better than guessing ${name}`,
    run: async (module) => {
      for (const problem of problems) await checkLearns(module, problem, rules, advice);
    },
  });
  return [
    learns('every task that it says it applies to', EASY),
    learns('where columns are constant', CONSTANT),
    learns('where values are missing, if it takes them', MISSING),
    learns('many classes', [MANY_CLASSES]),
    learns('where a class has no rows', [ABSENT_CLASS]),
    learns('where a class has a single row', [LONE_ROW]),
    learns(
      'values far from 0',
      [FAR_VALUES],
      'Take means away before squares or products are summed: digits are lost else.',
    ),
    { name: 'handles data of which nothing can be learnt', run: handlesDegenerate(rules) },
    { name: 'handles any point of its space', run: handlesPoints(rules) },
  ];
}

const ADVICE =
  'A weak model does better: is y read as it is meant, and do predictions stand in the order of the rows and classes?';

/** A model must reduce the loss of predicting the prior or the mean by at least this share. */
const LEARNT = 0.05;

async function checkLearns(
  module: ParadigmUnderTest,
  problem: LearningProblem,
  rules: ParadigmRules,
  advice: string,
): Promise<void> {
  const fits = await fitProblem(module, problem, [{}], rules);
  if (!fits) return;
  const { predictions } = completedFit(fits[0], problem);
  const [guess, learnt] = [lossOf(problem, guesses(problem)), lossOf(problem, predictions!)];
  if (learnt <= (1 - LEARNT) * guess) return;
  const { task, what } = problem;
  const metric = metricOf(problem);
  throw new Unmet(
    `a ${metric} below ${((1 - LEARNT) * guess).toFixed(4)} on ${task}, ${what}`,
    `it is ${learnt.toFixed(4)}, where guessing alone gives ${guess.toFixed(4)}`,
    advice,
  );
}

const metricOf = ({ task }: LearningProblem): 'rmse' | 'log-loss' => (task === 'regression' ? 'rmse' : 'log-loss');

/** Lower is better. Probabilities are mixed with the prior, as a search does before it scores them. */
function lossOf(problem: LearningProblem, predictions: Float64Array): number {
  const { task, classes, train, valid } = problem;
  const mixed = predictions.slice();
  if (classes > 0) addDoubt(mixed, classPrior(train.y, classes));
  return score(metricOf(problem), { task, truth: valid.y, predictions: mixed, classes });
}

/** The prediction without any column: the class shares, or the mean. */
function guesses({ classes, train, valid }: LearningProblem): Float64Array {
  const rows = valid.x.rows;
  if (classes === 0) return new Float64Array(rows).fill(train.y.reduce((a, b) => a + b, 0) / train.y.length);
  const { shares } = classPrior(train.y, classes);
  return Float64Array.from({ length: rows * classes }, (_, i) => shares[i % classes]);
}

/** Answers must have the right form; fits may fail, with a reason. */
const handlesDegenerate = (rules: ParadigmRules) => async (module: ParadigmUnderTest) => {
  for (const problem of DEGENERATE) await fitProblem(module, problem, [{}], rules);
};

const handlesPoints = (rules: ParadigmRules) => async (module: ParadigmUnderTest) => {
  for (const problem of EASY) {
    const description = await describeParadigm(module, shapeOf(problem));
    if (!description) continue;
    const random = createRandom(7);
    const points = Array.from({ length: rules.points }, () => randomPoint(description.hyperparameters, random));
    const variants = points.map((hyperparameters, i) => ({ hyperparameters, seed: i }));
    const fits = (await fitProblem(module, problem, variants, rules))!;
    const failed = fits.flatMap(({ reply }) => (reply.status === 'failed' ? [reply.reason] : []));
    if (failed.length < fits.length) continue;
    throw new Unmet(
      `fits at random points of its space to be completed on ${problem.task}, ${problem.what}`,
      `all ${fits.length} failed, the first with: ${failed[0]}`,
      'Declare only what it can be trained with.',
    );
  }
};
