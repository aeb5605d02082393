import {
  describeParadigmReplySchema,
  fitPredictReplySchema,
  PARADIGM_CONTRACT,
  PARADIGM_CONTRACTS,
  type DescribeParadigmReply,
  type FitPredictRequest,
  type FitReply,
  type FitSpec,
} from '../../contracts/module/fit-predict.js';
import { issuesText } from '../../contracts/issues.js';
import { commonContract } from '../../contracts/module/module.js';
import type { ParadigmDescription } from '../../contracts/candidate/paradigm.js';
import { defaultPoint, spaceError } from '../../contracts/candidate/space.js';
import type { ProblemShape } from '../../contracts/task.js';
import { decodeImportances, decodePredictions, encodeMatrix } from '../../learning/arrays/arrow.js';
import { Unmet } from '../check/check.js';
import { shortJson } from '../check/json.js';
import { shapeOf, type LearningProblem } from './problems.js';
import type { ParadigmRules } from './options.js';
import type { ParadigmUnderTest } from './under-test.js';

const SCHEMAS = 'The contract is contracts/module/fit-predict.ts; contracts/schema/ has it as JSON Schemas.';

/** Its description for a problem; null if it does not apply. @throws Unmet if it breaks the contract */
export async function describeParadigm(
  module: ParadigmUnderTest,
  shape: ProblemShape,
): Promise<DescribeParadigmReply['description']> {
  const answer = await module.describe({ paradigm: module.id, contracts: PARADIGM_CONTRACTS, shape });
  const { from, to } = (answer as Partial<DescribeParadigmReply> | null)?.contracts ?? {};
  const speaks = { from: Number(from), to: Number(to) };
  if (from !== undefined && to !== undefined && commonContract(speaks, PARADIGM_CONTRACTS) === null) {
    const { from: first, to: last } = PARADIGM_CONTRACTS;
    throw new Unmet(
      `version ${first === last ? first : `${first} to ${last}`} of the contract`,
      `it speaks ${from} to ${to}`,
      'Serve a build that speaks a version of this release, or use another release.',
    );
  }
  const parsed = describeParadigmReplySchema.safeParse(answer);
  if (!parsed.success) {
    throw new Unmet('a DescribeParadigmReply', `it says ${shortJson(answer)}: ${issuesText(parsed.error)}`, SCHEMAS);
  }
  const { description } = parsed.data;
  if (description) checkDescription(module, description);
  return description;
}

function checkDescription({ id }: ParadigmUnderTest, description: Omit<ParadigmDescription, 'served'>): void {
  if (description.id !== id) {
    const todo = 'Describe the paradigm that is asked for, by the name that temporal.yaml has.';
    throw new Unmet(`description.id to be ${id}`, `it is ${description.id}`, todo);
  }
  const error = spaceError(description.hyperparameters);
  if (error === null) return;
  throw new Unmet('a space that holds its own defaults', error, 'Mend the declaration of that hyperparameter.');
}

/** Options of a fit besides the problem; the others are at their defaults. */
export type FitVariant = Partial<Pick<FitSpec, 'hyperparameters' | 'seed' | 'effort' | 'keepModel'>> & {
  /** Null for no predictions. */
  valid?: null;
};

/** A fit, its files read. */
export type CheckedFit =
  | {
      status: 'completed';
      reply: Extract<FitReply, { status: 'completed' }>;
      /** Row-major; null if none were requested. */
      predictions: Float64Array | null;
    }
  | { status: 'failed'; reply: Extract<FitReply, { status: 'failed' }> };

