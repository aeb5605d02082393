import type { FitReply } from '../../contracts/module/fit-predict.js';
import { createRandom } from '../../random/index.js';
import { cancelled } from '../check/cancelling.js';
import { Unmet, type Check } from '../check/check.js';
import { completedFit, fitAll, fitProblem, fitRequest, type CheckedFit } from './ask.js';
import { matrixOf } from './matrix.js';
import type { ParadigmRules } from './options.js';
import { EASY, type LearningProblem } from './problems.js';
import type { ParadigmUnderTest } from './under-test.js';

/** Checks that a fit depends only on its arguments, in any process. */
export function repeatingChecks(rules: ParadigmRules): Check<ParadigmUnderTest>[] {
  return [
    {
      name: 'gives the same bytes for the same seed, whatever is fitted beside it',
      run: async (module) => {
        for (const problem of EASY) {
          const alone = await fitProblem(module, problem, [{ seed: 5 }], rules);
          if (!alone) continue;
          const among = (await fitProblem(module, problem, [{ seed: 8 }, { seed: 5 }, { seed: 9 }], rules))!;
          compare(problem, alone[0], among[1], PURE);
        }
      },
    },
    ...(rules.restarts ? [afterRestart(rules)] : []),
    { name: 'runs exactly the iterations that it is asked for, if it iterates', run: respectsEffort(rules) },
    { name: 'ends once it is cancelled, and fits correctly afterwards', run: endsOnceCancelled(rules) },
  ];
}

function afterRestart(rules: ParadigmRules): Check<ParadigmUnderTest> {
  return {
    name: 'gives the same bytes after a restart of its process',
    run: async (module) => {
      const first = await fitEasy(module, rules);
      await module.restart!();
      const again = await fitEasy(module, rules);
      first.forEach(([problem, fit], i) => compare(problem, fit, again[i][1], PURE));
    },
  };
}

const PURE = "Draw all random numbers from the fit's seed, and keep nothing from one fit to the next.";

/** A fit of each problem that it applies to. */
async function fitEasy(module: ParadigmUnderTest, rules: ParadigmRules): Promise<[LearningProblem, CheckedFit][]> {
  const fitted: [LearningProblem, CheckedFit][] = [];
  for (const problem of EASY) {
    const fits = await fitProblem(module, problem, [{}], rules);
    if (fits) fitted.push([problem, fits[0]]);
  }
  return fitted;
}

/** Files of the same content have the same reference. */
function compare(problem: LearningProblem, a: CheckedFit, b: CheckedFit, todo: string): void {
  const [first, again] = [completedFit(a, problem).reply, completedFit(b, problem).reply];
  for (const what of ['predictions', 'importances', 'effort'] as const) {
    if (first[what] === again[what]) continue;
    throw new Unmet(
      `the same ${what} for the same fit of ${problem.task}, ${problem.what}`,
      `they are ${first[what]}, then ${again[what]}`,
      todo,
    );
  }
}

const respectsEffort = (rules: ParadigmRules) => async (module: ParadigmUnderTest) => {
  for (const problem of EASY) {
    const found = await fitProblem(module, problem, [{}], rules);
    if (!found) continue;
    const { effort } = completedFit(found[0], problem).reply;
    if (effort === null) continue;
    const more = Math.max(4, Math.round(effort));
    const fits = (await fitProblem(module, problem, [{ effort: 1 }, { effort: more }], rules))!;
    const replies = fits.map((fit) => completedFit(fit, problem).reply);
    [1, more].forEach((asked, i) => checkEffort(asked, replies[i]));
    if (replies[0].predictions !== replies[1].predictions) continue;
    throw new Unmet(
      `other predictions of ${problem.task} after 1 iteration than after ${more}`,
      'they are the same',
      'Where effort is given, run exactly as many iterations, without early stopping.',
    );
  }
};

function checkEffort(asked: number, { effort }: Extract<FitReply, { status: 'completed' }>): void {
  if (effort === null || effort === asked) return;
  const todo = 'Where effort is given, run exactly as many iterations, without early stopping.';
  throw new Unmet(`an effort of ${asked}, or null, where ${asked} is asked for`, `it is ${effort}`, todo);
}

/** Enough fits that they are not done before the cancellation; at most as many as a request may have. */
const MOST_FITS = 256;

const endsOnceCancelled = (rules: ParadigmRules) => async (module: ParadigmUnderTest) => {
  const before = await fitEasy(module, rules);
  const [problem] = before[0];
  const variants = Array.from({ length: MOST_FITS }, (_, seed) => ({ seed }));
  const request = (await fitRequest(module, larger(problem), variants, rules))!;
  await cancelled((signal) => module.fitPredict(request, signal), rules.cancelSeconds);
  const small = (await fitRequest(module, problem, [{}], rules))!;
  const [again] = await fitAll(module, problem, small);
  compare(problem, before[0][1], again, 'Keep nothing of fits that were cancelled.');
};

const LARGER = 10;

/** A problem with many times the rows: shifted copies of the given ones. */
function larger(problem: LearningProblem): LearningProblem {
  const { x, y } = problem.train;
  const random = createRandom(30);
  const rows = Array.from({ length: LARGER * x.rows }, (_, r) =>
    Array.from({ length: x.columns }, (_, c) => x.data[c * x.rows + (r % x.rows)] + 0.01 * random.normal()),
  );
  const train = { x: matrixOf(rows), y: Float64Array.from({ length: rows.length }, (_, r) => y[r % y.length]) };
  return { ...problem, train };
}
