import { decodeExported } from '../../training/model/exported-form.js';
import { PARADIGM_CONTRACT, predictReplySchema } from '../../contracts/module/fit-predict.js';
import { issuesText } from '../../contracts/issues.js';
import { decodePredictions, encodeMatrix } from '../../learning/arrays/arrow.js';
import type { Matrix } from '../../learning/arrays/matrix.js';
import { Unmet, type Check } from '../check/check.js';
import { shortJson } from '../check/json.js';
import { completedFit, fitProblem } from './ask.js';
import { matrixOf } from './matrix.js';
import type { ParadigmRules } from './options.js';
import { EASY, type LearningProblem } from './problems.js';
import type { ParadigmUnderTest } from './under-test.js';

/** Checks that a delivered model predicts as the fit did. */
export function modelChecks(rules: ParadigmRules): Check<ParadigmUnderTest>[] {
  return [
    { name: 'fits without rows to predict', run: fitsAlone(rules) },
    { name: 'predicts with a model that it kept as the fit did, each row by itself', run: predictsAgain(rules) },
    { name: 'gives an exported model, if any, that predicts as the fit did', run: exportsAlike(rules) },
  ];
}

/** How far predictions of a model that was written and read may differ, as a share of their size. */
const WRITTEN = 1e-9;
/** The same for another library's arithmetic, which may be in single precision. */
const EXPORTED = 1e-5;

const fitsAlone = (rules: ParadigmRules) => async (module: ParadigmUnderTest) => {
  for (const problem of EASY) {
    const fits = await fitProblem(module, problem, [{ valid: null, keepModel: true }], rules);
    if (fits) completedFit(fits[0], problem);
  }
};

const predictsAgain = (rules: ParadigmRules) => async (module: ParadigmUnderTest) => {
  for (const problem of EASY) {
    const fits = await fitProblem(module, problem, [{ keepModel: true }], rules);
    if (!fits) continue;
    const { predictions, reply } = completedFit(fits[0], problem);
    const todo = 'Keep all that prediction needs in the model, and look at one row at a time.';
    const again = await predict(module, problem, reply.model!, problem.valid.x);
    compare('a kept model', problem, predictions!, again, WRITTEN, todo);
    const width = Math.max(1, problem.classes);
    const half = Math.floor(problem.valid.x.rows / 2);
    const few = await predict(module, problem, reply.model!, firstReversed(problem.valid.x, half));
    const expected = Array.from({ length: half }, (_, r) =>
      Array.from(predictions!.subarray((half - 1 - r) * width, (half - r) * width)),
    ).flat();
    compare('a kept model, asked for half of the rows backwards,', problem, expected, few, WRITTEN, todo);
  }
};

/** The first rows, the last of them first. */
function firstReversed({ rows, columns, data }: Matrix, count: number): Matrix {
  return matrixOf(
    Array.from({ length: count }, (_, r) =>
      Array.from({ length: columns }, (_, c) => data[c * rows + (count - 1 - r)]),
    ),
  );
}

async function predict(
  module: ParadigmUnderTest,
  { task, classes }: LearningProblem,
  model: string,
  x: Matrix,
): Promise<Float64Array> {
  const matrix = await module.artifacts.put(encodeMatrix(x, null));
  const request = { contract: PARADIGM_CONTRACT, paradigm: module.id, task, classes, model, matrix };
  const answer = await module.predict(request);
  const parsed = predictReplySchema.safeParse(answer);
  const todo = 'The contract is contracts/module/fit-predict.ts; contracts/schema/ has it as JSON Schemas.';
  if (!parsed.success) {
    throw new Unmet('a PredictReply', `it answers ${shortJson(answer)}: ${issuesText(parsed.error)}`, todo);
  }
  const bytes = await module.artifacts.get(parsed.data.predictions);
  try {
    return decodePredictions(bytes, { rows: x.rows, classes });
  } catch (error) {
    throw new Unmet(`predictions of a kept model in form (${task})`, (error as Error).message, todo);
  }
}

const exportsAlike = (rules: ParadigmRules) => async (module: ParadigmUnderTest) => {
  for (const problem of EASY) {
    const fits = await fitProblem(module, problem, [{ keepModel: true }], rules);
    if (!fits) continue;
    const { predictions, reply } = completedFit(fits[0], problem);
    const { exported } = reply;
    if (exported === null) continue;
    const paradigm = rules.exportedTo[exported.paradigm];
    if (!paradigm) {
      const known = Object.keys(rules.exportedTo).join(', ') || 'none here';
      const todo = 'Export to a paradigm of this release, or not at all.';
      throw new Unmet(`a model of a paradigm that there is (${known})`, `it is of ${exported.paradigm}`, todo);
    }
    const values = await Promise.resolve(module.artifacts.get(exported.ref))
      .then((bytes) => paradigm.predict(decodeExported(exported, bytes), problem.valid.x))
      .catch((error: unknown) => {
        const came = `${exported.paradigm} cannot predict with it: ${(error as Error).message}`;
        throw new Unmet(`an exported model of ${problem.task} in form`, came, EXPORTING);
      });
    compare('an exported model', problem, predictions!, values, EXPORTED, EXPORTING);
  }
};

const EXPORTING = "Write the arrays and the meta as that paradigm's own models have them, or export nothing.";

function compare(
  what: string,
  { task, what: problem }: LearningProblem,
  first: ArrayLike<number>,
  again: ArrayLike<number>,
  tolerance: number,
  todo: string,
): void {
  const expected = `the fit's own predictions from ${what} (${task}, ${problem})`;
  if (first.length !== again.length) {
    throw new Unmet(expected, `there are ${again.length} numbers in place of ${first.length}`, todo);
  }
  const near = (a: number, b: number): boolean => Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(a));
  const wrong = Array.from(first).findIndex((value, i) => !near(value, again[i]));
  if (wrong < 0) return;
  throw new Unmet(expected, `number ${wrong} is ${again[wrong]} in place of ${first[wrong]}`, todo);
}