/** The argument of `fitPredict` for fits of a problem. @returns null if the paradigm does not apply to it */
export async function fitRequest(
  module: ParadigmUnderTest,
  problem: LearningProblem,
  variants: readonly FitVariant[],
  { fitSeconds }: Pick<ParadigmRules, 'fitSeconds'>,
): Promise<FitPredictRequest | null> {
  const description = await describeParadigm(module, shapeOf(problem));
  if (description === null || (problem.missing && !description.takesMissing)) return null;
  const { task, classes, train, valid } = problem;
  const spec: FitSpec = {
    hyperparameters: defaultPoint(description.hyperparameters),
    architecture: description.architecture?.default ?? null,
    seed: 1,
    effort: null,
    train: await module.artifacts.put(encodeMatrix(train.x, train.y)),
    valid: await module.artifacts.put(encodeMatrix(valid.x, null)),
    keepModel: false,
  };
  return {
    contract: PARADIGM_CONTRACT,
    paradigm: module.id,
    searchId: 'contract-check',
    task,
    classes,
    fits: variants.map((variant) => ({ ...spec, ...variant })),
    fitSeconds,
    secondsLeft: null,
  };
}

/**
 * Calls fits of a problem and checks each answer.
 *
 * @returns null if the paradigm does not apply to it
 * @throws Unmet if an answer breaks the contract; a fit that failed does not
 */
export async function fitProblem(
  module: ParadigmUnderTest,
  problem: LearningProblem,
  variants: readonly FitVariant[],
  rules: Pick<ParadigmRules, 'fitSeconds'>,
): Promise<CheckedFit[] | null> {
  const request = await fitRequest(module, problem, variants, rules);
  return request && fitAll(module, problem, request);
}

/** @throws Unmet if an answer breaks the contract */
export async function fitAll(
  module: ParadigmUnderTest,
  problem: LearningProblem,
  request: FitPredictRequest,
): Promise<CheckedFit[]> {
  const answer = await module.fitPredict(request);
  const parsed = fitPredictReplySchema.safeParse(answer);
  if (!parsed.success) {
    throw new Unmet('a FitPredictReply', `it answers ${shortJson(answer)}: ${issuesText(parsed.error)}`, SCHEMAS);
  }
  const { fits } = parsed.data;
  if (fits.length !== request.fits.length) {
    const todo = 'Answer every fit, in order; one that fails with its reason.';
    throw new Unmet(`${request.fits.length} answers for as many fits`, `there are ${fits.length}`, todo);
  }
  return Promise.all(fits.map((reply, i) => checkFit(module, problem, request.fits[i], reply)));
}

async function checkFit(
  { artifacts }: ParadigmUnderTest,
  problem: LearningProblem,
  { valid, keepModel }: FitSpec,
  reply: FitReply,
): Promise<CheckedFit> {
  if (reply.status === 'failed') return { status: 'failed', reply };
  const where = `of a fit of ${problem.task}, ${problem.what}`;
  const { predictions, importances, model, exported } = reply;
  const form = (expected: string, came: string): Unmet => new Unmet(`${expected} ${where}`, came, SCHEMAS);
  if ((predictions === null) !== (valid === null)) {
    throw form(`${valid === null ? 'no predictions' : 'predictions'}`, `predictions is ${predictions}`);
  }
  if (keepModel && model === null) throw form('the model, as keepModel says,', 'model is null');
  if (!keepModel && (model !== null || exported !== null)) throw form('no model, as keepModel says,', 'there is one');
  const expected = { rows: problem.valid.x.rows, classes: problem.classes };
  const read = <T>(what: string, decode: () => T): T => {
    try {
      return decode();
    } catch (error) {
      throw form(`${what} in form`, (error as Error).message);
    }
  };
  const importanceBytes = await artifacts.get(importances);
  const predictionBytes = predictions === null ? null : await artifacts.get(predictions);
  read('importances', () => decodeImportances(importanceBytes, problem.train.x.columns));
  const values = predictionBytes && read('predictions', () => decodePredictions(predictionBytes, expected));
  return { status: 'completed', reply, predictions: values };
}

/** @throws Unmet if the fit failed */
export function completedFit(
  fit: CheckedFit,
  { task, what }: Pick<LearningProblem, 'task' | 'what'>,
): Extract<CheckedFit, { status: 'completed' }> {
  if (fit.status === 'completed') return fit;
  const { code, reason } = fit.reply;
  throw new Unmet(
    `a fit of ${task}, ${what}, to be completed`,
    `it failed (${code}): ${reason}`,
    'Learn from such data, or describe the paradigm as null for such problems.',
  );
}
